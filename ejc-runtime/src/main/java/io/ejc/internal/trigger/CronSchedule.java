package io.ejc.internal.trigger;

import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * When a job fires: a Quartz cron expression read in a time zone. Immutable, a function of its
 * arguments.
 *
 * <p>What happens to local times that a change of the clocks leaves out, and to those that come
 * twice, is stated by two options (docs/decisions/0003-cron-and-daylight-saving.md). By default a
 * time of the day fires exactly once, if need be at the first instant after a gap, and an
 * expression that is due in every hour keeps its rhythm.
 */
public final class CronSchedule implements FireTimes {

  private static final int SECONDS_OF_HOUR = 3600;
  private static final Instant END = Instant.parse("9000-01-01T00:00:00Z");

  private final String cron;
  private final ZoneId zone;
  private final LocalTimes times;
  private final boolean hourly;
  private final DstGap gap;
  private final DstOverlap overlap;

  private CronSchedule(
      String cron, ZoneId zone, CronFields fields, DstGap gap, DstOverlap overlap) {
    this.cron = cron;
    this.zone = zone;
    this.times = new LocalTimes(fields);
    this.hourly = fields.isHourly();
    this.gap = gap;
    this.overlap = overlap;
  }

  /**
   * The schedule of a job.
   *
   * @throws MalformedCron when there is none, or it is wrong
   */
  public static CronSchedule of(JobDefinition.Schedule schedule) {
    return parse(schedule.cron(), schedule.zone(), schedule.dstGap(), schedule.dstOverlap());
  }

  /** Reads an expression, with the defaults for changes of the clocks. */
  public static CronSchedule parse(String cron, ZoneId zone) {
    return parse(cron, zone, DstGap.AUTO, DstOverlap.AUTO);
  }

  /**
   * Reads an expression.
   *
   * @param cron seconds, minutes, hours, day of month, month, day of week and, if wished, year
   *     (1970 to 2099), in Quartz' syntax
   * @param zone the zone in which it is read
   * @param gap what happens to local times that the zone leaves out
   * @param overlap what happens to local times that come twice
   * @return the schedule
   * @throws MalformedCron when the expression is malformed or names no time that exists, saying
   *     which part is wrong
   */
  public static CronSchedule parse(String cron, ZoneId zone, DstGap gap, DstOverlap overlap) {
    CronFields fields = CronParts.parse(cron);
    CronSchedule schedule = new CronSchedule(cron, zone, fields, gap, overlap);
    LocalDateTime first = LocalDateTime.of(CronFields.FIRST_YEAR, 1, 1, 0, 0);
    if (schedule.times.atOrAfter(first).isEmpty()) {
      throw new MalformedCron(cron, "a date that exists; no month named has such a day");
    }
    return schedule;
  }

  /**
   * The next fire.
   *
   * @param instant any instant; before 1970 it counts as the first of 1970
   * @return the first fire later than it; empty when there is none
   */
  @Override
  public Optional<Instant> nextAfter(Instant instant) {
    if (!instant.isBefore(END)) {
      return Optional.empty();
    }
    Instant after = instant.isBefore(Instant.EPOCH) ? Instant.EPOCH.minusNanos(1) : instant;
    return atOrAfter(after.plusNanos(1));
  }

  /** Goes from one change of the clocks to the next; between two the offset is fixed. */
  private Optional<Instant> atOrAfter(Instant earliest) {
    ZoneRules rules = zone.getRules();
    Instant at = earliest;
    while (true) {
      ZoneOffset offset = rules.getOffset(at);
      LocalDateTime from = firstUnfired(at, offset);
      Optional<LocalDateTime> local = times.atOrAfter(from);
      if (local.isPresent() && local.get().isBefore(LocalDateTime.ofInstant(at, offset))) {
        return Optional.of(at);
      }
      Optional<Instant> fire = local.map(time -> time.toInstant(offset));
      Optional<ZoneOffsetTransition> change = Optional.ofNullable(rules.nextTransition(at));
      if (change.isEmpty() || fire.filter(change.get().getInstant()::isAfter).isPresent()) {
        return fire;
      }
      Instant next = change.get().getInstant();
      if (isSetBackBehind(from, change.get())) {
        at = next; // named times that are past come again, before the next one named
      } else if (local.isPresent()) {
        at = local.map(CronSchedule::wellBefore).filter(next::isBefore).orElse(next);
      } else {
        return Optional.empty();
      }
    }
  }

  /**
   * The first local time whose fire may still be at or after an instant: earlier than the local
   * time there when a gap ends, because what the gap left out fires at its end; later when local
   * times come a second time and must not fire again.
   */
  private LocalDateTime firstUnfired(Instant at, ZoneOffset offset) {
    LocalDateTime local = LocalDateTime.ofInstant(at, offset);
    Optional<ZoneOffsetTransition> change =
        Optional.ofNullable(zone.getRules().previousTransition(at.plusNanos(1)));
    if (change.isEmpty()) {
      return local;
    }
    ZoneOffsetTransition last = change.get();
    if (last.isGap()) {
      return last.getInstant().equals(at) && runsAfter(last) ? last.getDateTimeBefore() : local;
    }
    LocalDateTime repeatedUntil = last.getDateTimeBefore();
    return !firesTwice() && local.isBefore(repeatedUntil) ? repeatedUntil : local;
  }

  /** An hourly pattern goes on unbroken over whole hours; over parts of them it would pause. */
  private boolean runsAfter(ZoneOffsetTransition change) {
    boolean keepsRhythm = hourly && change.getDuration().toSeconds() % SECONDS_OF_HOUR == 0;
    return gap == DstGap.RUN_AFTER || (gap == DstGap.AUTO && !keepsRhythm);
  }

  private boolean firesTwice() {
    return overlap == DstOverlap.TWICE || (overlap == DstOverlap.AUTO && hourly);
  }

  /** Whether times before a local time come again. */
  private boolean isSetBackBehind(LocalDateTime local, ZoneOffsetTransition change) {
    return firesTwice() && change.isOverlap() && change.getDateTimeAfter().isBefore(local);
  }

  /**
   * An instant before a local time in every zone, so that years without fires are passed at once.
   */
  private static Instant wellBefore(LocalDateTime local) {
    return local.minusDays(2).toInstant(ZoneOffset.UTC);
  }

  @Override
  public Optional<Tally> tally(Instant after, Instant untilInclusive) {
    ZoneRules rules = zone.getRules();
    Optional<Tally> tally = Optional.empty();
    Instant at = after;
    while (true) {
      Optional<Instant> next = nextAfter(at).filter(fire -> !fire.isAfter(untilInclusive));
      if (next.isEmpty()) {
        return tally;
      }
      Instant fire = next.get();
      // until the clocks change again, the times named are the fires
      ZoneOffset offset = rules.getOffset(fire);
      Instant end =
          Optional.ofNullable(rules.nextTransition(fire))
              .map(ZoneOffsetTransition::getInstant)
              .filter(change -> !change.isAfter(untilInclusive))
              .orElse(untilInclusive.plusNanos(1));
      LocalDateTime from = LocalDateTime.ofInstant(fire, offset).plusNanos(1);
      LocalDateTime to = LocalDateTime.ofInstant(end, offset);
      long more = times.count(from, to);
      Instant last =
          more == 0
              ? fire
              : times.lastBefore(to, from.toLocalDate()).orElseThrow().toInstant(offset);
      long before = tally.map(Tally::count).orElse(0L);
      tally = Optional.of(new Tally(tally.map(Tally::first).orElse(fire), last, before + 1 + more));
      at = end.minusNanos(1);
    }
  }

  /** The expression. */
  public String cron() {
    return cron;
  }

  /** The zone in which it is read. */
  public ZoneId zone() {
    return zone;
  }

  @Override
  public String toString() {
    return cron + " " + zone;
  }
}
