package io.ejc.internal.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.Bounds;
import io.ejc.internal.model.ExcludedDay;
import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobDefinition.Schedule;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FireTimesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.250Z");
  private static final Trigger HOURLY = new Trigger.Rate(Duration.ofHours(1));

  private static Schedule schedule(Trigger trigger, String zone, Bounds bounds) {
    return new Schedule(
        trigger,
        ZoneId.of(zone),
        Misfire.FIRE_ONCE,
        Duration.ofDays(1),
        DstGap.AUTO,
        DstOverlap.AUTO,
        bounds);
  }

  private static Bounds bounds(
      @Nullable String start, @Nullable String end, long repeat, String... excluded) {
    return new Bounds(
        start == null ? null : Instant.parse(start),
        end == null ? null : Instant.parse(end),
        repeat,
        Arrays.stream(excluded).map(ExcludedDay::parse).toList());
  }

  private static List<String> first(int max, Schedule schedule) {
    return FireTimes.of(schedule, NOON).orElseThrow().between(NOON, at(NOON, 100_000), max).stream()
        .map(Instant::toString)
        .toList();
  }

  private static Instant at(Instant from, long hours) {
    return from.plus(Duration.ofHours(hours));
  }

  @Test
  void a_rate_is_counted_from_the_second_in_which_it_is_in_force() {
    assertThat(first(2, schedule(HOURLY, "UTC", Bounds.NONE)))
        .containsExactly("2026-03-01T13:00:00Z", "2026-03-01T14:00:00Z");
  }

  @Test
  void with_a_start_the_start_is_the_first_instant_also_long_ago() {
    assertThat(first(1, schedule(HOURLY, "UTC", bounds("2026-04-01T08:30:00Z", null, 0))))
        .containsExactly("2026-04-01T08:30:00Z");
    assertThat(first(1, schedule(HOURLY, "UTC", bounds("2020-04-01T08:30:00Z", null, 0))))
        .containsExactly("2026-03-01T12:30:00Z");
    Trigger delay = new Trigger.Delay(Duration.ofHours(5));
    assertThat(first(2, schedule(delay, "UTC", bounds("2026-03-01T12:30:00Z", null, 0))))
        .containsExactly("2026-03-01T12:30:00Z", "2026-03-01T17:30:00Z");
  }

  @Test
  void the_end_itself_is_due_and_nothing_after_it() {
    assertThat(first(9, schedule(HOURLY, "UTC", bounds(null, "2026-03-01T14:00:00Z", 0))))
        .containsExactly("2026-03-01T13:00:00Z", "2026-03-01T14:00:00Z");
  }

  @Test
  void once_is_once_and_not_before_its_registration() {
    Trigger later = new Trigger.At(Instant.parse("2026-03-02T00:00:00Z"));
    Trigger past = new Trigger.At(Instant.parse("2026-02-02T00:00:00Z"));
    Trigger soon = new Trigger.After(Duration.ofMinutes(10));

    assertThat(first(9, schedule(later, "UTC", Bounds.NONE)))
        .containsExactly("2026-03-02T00:00:00Z");
    assertThat(first(9, schedule(past, "UTC", Bounds.NONE))).isEmpty();
    assertThat(first(9, schedule(soon, "UTC", Bounds.NONE)))
        .containsExactly("2026-03-01T12:10:00Z");
    assertThat(FireTimes.of(schedule(new Trigger.ByHand(), "UTC", Bounds.NONE), NOON)).isEmpty();
  }

  @Test
  void an_excluded_day_is_the_day_of_the_zone_with_23_or_25_hours() {
    Trigger often = new Trigger.Rate(Duration.ofMinutes(30));
    Schedule without =
        schedule(often, "Europe/Berlin", bounds(null, null, 0, "2026-03-29", "2026-10-25"));
    FireTimes times = FireTimes.of(without, NOON).orElseThrow();

    assertThat(times.nextAfter(Instant.parse("2026-03-28T22:30:00Z")))
        .contains(Instant.parse("2026-03-29T22:00:00Z"));
    assertThat(times.nextAfter(Instant.parse("2026-10-24T21:30:00Z")))
        .contains(Instant.parse("2026-10-25T23:00:00Z"));
    assertThat(times.count(NOON, Instant.parse("2027-03-01T12:00:00Z")))
        .isEqualTo(365 * 48 - 46 - 50);
  }

  @Test
  void a_pause_that_ends_on_an_excluded_day_waits_for_the_next_other_day() {
    Trigger delay = new Trigger.Delay(Duration.ofHours(20));
    Schedule weekdays = schedule(delay, "UTC", bounds(null, null, 0, "SAT", "sunday", "03-09"));

    assertThat(
            FireTimes.of(weekdays, NOON)
                .orElseThrow()
                .nextAfter(Instant.parse("2026-03-06T10:00:00Z")))
        .contains(Instant.parse("2026-03-10T00:00:00Z"));
  }

  @Test
  void a_calendar_that_leaves_nothing_is_looked_through_and_ends() {
    Trigger saturdays = new Trigger.Cron("0 0 3 ? * SAT");

    assertThat(first(1, schedule(saturdays, "UTC", bounds(null, null, 0, "SAT")))).isEmpty();
    assertThat(
            FireTimes.of(schedule(saturdays, "UTC", bounds(null, null, 0, "SAT")), NOON)
                .orElseThrow()
                .tally(NOON, at(NOON, 100_000)))
        .isEmpty();
  }

  @Test
  void what_is_left_of_a_count_is_found_without_listing() {
    Schedule million =
        schedule(new Trigger.Rate(Duration.ofSeconds(1)), "UTC", bounds(null, null, 1_000_000));
    Ledger ledger = new Ledger(NOON, List.of(), NOON, 1);

    FireTimes times = FireTimes.of(million, ledger).orElseThrow();

    assertThat(times.tally(NOON, at(NOON, 100_000)).orElseThrow().count()).isEqualTo(999_999);
    assertThat(times.nextAfter(NOON.plusSeconds(999_998))).isPresent();
    assertThat(times.nextAfter(NOON.plusSeconds(1_000_000))).isEmpty();
  }

  @Test
  void counting_gives_what_listing_gives_for_random_triggers_and_bounds() {
    Random random = new Random(20261122);
    List<String> zones = List.of("UTC", "Europe/Berlin", "Pacific/Apia", "America/Sao_Paulo");
    List<String> days = List.of("SAT", "SUN", "WED", "12-25", "02-29", "2026-03-03", "2026-10-25");
    for (int i = 0; i < 400; i++) {
      Trigger trigger =
          random.nextBoolean()
              ? new Trigger.Rate(Duration.ofMillis(1_000 + random.nextInt(40_000_000)))
              : new Trigger.Cron(random.nextBoolean() ? "0 0/45 * * * ?" : "0 30 0,23 ? * MON-SAT");
      List<String> excluded = new ArrayList<>(days);
      excluded.removeIf(day -> random.nextBoolean());
      Instant start = random.nextBoolean() ? at(NOON, random.nextInt(300)) : null;
      Instant end = random.nextBoolean() ? at(NOON, 400 + random.nextInt(9_000)) : null;
      Bounds bounds =
          new Bounds(
              start,
              end,
              random.nextBoolean() ? 0 : random.nextInt(60),
              excluded.stream().map(ExcludedDay::parse).toList());
      Schedule schedule = schedule(trigger, zones.get(random.nextInt(zones.size())), bounds);
      Ledger ledger = new Ledger(NOON, List.of(), NOON, random.nextInt(3));
      FireTimes times = FireTimes.of(schedule, ledger).orElseThrow();
      agree(schedule, times, at(NOON, random.nextInt(700)), at(NOON, random.nextInt(9_000)));
    }
  }

  private static void agree(Schedule schedule, FireTimes times, Instant after, Instant until) {
    List<Instant> listed = times.between(after, until, 100_000);
    Optional<Tally> expected =
        listed.isEmpty()
            ? Optional.empty()
            : Optional.of(new Tally(listed.get(0), listed.get(listed.size() - 1), listed.size()));

    assertThat(times.tally(after, until))
        .as("%s after %s until %s", schedule, after, until)
        .isEqualTo(expected);
  }
}
