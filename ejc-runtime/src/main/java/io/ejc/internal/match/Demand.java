package io.ejc.internal.match;

import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Resources;
import java.time.Instant;
import java.util.Optional;

/**
 * What a waiting item needs on an agent.
 *
 * @param item the item
 * @param task resources of its Mesos task
 * @param executor resources of its executor, which count only where that executor is not running
 *     yet
 * @param shared the executor it shares with others; empty when it has one of its own
 * @param heapMb memory it takes of the shared executor's heap; 0 with an executor of its own
 * @param stay from when until when it is likely to be there
 */
public record Demand(
    ItemId item,
    Resources task,
    Resources executor,
    Optional<ExecutorId> shared,
    long heapMb,
    Stay stay) {

  /**
   * From when until when an item is likely to be on its agent.
   *
   * @param from its begin
   * @param until its likely end
   */
  public record Stay(Instant from, Instant until) {
    /** No time at all. */
    public static final Stay NONE = new Stay(Instant.EPOCH, Instant.EPOCH);
  }

  /** One that takes no time. */
  public Demand(
      ItemId item, Resources task, Resources executor, Optional<ExecutorId> shared, long heapMb) {
    this(item, task, executor, shared, heapMb, Stay.NONE);
  }
}
