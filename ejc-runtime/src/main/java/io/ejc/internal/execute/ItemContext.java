package io.ejc.internal.execute;

import io.ejc.api.ShardingContext;
import io.ejc.internal.model.ContextText;
import io.ejc.internal.model.TaskPayload;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What an attempt sees of itself. */
final class ItemContext implements ShardingContext {

  private final TaskPayload payload;
  private final BooleanSupplier cancelled;

  ItemContext(TaskPayload payload, BooleanSupplier cancelled) {
    this.payload = payload;
    this.cancelled = cancelled;
  }

  @Override
  public String getJobName() {
    return payload.attempt().run().job().value();
  }

  @Override
  public String getRunId() {
    return payload.attempt().run().toString();
  }

  @Override
  public String getTaskId() {
    return payload.attempt().toString();
  }

  @Override
  public int getShardingTotalCount() {
    return payload.shardingTotalCount();
  }

  @Override
  public int getShardingItem() {
    return payload.attempt().item();
  }

  @Override
  public @Nullable String getShardingParameter() {
    return payload.shardingParameter().orElse(null);
  }

  @Override
  public String getJobParameter() {
    return payload.jobParameter();
  }

  @Override
  public Instant getScheduledInstant() {
    return payload.scheduledInstant();
  }

  @Override
  public int getAttempt() {
    return payload.attempt().number();
  }

  @Override
  public long getFencingToken() {
    return payload.fencingToken();
  }

  @Override
  public List<Integer> getPorts() {
    return payload.ports();
  }

  @Override
  public boolean isCancelled() {
    return cancelled.getAsBoolean();
  }

  @Override
  public String toJson() {
    return ContextText.json(payload);
  }

  @Override
  public String toString() {
    return getTaskId();
  }
}
