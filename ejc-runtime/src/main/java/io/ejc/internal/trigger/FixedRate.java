package io.ejc.internal.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An instant in each period, whatever the clocks of a zone do.
 *
 * @param first the first instant
 * @param period from one to the next. Rule: 1 ms or more
 */
record FixedRate(Instant first, Duration period) implements FireTimes {

  @Override
  public Optional<Instant> nextAfter(Instant instant) {
    return Optional.of(at(indexAfter(instant)));
  }

  @Override
  public Optional<Tally> tally(Instant after, Instant untilInclusive) {
    long from = indexAfter(after);
    long to = indexAfter(untilInclusive);
    return from >= to ? Optional.empty() : Optional.of(new Tally(at(from), at(to - 1), to - from));
  }

  private Instant at(long index) {
    return first.plus(period.multipliedBy(index));
  }

  private long indexAfter(Instant instant) {
    return instant.isBefore(first) ? 0 : Duration.between(first, instant).dividedBy(period) + 1;
  }
}
