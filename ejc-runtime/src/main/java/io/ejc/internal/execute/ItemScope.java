package io.ejc.internal.execute;

import io.ejc.api.ShardingContext;
import io.ejc.api.spi.ItemExecution;
import io.ejc.internal.model.ContextText;
import io.ejc.internal.model.TaskPayload;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** One attempt as its kind sees it. */
record ItemScope(TaskPayload payload, ShardingContext context, Supplier<Duration> grace)
    implements ItemExecution {

  @Override
  public Map<String, String> environment() {
    return ContextText.environment(payload);
  }

  @Override
  public boolean streaming() {
    return payload.handling().streaming();
  }

  @Override
  public Duration killGrace() {
    return grace.get();
  }
}
