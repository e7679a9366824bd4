package io.ejc.internal.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Mesos task that has not ended, and the attempt that runs in its name.
 *
 * @param id its id
 * @param attempt the attempt it carries
 * @param agent where
 * @param executor in which executor
 * @param bookedHeapMb memory booked against the heap of a shared executor; 0 with a process of its
 *     own
 * @param state how it stands
 * @param waitUntil while uncertain: until when it is waited for
 */
public record Carrier(
    CarrierId id,
    AttemptId attempt,
    AgentId agent,
    ExecutorId executor,
    long bookedHeapMb,
    CarrierState state,
    @Nullable Instant waitUntil) {

  /** The same carrier in another state. */
  public Carrier in(CarrierState newState, @Nullable Instant until) {
    return new Carrier(id, attempt, agent, executor, bookedHeapMb, newState, until);
  }
}
