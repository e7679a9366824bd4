package io.ejc.internal.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CronSchedulePropertyTest {

  private static final long FIRST = Instant.parse("1971-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("2090-01-01T00:00:00Z").getEpochSecond();

  @Property(tries = 500)
  void next_is_later_and_nothing_lies_between(
      @ForAll("schedules") CronSchedule schedule, @ForAll("instants") Instant after) {
    Optional<Instant> next = schedule.nextAfter(after);

    next.ifPresent(
        fire -> {
          assertThat(fire).isAfter(after);
          assertThat(schedule.nextAfter(fire.minusNanos(1))).contains(fire);
          Instant half = after.plus(Duration.between(after, fire).dividedBy(2));
          assertThat(schedule.nextAfter(half)).contains(fire);
        });
  }

  @Property(tries = 300)
  void around_a_change_of_the_clocks_it_fires_as_the_options_say(
      @ForAll("changes") Change change,
      @ForAll DstGap gap,
      @ForAll DstOverlap overlap,
      @ForAll @IntRange(min = 0, max = 23) int fromHour,
      @ForAll @IntRange(min = 0, max = 23) int hours,
      @ForAll @IntRange(min = 0, max = 59) int fromMinute,
      @ForAll @IntRange(min = 1, max = 40) int step) {
    int toHour = Math.min(23, fromHour + hours);
    boolean hourly = fromHour == 0 && toHour == 23;
    String cron = "0 " + fromMinute + "/" + step + " " + fromHour + "-" + toHour + " * * ?";
    CronSchedule schedule = CronSchedule.parse(cron, change.zone, gap, overlap);
    boolean twice = overlap == DstOverlap.TWICE || (overlap == DstOverlap.AUTO && hourly);
    boolean wholeHours = change.transition.getDuration().toSeconds() % 3600 == 0;
    boolean runAfter = gap == DstGap.RUN_AFTER || (gap == DstGap.AUTO && !(hourly && wholeHours));
    Instant from = change.transition.getInstant().minus(Duration.ofHours(30));
    Instant until = change.transition.getInstant().plus(Duration.ofHours(30));

    ZoneRules rules = change.zone.getRules();
    NavigableSet<Instant> expected = new TreeSet<>();
    LocalDateTime minute =
        LocalDateTime.ofInstant(from, ZoneOffset.UTC).minusDays(2).truncatedTo(ChronoUnit.MINUTES);
    for (int i = 0; i < 7 * 24 * 60; i++, minute = minute.plusMinutes(1)) {
      boolean named =
          minute.getMinute() >= fromMinute
              && (minute.getMinute() - fromMinute) % step == 0
              && minute.getHour() >= fromHour
              && minute.getHour() <= toHour;
      if (named) {
        List<ZoneOffset> offsets = rules.getValidOffsets(minute);
        if (offsets.isEmpty() && runAfter) {
          expected.add(rules.getTransition(minute).getInstant());
        }
        for (ZoneOffset offset : twice ? offsets : offsets.stream().limit(1).toList()) {
          expected.add(minute.toInstant(offset));
        }
      }
    }

    assertThat(schedule.between(from, until, 10_000))
        .containsExactlyElementsOf(expected.subSet(from, false, until, true));
  }

  @Property(tries = 300)
  void by_default_an_hourly_expression_never_pauses_for_more_than_an_hour(
      @ForAll("changes") Change change, @ForAll @IntRange(min = 0, max = 59) int minute) {
    CronSchedule schedule = CronSchedule.parse("0 " + minute + " * * * ?", change.zone);
    Instant from = change.transition.getInstant().minus(Duration.ofHours(30));
    Instant until = change.transition.getInstant().plus(Duration.ofHours(30));

    List<Instant> fires = schedule.between(from, until, 10_000);

    // set back by half an hour just before it, a full hour is half an hour further away
    Duration setBack = change.transition.getDuration().negated();
    boolean partOfAnHour = setBack.toSeconds() % 3600 != 0 && !setBack.isNegative();
    Duration longest = Duration.ofHours(1).plus(partOfAnHour ? setBack : Duration.ZERO);
    for (int i = 1; i < fires.size(); i++) {
      assertThat(Duration.between(fires.get(i - 1), fires.get(i))).isLessThanOrEqualTo(longest);
    }
  }

  /** A host looks at arbitrary times, and its clock goes back and forth; the watermark only up. */
  @Property(tries = 500)
  void whatever_the_clock_does_each_instant_up_to_the_watermark_is_given_once(
      @ForAll("schedules") CronSchedule schedule,
      @ForAll("instants") Instant start,
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = -400, max = 500) Integer> minutes,
      @ForAll @IntRange(min = 1, max = 50) int atATime) {
    Instant now = start;
    Instant watermark = start;
    List<Instant> given = new ArrayList<>();
    for (int step : minutes) {
      now = now.plus(Duration.ofMinutes(step));
      List<Instant> due = schedule.between(watermark, now, atATime);
      given.addAll(due);
      watermark = due.isEmpty() ? watermark : due.get(due.size() - 1);
    }

    assertThat(given).isEqualTo(schedule.between(start, watermark, Integer.MAX_VALUE));
  }

  @Property(tries = 500)
  void whatever_is_written_is_read_or_refused_with_words(@ForAll("scribbles") String cron) {
    try {
      assertThat(CronSchedule.parse(cron, ZoneOffset.UTC).cron()).isEqualTo(cron);
    } catch (MalformedCron e) {
      assertThat(e).hasMessageStartingWith("cron: ").hasMessageContaining("(expected: ");
    }
  }

  @Provide
  Arbitrary<Instant> instants() {
    return Arbitraries.longs().between(FIRST, LAST).map(Instant::ofEpochSecond);
  }

  /** A change of a zone's clocks. */
  record Change(ZoneId zone, ZoneOffsetTransition transition) {}

  @Provide
  Arbitrary<Change> changes() {
    return Combinators.combine(zonesWithChanges(), instants())
        .as(
            (zone, near) ->
                new Change(
                    zone,
                    Optional.ofNullable(zone.getRules().nextTransition(near))
                        .orElseGet(() -> zone.getRules().previousTransition(near))));
  }

  @Provide
  Arbitrary<ZoneId> zonesWithChanges() {
    return Arbitraries.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Pacific/Apia",
            "Africa/Casablanca",
            "Asia/Shanghai",
            "Asia/Tehran",
            "America/St_Johns",
            "Antarctica/Troll",
            "Asia/Pyongyang",
            "Africa/Cairo")
        .map(ZoneId::of);
  }

  @Provide
  Arbitrary<CronSchedule> schedules() {
    Arbitrary<String> crons =
        Arbitraries.of(
            "0 0/5 * * * ?",
            "17 3/7 * * * ?",
            "0 30 2 * * ?",
            "0 30 1 * * ?",
            "0 0 0 ? * MON-FRI",
            "0 0 22-4 * * ?",
            "30 7/20 * ? * SAT",
            "0 0 0 29 2 ?",
            "0 0 12 ? 2 7#5",
            "0 59 23 L * ?",
            "0 15 1 LW * ?",
            "0 15 2 15W * ?",
            "* * * 1 1 ? 2030-2040");
    return Combinators.combine(crons, zonesWithChanges())
        .as((cron, zone) -> CronSchedule.parse(cron, zone));
  }

  @Provide
  Arbitrary<String> scribbles() {
    Arbitrary<String> part =
        Arbitraries.strings().withChars("0123456789*?/,-LW#|MONJAN@").ofMinLength(1).ofMaxLength(5);
    Arbitrary<String> likely =
        Arbitraries.of("0", "*", "?", "1-5", "L", "15W", "6#3", "0/5", "FRI-MON", "2030");
    return Arbitraries.frequencyOf(Tuple.of(1, part), Tuple.of(5, likely))
        .list()
        .ofMinSize(5)
        .ofMaxSize(8)
        .map(parts -> String.join(" ", parts));
  }
}
