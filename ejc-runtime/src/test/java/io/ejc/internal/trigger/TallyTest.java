package io.ejc.internal.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "Australia/Lord_Howe",
          "America/Sao_Paulo",
          "Pacific/Apia",
          "Antarctica/Troll",
          "Africa/Casablanca");

  @Test
  void counting_gives_what_listing_gives_for_random_expressions_zones_and_times() {
    RandomCron cron = new RandomCron(20260301);
    Random random = cron.random();
    for (int i = 0; i < 3_000; i++) {
      ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
      DstGap gap = List.of(DstGap.values()).get(random.nextInt(3));
      DstOverlap overlap = List.of(DstOverlap.values()).get(random.nextInt(3));
      String expression = random.nextBoolean() ? cron.next() : cron.nextOfEveryDay();
      CronSchedule schedule;
      try {
        schedule = CronSchedule.parse(expression, zone, gap, overlap);
      } catch (MalformedCron nothingNamed) {
        continue;
      }
      Instant after =
          Instant.parse("2008-01-01T00:00:00Z").plusMillis((long) (random.nextDouble() * 5e11));
      Duration length = Duration.ofSeconds((long) (Math.pow(random.nextDouble(), 3) * 4e7));
      agree(schedule, after, after.plus(length));
    }
  }

  @Test
  void around_every_change_of_the_clocks_counting_gives_what_listing_gives() {
    for (String zone : ZONES) {
      for (DstGap gap : DstGap.values()) {
        for (DstOverlap overlap : DstOverlap.values()) {
          aroundChanges(ZoneId.of(zone), gap, overlap);
        }
      }
    }
  }

  private static void aroundChanges(ZoneId zone, DstGap gap, DstOverlap overlap) {
    for (String cron : List.of("0 0/10 * * * ?", "0 15 0-4 * * ?", "30 30 2 * * ?")) {
      CronSchedule schedule = CronSchedule.parse(cron, zone, gap, overlap);
      Instant from = Instant.parse("2011-01-01T00:00:00Z");
      for (int i = 0; i < 4; i++) {
        var change = zone.getRules().nextTransition(from);
        if (change == null) {
          return;
        }
        Instant at = change.getInstant();
        for (int minutes = -150; minutes <= 150; minutes += 7) {
          Instant edge = at.plus(Duration.ofMinutes(minutes));
          agree(schedule, at.minus(Duration.ofHours(30)), edge);
          agree(schedule, edge, at.plus(Duration.ofHours(30)));
        }
        from = at;
      }
    }
  }

  @Test
  void a_century_of_seconds_is_counted_at_once() {
    CronSchedule schedule = CronSchedule.parse("* * * * * ?", ZoneId.of("Europe/Berlin"));

    Optional<Tally> tally =
        schedule.tally(
            Instant.parse("1980-01-01T00:00:00Z"), Instant.parse("2080-01-01T00:00:00Z"));

    assertThat(tally.orElseThrow().count()).isEqualTo(36_525L * 86_400);
    assertThat(tally.orElseThrow().last()).isEqualTo("2080-01-01T00:00:00Z");
  }

  @Test
  void a_time_without_fires_has_no_tally() {
    CronSchedule schedule = CronSchedule.parse("0 0 0 1 1 ?", ZoneId.of("UTC"));

    assertThat(
            schedule.tally(
                Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-12-31T23:59:59Z")))
        .isEmpty();
  }

  private static void agree(CronSchedule schedule, Instant after, Instant until) {
    List<Instant> listed = schedule.between(after, until, 20_000);
    if (listed.size() == 20_000) {
      return;
    }
    Optional<Tally> expected =
        listed.isEmpty()
            ? Optional.empty()
            : Optional.of(new Tally(listed.get(0), listed.get(listed.size() - 1), listed.size()));

    assertThat(schedule.tally(after, until))
        .as("%s (%s..%s]", schedule, after, until)
        .isEqualTo(expected);
  }
}
