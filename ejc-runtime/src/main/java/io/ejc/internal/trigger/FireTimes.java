package io.ejc.internal.trigger;

import io.ejc.internal.model.Bounds;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The instants at which a job is due. Immutable; functions of their arguments, which may look at
 * years without listing what lies in them.
 */
public sealed interface FireTimes
    permits CronSchedule, FixedRate, FixedDelay, Once, Bounded, Repeated {

  /**
   * The next instant.
   *
   * @param instant any instant; for a delay after runs, the end of the latest run
   * @return the first one later than it; empty when there is none
   */
  Optional<Instant> nextAfter(Instant instant);

  /**
   * Counts the instants of a time, without looking at each.
   *
   * @param after the time begins after this instant
   * @param untilInclusive and ends with this one
   * @return empty when there is none
   */
  Optional<Tally> tally(Instant after, Instant untilInclusive);

  /**
   * The instants of a time, oldest first.
   *
   * @param after the time begins after this instant
   * @param untilInclusive and ends with this one
   * @param max at most so many
   */
  default List<Instant> between(Instant after, Instant untilInclusive, int max) {
    List<Instant> fires = new ArrayList<>();
    Instant last = after;
    while (fires.size() < max) {
      Optional<Instant> next = nextAfter(last).filter(fire -> !fire.isAfter(untilInclusive));
      if (next.isEmpty()) {
        break;
      }
      last = next.get();
      fires.add(last);
    }
    return List.copyOf(fires);
  }

  /**
   * The instants of a job, however often they repeat.
   *
   * @param schedule what it asks for
   * @param since since when its trigger is in force
   * @return empty when it runs by hand only
   * @throws MalformedCron when it has a cron that is wrong
   */
  static Optional<FireTimes> of(JobDefinition.Schedule schedule, Instant since) {
    Trigger trigger = schedule.trigger();
    Bounds bounds = schedule.bounds();
    // whole seconds are easier to read, and no later than the first period
    Instant origin = since.truncatedTo(ChronoUnit.SECONDS);
    FireTimes unbounded;
    if (trigger instanceof Trigger.Cron) {
      unbounded = CronSchedule.of(schedule);
    } else if (trigger instanceof Trigger.Rate rate) {
      Instant start = bounds.start();
      unbounded = new FixedRate(start == null ? origin.plus(rate.period()) : start, rate.period());
    } else if (trigger instanceof Trigger.Delay delay) {
      unbounded = new FixedDelay(delay.pause(), Optional.ofNullable(bounds.start()));
    } else if (trigger instanceof Trigger.At at) {
      unbounded = new Once(at.instant());
    } else if (trigger instanceof Trigger.After after) {
      unbounded = new Once(origin.plus(after.delay()));
    } else {
      return Optional.empty();
    }
    boolean free = bounds.start() == null && bounds.end() == null && bounds.excluded().isEmpty();
    return Optional.of(free ? unbounded : new Bounded(unbounded, schedule.zone(), bounds));
  }

  /**
   * The instants of a job that are not settled yet.
   *
   * @param schedule what it asks for
   * @param ledger what is settled of it
   * @return empty when it runs by hand only
   * @throws MalformedCron when it has a cron that is wrong
   */
  static Optional<FireTimes> of(JobDefinition.Schedule schedule, Ledger ledger) {
    return of(schedule, ledger.since()).map(times -> times.leftOf(schedule, ledger));
  }

  /** These instants, as many as are left of those that may be. */
  default FireTimes leftOf(JobDefinition.Schedule schedule, Ledger ledger) {
    long repeat = schedule.bounds().repeat();
    return repeat == 0
        ? this
        : new Repeated(this, ledger.watermark(), Math.max(0, repeat - ledger.count()));
  }

  /** How many instants a time has. */
  default long count(Instant after, Instant untilInclusive) {
    return tally(after, untilInclusive).map(Tally::count).orElse(0L);
  }

  /** Whether what follows depends on the runs in between. */
  default boolean followsRuns() {
    return false;
  }

  /** Milliseconds, which is how finely instants are told apart in ids. */
  static Instant wholeMillis(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS);
  }

  /** How long to look for an instant: by then a calendar has come round. */
  static Instant horizon(Instant from) {
    return from.plus(Duration.ofDays(41 * 366L));
  }
}
