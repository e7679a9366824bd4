package io.ejc.internal.discover;

import static java.util.stream.Collectors.joining;

import io.ejc.internal.model.Bounds;
import io.ejc.internal.model.DurationText;
import io.ejc.internal.model.ExcludedDay;
import io.ejc.internal.model.JobDefinition.Schedule;
import io.ejc.internal.model.Trigger;
import io.ejc.internal.trigger.CronSchedule;
import io.ejc.internal.trigger.FireTimes;
import io.ejc.internal.trigger.MalformedCron;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what makes a job due, and what bounds it. */
final class TriggerReader {

  private static final List<String> TRIGGERS =
      List.of("cron", "fixedRate", "fixedDelay", "at", "after");
  private static final List<String> RECURRING = List.of("cron", "fixedRate", "fixedDelay");
  private static final Duration PERIOD_MIN = Duration.ofSeconds(1);
  private static final Duration PERIOD_MAX = Duration.ofDays(3_650);
  private static final String PERIOD_RULE = "1s to 3650d, in whole milliseconds";
  private static final int NANOS_OF_MILLI = 1_000_000;
  private static final int EXCLUDED_MAX = 400;

  private final Attributes attributes;
  private final ZoneId zone;

  TriggerReader(Attributes attributes, ZoneId zone) {
    this.attributes = attributes;
    this.zone = zone;
  }

  /** The trigger; of several, each of which is read, the first. */
  Trigger trigger() {
    List<Trigger> found = new ArrayList<>();
    String first = "";
    for (String attribute : TRIGGERS) {
      // a placeholder may be empty
      if (!attributes.text(attribute).isBlank()) {
        if (first.isEmpty()) {
          first = attribute;
        } else {
          attributes.problem(
              attribute,
              new MalformedValue(
                  attributes.raw(attribute),
                  "empty, because "
                      + first
                      + " is given; a job has one of cron, fixedRate, fixedDelay, at and after"));
        }
        Trigger byHand = new Trigger.ByHand();
        found.add(attributes.text(attribute, byHand, text -> read(attribute, text.strip())));
      }
    }
    return found.isEmpty() ? new Trigger.ByHand() : found.get(0);
  }

  private Trigger read(String attribute, String text) throws MalformedValue {
    return switch (attribute) {
      case "cron" -> new Trigger.Cron(cron(text));
      case "fixedRate" -> new Trigger.Rate(period(text));
      case "fixedDelay" -> new Trigger.Delay(period(text));
      case "at" -> new Trigger.At(InstantText.parse(text, zone));
      default -> new Trigger.After(period(text));
    };
  }

  private String cron(String text) throws MalformedValue {
    try {
      return CronSchedule.parse(text, zone).cron();
    } catch (MalformedCron e) {
      throw new MalformedValue(text, e.rule());
    }
  }

  private static Duration period(String text) throws MalformedValue {
    Duration period;
    try {
      period = DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedValue(text, DurationText.RULE);
    }
    if (period.compareTo(PERIOD_MIN) < 0
        || period.compareTo(PERIOD_MAX) > 0
        || period.toNanos() % NANOS_OF_MILLI != 0) {
      throw new MalformedValue(text, PERIOD_RULE);
    }
    return period;
  }

  Bounds bounds() {
    Instant start = bound("start", text -> InstantText.begin(text, zone));
    Instant end = bound("end", text -> InstantText.end(text, zone));
    if (start != null && end != null && !start.isBefore(end)) {
      attributes.problem(
          "end", new MalformedValue(attributes.raw("end"), "later than start, which is " + start));
    }
    int repeat = attributes.number("repeat", 0, Integer.MAX_VALUE, "0 or more");
    Bounds bounds = new Bounds(start, end, repeat, excluded());
    if (RECURRING.stream().allMatch(attribute -> attributes.raw(attribute).isBlank())) {
      needsMore("start", start == null ? "" : attributes.raw("start"));
      needsMore("end", end == null ? "" : attributes.raw("end"));
      needsMore("repeat", repeat == 0 ? "" : Integer.toString(repeat));
      needsMore(
          "excludedDays",
          bounds.excluded().stream().map(ExcludedDay::toString).collect(joining(", ")));
      return Bounds.NONE;
    }
    return bounds;
  }

  private void needsMore(String attribute, String given) {
    if (!given.isEmpty()) {
      attributes.problem(
          attribute,
          new MalformedValue(
              given, "none, because the job has none of cron, fixedRate and fixedDelay"));
    }
  }

  private @Nullable Instant bound(String attribute, Attributes.Reading<Instant> reading) {
    return attributes.text(attribute).isBlank()
        ? null
        : attributes
            .<Optional<Instant>>text(
                attribute, Optional.empty(), text -> Optional.of(reading.read(text)))
            .orElse(null);
  }

  private List<ExcludedDay> excluded() {
    List<ExcludedDay> days = new ArrayList<>();
    for (String text : attributes.texts("excludedDays")) {
      try {
        days.add(ExcludedDay.parse(text));
      } catch (IllegalArgumentException e) {
        attributes.problem("excludedDays", new MalformedValue(text.strip(), ExcludedDay.RULE));
      }
    }
    Set<DayOfWeek> weekdays = EnumSet.noneOf(DayOfWeek.class);
    days.forEach(
        day -> {
          if (day instanceof ExcludedDay.Weekly weekly) {
            weekdays.add(weekly.day());
          }
        });
    if (weekdays.size() == DayOfWeek.values().length) {
      attributes.problem(
          "excludedDays", new MalformedValue("every weekday", "at least one weekday left"));
      return List.of();
    }
    if (days.size() > EXCLUDED_MAX) {
      attributes.problem(
          "excludedDays", new MalformedValue(days.size() + " days", "at most " + EXCLUDED_MAX));
      return List.of();
    }
    return days;
  }

  /** A cron of which its bounds leave nothing is a mistake. */
  Schedule checked(Schedule schedule) {
    boolean bounded = !schedule.bounds().equals(Bounds.NONE);
    if (bounded
        && schedule.trigger() instanceof Trigger.Cron cron
        && FireTimes.of(schedule, Instant.EPOCH)
            .flatMap(times -> times.nextAfter(Instant.EPOCH))
            .isEmpty()) {
      attributes.problem(
          "cron",
          new MalformedValue(
              cron.expression(), "an instant that start, end and excludedDays leave over"));
    }
    return schedule;
  }
}
