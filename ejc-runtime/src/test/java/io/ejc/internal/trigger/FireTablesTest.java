package io.ejc.internal.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** All fires of a time, against tables that were worked out without our evaluator. */
class FireTablesTest {

  @ParameterizedTest
  @CsvFileSource(resources = "zones.csv", quoteCharacter = '"', maxCharsPerColumn = 400)
  void fires_in_zones_with_odd_rules(
      String cron,
      ZoneId zone,
      DstGap gap,
      DstOverlap overlap,
      Instant after,
      Instant until,
      String fires) {
    assertThat(CronSchedule.parse(cron, zone, gap, overlap).between(after, until, 100))
        .containsExactlyElementsOf(words(fires).map(Instant::parse).toList());
  }

  @ParameterizedTest
  @CsvFileSource(resources = "days.csv", quoteCharacter = '"', maxCharsPerColumn = 400)
  void fires_on_days_that_not_every_month_has(
      String cron, LocalDate first, LocalDate last, String days) {
    Instant after = first.atStartOfDay(ZoneOffset.UTC).toInstant().minusNanos(1);
    Instant until = last.atStartOfDay(ZoneOffset.UTC).toInstant();

    assertThat(CronSchedule.parse(cron, ZoneOffset.UTC).between(after, until, 100))
        .extracting(fire -> LocalDate.ofInstant(fire, ZoneOffset.UTC))
        .containsExactlyElementsOf(words(days).map(LocalDate::parse).toList());
  }

  /** The evaluator looks back one change only: what a change leaves out or repeats ends before. */
  @Test
  void no_zone_changes_its_clocks_again_before_what_a_change_repeats_is_over() {
    List<ZoneId> zones = ZoneId.getAvailableZoneIds().stream().map(ZoneId::of).toList();

    assertThat(zones)
        .allSatisfy(
            zone -> {
              ZoneOffsetTransition last = null;
              Instant end = Instant.parse("2100-01-01T00:00:00Z");
              Optional<ZoneOffsetTransition> next = changeAfter(zone, Instant.EPOCH);
              while (next.filter(change -> change.getInstant().isBefore(end)).isPresent()) {
                ZoneOffsetTransition change = next.get();
                if (last != null) {
                  assertThat(Duration.between(last.getInstant(), change.getInstant()))
                      .isGreaterThan(Duration.ofDays(3));
                }
                last = change;
                next = changeAfter(zone, change.getInstant());
              }
            });
  }

  private static Optional<ZoneOffsetTransition> changeAfter(ZoneId zone, Instant instant) {
    return Optional.ofNullable(zone.getRules().nextTransition(instant));
  }

  private static Stream<String> words(String text) {
    return text == null ? Stream.empty() : Arrays.stream(text.split(" "));
  }
}
