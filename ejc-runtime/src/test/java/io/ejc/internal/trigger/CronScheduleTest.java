package io.ejc.internal.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvFileSource(resources = "quartz.csv", quoteCharacter = '"')
  void answers_as_quartz_does(String cron, Instant after, Instant next) {
    assertThat(CronSchedule.parse(cron, ZoneOffset.UTC).nextAfter(after))
        .isEqualTo(Optional.ofNullable(next));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "daylight-saving.csv", quoteCharacter = '"')
  void keeps_to_the_rules_when_clocks_change(
      String cron, ZoneId zone, Instant after, Instant next) {
    assertThat(CronSchedule.parse(cron, zone).nextAfter(after))
        .isEqualTo(Optional.ofNullable(next));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          0 61 * * * ?      | minutes 0 to 59; found 61
          60 0 0 * * ?      | seconds 0 to 59; found 60
          0 0 24 * * ?      | hours 0 to 23; found 24
          0 0 0 32 * ?      | day of month 1 to 31, L, L-n, LW, nW or ?; found 32
          0 0 0 W * ?       | day of month 1 to 31, L, L-n, LW, nW or ?; found W
          0 0 0 1 FOO ?     | month 1 to 12 or JAN to DEC; found FOO
          0 0 0 1 ? ?       | month 1 to 12 or JAN to DEC; found ?
          0 0 0 ? * 8       | day of week 1 to 7 or SUN to SAT, nL, n#m or ?; found 8
          0 0 0 ? * 2#6     | day of week n#1 to n#5; found 2#6
          0 0 0 1 * ? 2200  | year 1970 to 2099; found 2200
          0 0/0 * * * ?     | minutes 0 to 59; found 0/0
          0 0 0 * * *       | ? as day of month or as day of week, and not as both
          0 0 0 ? * ?       | ? as day of month or as day of week, and not as both
          0 0 0 1 * MON     | ? as day of month or as day of week, and not as both
          0 0 0 30 2 ?      | a date that exists; no month named has such a day
          0 0 0 31 4,6 ?    | a date that exists; no month named has such a day
          0 0 0 29 2 ? 2027 | a date that exists; no month named has such a day
          """)
  void refuses_with_the_part_that_is_wrong(String cron, String rule) {
    assertThatThrownBy(() -> CronSchedule.parse(cron, BERLIN))
        .isInstanceOf(MalformedCron.class)
        .hasMessage("cron: " + cron + " (expected: " + rule + ")");
  }

  @ParameterizedTest
  @CsvSource({"* * * * *, 5", "'', 0", "@daily, 1", "0 0 0 * * ? * *, 8"})
  void refuses_another_number_of_parts(String cron, int found) {
    assertThatThrownBy(() -> CronSchedule.parse(cron, BERLIN))
        .hasMessage(
            "cron: %s (expected: 6 or 7 parts: seconds, minutes, hours, day of month, month, day of"
                + " week, year; found %d)",
            cron, found);
  }

  @Test
  void refuses_several_expressions_in_one() {
    assertThatThrownBy(() -> CronSchedule.parse("0 0|30 9 * * ?", BERLIN))
        .hasMessage("cron: 0 0|30 9 * * ? (expected: minutes 0 to 59; found 0|30)");
  }

  @Test
  void lists_the_fires_of_a_time_up_to_a_number() {
    CronSchedule hourly = CronSchedule.parse("0 0 * * * ?", ZoneOffset.UTC);
    Instant midnight = Instant.parse("2027-01-01T00:00:00Z");

    assertThat(hourly.between(midnight, midnight.plusSeconds(7200), 10))
        .containsExactly(midnight.plusSeconds(3600), midnight.plusSeconds(7200));
    assertThat(hourly.between(midnight, midnight.plusSeconds(7200), 1))
        .containsExactly(midnight.plusSeconds(3600));
    assertThat(hourly.between(midnight, midnight, 10)).isEqualTo(List.of());
  }

  @Test
  void answers_at_the_ends_of_time() {
    CronSchedule daily = CronSchedule.parse("0 0 0 * * ?", ZoneOffset.UTC);

    assertThat(daily.nextAfter(Instant.MIN)).contains(Instant.EPOCH);
    assertThat(daily.nextAfter(Instant.MAX)).isEmpty();
  }
}
