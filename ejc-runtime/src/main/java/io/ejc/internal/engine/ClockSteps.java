package io.ejc.internal.engine;

import io.ejc.internal.core.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices when the wall clock was set, or the machine slept: by a clock that only ever goes on.
 * What is missed is too little to matter to a lease.
 */
final class ClockSteps {

  private static final Duration TOLERATED = Duration.ofMillis(100);

  private final LongSupplier nanos;
  private final Instant beganAt;
  private final long began;
  private Duration known = Duration.ZERO;

  /**
   * Begins to watch.
   *
   * @param wall the wall clock's time
   * @param nanos nanoseconds of a clock that nobody sets
   */
  ClockSteps(Instant wall, LongSupplier nanos) {
    this.nanos = nanos;
    this.beganAt = wall;
    this.began = nanos.getAsLong();
  }

  /**
   * By how much it was set since the last time that something was found.
   *
   * @param wall the wall clock's time, just read
   */
  Optional<Event> since(Instant wall) {
    Duration passed = Duration.ofNanos(nanos.getAsLong() - began);
    Duration ahead = Duration.between(beganAt, wall).minus(passed);
    Duration by = ahead.minus(known);
    if (by.abs().compareTo(TOLERATED) <= 0) {
      return Optional.empty();
    }
    known = ahead;
    return Optional.of(new Event.ClockStepped(by));
  }
}
