package io.ejc.internal.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A pause after the end of each run, whatever the clocks of a zone do. There is one next instant at
 * a time; which one follows it is known when its run has ended.
 *
 * @param pause from the end of a run. Rule: 1 ms or more
 * @param start the first instant; empty for one pause after the trigger is in force
 */
record FixedDelay(Duration pause, Optional<Instant> start) implements FireTimes {

  @Override
  public Optional<Instant> nextAfter(Instant instant) {
    return start
        .filter(instant::isBefore)
        .or(() -> Optional.of(FireTimes.wholeMillis(instant).plus(pause)));
  }

  @Override
  public Optional<Tally> tally(Instant after, Instant untilInclusive) {
    return nextAfter(after)
        .filter(next -> !next.isAfter(untilInclusive))
        .map(next -> new Tally(next, next, 1));
  }

  @Override
  public boolean followsRuns() {
    return true;
  }
}
