package io.ejc.sim;

import io.ejc.internal.model.Bounds;
import io.ejc.internal.model.JobDefinition.Schedule;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.Trigger;
import io.ejc.internal.trigger.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When jobs are due, told by listing; of the product's own code it uses the cron alone. */
final class DueOracle {

  private static final int DUE_MAX = 5_000;

  private final Map<Schedule, CronSchedule> crons = new HashMap<>();

  /** What is due after the watermark, oldest first; not of a pause after runs. */
  List<Instant> due(Schedule schedule, Ledger ledger, Instant until) {
    List<Instant> due = new ArrayList<>();
    for (Instant instant : unbounded(schedule, ledger, until)) {
      if (isWithin(schedule, instant)) {
        due.add(instant);
      }
    }
    long repeat = schedule.bounds().repeat();
    int left = (int) Math.max(0, repeat - ledger.count());
    return repeat == 0 || due.size() <= left ? due : due.subList(0, left);
  }

  private List<Instant> unbounded(Schedule schedule, Ledger ledger, Instant until) {
    Instant after = ledger.watermark();
    Instant origin = ledger.since().truncatedTo(ChronoUnit.SECONDS);
    Trigger trigger = schedule.trigger();
    if (trigger instanceof Trigger.Cron) {
      return crons.computeIfAbsent(schedule, CronSchedule::of).between(after, until, DUE_MAX);
    }
    List<Instant> due = new ArrayList<>();
    if (trigger instanceof Trigger.Rate rate) {
      Instant start = schedule.bounds().start();
      Instant at = start == null ? origin.plus(rate.period()) : start;
      for (; !at.isAfter(until); at = at.plus(rate.period())) {
        due.add(at);
      }
    } else if (trigger instanceof Trigger.At at) {
      due.add(at.instant());
    } else if (trigger instanceof Trigger.After later) {
      due.add(origin.plus(later.delay()));
    }
    due.removeIf(instant -> !instant.isAfter(after) || instant.isAfter(until));
    return due;
  }

  /** When the pause after runs is over that began at the watermark; never when it is too late. */
  Instant pauseOver(Schedule schedule, Ledger ledger, Duration pause) {
    Instant began = ledger.watermark();
    Instant start = schedule.bounds().start();
    long repeat = schedule.bounds().repeat();
    Instant over =
        start != null && began.isBefore(start)
            ? start
            : began.truncatedTo(ChronoUnit.MILLIS).plus(pause);
    while (isExcluded(schedule, over)) {
      LocalDate next = LocalDate.ofInstant(over, schedule.zone()).plusDays(1);
      over = next.atStartOfDay(schedule.zone()).toInstant();
    }
    Instant end = schedule.bounds().end();
    boolean never = (end != null && over.isAfter(end)) || (repeat > 0 && ledger.count() >= repeat);
    return never ? Instant.MAX : over;
  }

  private static boolean isWithin(Schedule schedule, Instant instant) {
    Bounds bounds = schedule.bounds();
    Instant start = bounds.start();
    Instant end = bounds.end();
    return !(start != null && instant.isBefore(start))
        && !(end != null && instant.isAfter(end))
        && !isExcluded(schedule, instant);
  }

  private static boolean isExcluded(Schedule schedule, Instant instant) {
    LocalDate day = LocalDate.ofInstant(instant, schedule.zone());
    return schedule.bounds().excluded().stream().anyMatch(excluded -> excluded.matches(day));
  }
}
