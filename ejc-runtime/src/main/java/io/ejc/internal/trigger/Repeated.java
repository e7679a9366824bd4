package io.ejc.internal.trigger;

import java.time.Instant;
import java.util.Optional;

/**
 * The first of other instants.
 *
 * @param times the others
 * @param from the first one after this instant is the first
 * @param left how many there are
 */
record Repeated(FireTimes times, Instant from, long left) implements FireTimes {

  @Override
  public Optional<Instant> nextAfter(Instant instant) {
    return leftAfter(instant) > 0 ? times.nextAfter(instant) : Optional.empty();
  }

  @Override
  public Optional<Tally> tally(Instant after, Instant untilInclusive) {
    long most = leftAfter(after);
    Optional<Tally> all = most > 0 ? times.tally(after, untilInclusive) : Optional.empty();
    return all.filter(tally -> tally.count() > most).isPresent()
        ? times.tally(after, last(after, untilInclusive, most))
        : all;
  }

  @Override
  public boolean followsRuns() {
    return times.followsRuns();
  }

  /** An earlier instant than the beginning is one that was set back behind it. */
  private long leftAfter(Instant instant) {
    return instant.isAfter(from) ? left - times.count(from, instant) : left;
  }

  /** Where so many have been: found by halving, as no list could be. */
  private Instant last(Instant after, Instant until, long count) {
    long low = after.toEpochMilli();
    long high = until.toEpochMilli();
    while (low + 1 < high) {
      long middle = low + (high - low) / 2;
      if (times.count(after, Instant.ofEpochMilli(middle)) >= count) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Instant.ofEpochMilli(high);
  }
}
