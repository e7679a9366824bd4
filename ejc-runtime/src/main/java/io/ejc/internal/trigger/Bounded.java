package io.ejc.internal.trigger;

import io.ejc.internal.model.Bounds;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Of other instants those between a start and an end, without those of excluded days. A day lasts
 * from its first instant in the zone to the first of the next.
 *
 * @param times the others
 * @param zone whose days are meant
 * @param bounds the start, the end and the excluded days
 */
record Bounded(FireTimes times, ZoneId zone, Bounds bounds) implements FireTimes {

  @Override
  public Optional<Instant> nextAfter(Instant instant) {
    Instant at = later(instant);
    Instant horizon = FireTimes.horizon(at);
    Optional<Instant> next = times.nextAfter(at).filter(this::isNotOver);
    while (next.isPresent() && isExcluded(dayOf(next.get()))) {
      LocalDate free = dayOf(next.get()).plusDays(1);
      while (isExcluded(free) && beginOf(free).isBefore(horizon)) {
        free = free.plusDays(1);
      }
      Instant begin = beginOf(free);
      if (!begin.isBefore(horizon)) {
        return Optional.empty();
      }
      next =
          (times.followsRuns() ? Optional.of(begin) : times.nextAfter(begin.minusNanos(1)))
              .filter(this::isNotOver);
    }
    return next;
  }

  @Override
  public Optional<Tally> tally(Instant after, Instant untilInclusive) {
    Instant end = bounds.end();
    Instant until = end != null && end.isBefore(untilInclusive) ? end : untilInclusive;
    if (bounds.excluded().isEmpty()) {
      return times.tally(later(after), until);
    }
    Optional<Instant> next = nextAfter(after).filter(fire -> !fire.isAfter(until));
    if (times.followsRuns()) {
      return next.map(fire -> new Tally(fire, fire, 1));
    }
    Optional<Tally> tally = Optional.empty();
    while (next.isPresent()) {
      // until the next excluded day all instants are there
      Instant last = lastFree(next.get(), until);
      Tally part = times.tally(next.get().minusNanos(1), last).orElseThrow();
      Instant first = tally.map(Tally::first).orElse(part.first());
      long before = tally.map(Tally::count).orElse(0L);
      tally = Optional.of(new Tally(first, part.last(), before + part.count()));
      next = nextAfter(last).filter(fire -> !fire.isAfter(until));
    }
    return tally;
  }

  @Override
  public boolean followsRuns() {
    return times.followsRuns();
  }

  private boolean isNotOver(Instant instant) {
    Instant end = bounds.end();
    return end == null || !instant.isAfter(end);
  }

  /** An instant, or the last one before the start. */
  private Instant later(Instant instant) {
    Instant start = bounds.start();
    return start != null && instant.isBefore(start) ? start.minusNanos(1) : instant;
  }

  private Instant lastFree(Instant from, Instant until) {
    LocalDate day = dayOf(from).plusDays(1);
    while (!isExcluded(day) && !beginOf(day).isAfter(until)) {
      day = day.plusDays(1);
    }
    Instant last = beginOf(day).minusNanos(1);
    return last.isBefore(until) ? last : until;
  }

  private boolean isExcluded(LocalDate day) {
    return bounds.excluded().stream().anyMatch(excluded -> excluded.matches(day));
  }

  /** Clocks set back over midnight do not bring the day before back. */
  private LocalDate dayOf(Instant instant) {
    LocalDate day = LocalDate.ofInstant(instant, zone);
    while (!instant.isBefore(beginOf(day.plusDays(1)))) {
      day = day.plusDays(1);
    }
    return day;
  }

  private Instant beginOf(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }
}
