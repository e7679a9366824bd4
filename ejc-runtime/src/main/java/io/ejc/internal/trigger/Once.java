package io.ejc.internal.trigger;

import java.time.Instant;
import java.util.Optional;

/**
 * One instant.
 *
 * @param instant when
 */
record Once(Instant instant) implements FireTimes {

  @Override
  public Optional<Instant> nextAfter(Instant after) {
    return Optional.of(instant).filter(after::isBefore);
  }

  @Override
  public Optional<Tally> tally(Instant after, Instant untilInclusive) {
    return nextAfter(after)
        .filter(next -> !next.isAfter(untilInclusive))
        .map(next -> new Tally(next, next, 1));
  }
}
