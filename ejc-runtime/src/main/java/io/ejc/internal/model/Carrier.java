package io.ejc.internal.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * @param place where it is, in the fields that its job's placement rules count
 * @param executorTook what its executor took, when some of it is reserved; null when nothing is
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
    SortedMap<String, String> place,
    @Nullable Allocation executorTook,
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

  /** Copies the map; a record from before it was kept has none. */
  public Carrier {
    place =
        Collections.unmodifiableSortedMap(
            new TreeMap<>(Objects.requireNonNullElseGet(place, TreeMap::new)));
    hold = Objects.requireNonNullElse(hold, Hold.NONE);
  }

  /** One whose launch is to be stored. */
  public static Carrier intended(
      CarrierId id,
      FrameworkId framework,
      AttemptId attempt,
      AgentId agent,
      ExecutorId executor,
      long bookedHeapMb,
      SortedMap<String, String> place,
      @Nullable Allocation executorTook) {
    return new Carrier(
        id,
        framework,
        attempt,
        agent,
        executor,
        bookedHeapMb,
        place,
        executorTook,
        CarrierState.INTENDED,
        null,
        Hold.NONE);
  }

  /** Whether it is a command, which Mesos' own executor runs under the task's id. */
  public boolean runsCommand() {
    return executor.value().equals(id.toString());
  }

  /** Whether the sessions of a framework hear of it. */
  public boolean isOf(FrameworkId other) {
    return framework == null || framework.equals(other);
  }

  /** The same carrier in another state. */
  public Carrier in(CarrierState newState, @Nullable Instant until) {
    return with(newState, until, hold);
  }

  /** The same carrier, its executor held up or not. */
  public Carrier held(Hold now) {
    return with(state, waitUntil, now);
  }

  private Carrier with(CarrierState newState, @Nullable Instant until, Hold newHold) {
    return new Carrier(
        id,
        framework,
        attempt,
        agent,
        executor,
        bookedHeapMb,
        place,
        executorTook,
        newState,
        until,
        newHold);
  }
}
