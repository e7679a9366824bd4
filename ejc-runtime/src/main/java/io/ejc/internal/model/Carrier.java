package io.ejc.internal.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Mesos task that has not ended, and the attempt that runs in its name.
 *
 * @param id its id
 * @param framework the framework it was launched by, only whose sessions hear of it; null in a
 *     record from before it was kept
 * @param attempt the attempt it carries
 * @param agent where
 * @param executor in which executor
 * @param bookedHeapMb memory booked against the heap of a shared executor; 0 with a process of its
 *     own
 * @param state how it stands
 * @param waitUntil while uncertain: until when it is waited for
 * @param hold whether its shared executor is held up
 */
public record Carrier(
    CarrierId id,
    @Nullable FrameworkId framework,
    AttemptId attempt,
    AgentId agent,
    ExecutorId executor,
    long bookedHeapMb,
    CarrierState state,
    @Nullable Instant waitUntil,
    Hold hold) {

  /** Whether a shared executor is held up by an attempt that does not end after a kill. */
  public enum Hold {
    /** Not that anybody knows. */
    NONE,
    /** By this one. */
    STUCK,
    /** By another one beside it: if the executor is ended for that, it costs this one nothing. */
    BESIDE
  }

  /** A carrier in an executor that is not held up. */
  public Carrier(
      CarrierId id,
      @Nullable FrameworkId framework,
      AttemptId attempt,
      AgentId agent,
      ExecutorId executor,
      long bookedHeapMb,
      CarrierState state,
      @Nullable Instant waitUntil) {
    this(id, framework, attempt, agent, executor, bookedHeapMb, state, waitUntil, Hold.NONE);
  }

  /** Whether the sessions of a framework hear of it. */
  public boolean isOf(FrameworkId other) {
    return framework == null || framework.equals(other);
  }

  /** The same carrier in another state. */
  public Carrier in(CarrierState newState, @Nullable Instant until) {
    return new Carrier(
        id, framework, attempt, agent, executor, bookedHeapMb, newState, until, hold);
  }

  /** The same carrier, its executor held up or not. */
  public Carrier held(Hold now) {
    return new Carrier(
        id, framework, attempt, agent, executor, bookedHeapMb, state, waitUntil, now);
  }
}
