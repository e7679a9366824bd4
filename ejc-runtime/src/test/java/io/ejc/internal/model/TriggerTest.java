package io.ejc.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {

  @Test
  void every_trigger_is_read_as_it_is_printed() {
    List<Trigger> all =
        List.of(
            new Trigger.ByHand(),
            new Trigger.Cron("0 0 3 ? * SAT"),
            new Trigger.Rate(Duration.ofMillis(1_500)),
            new Trigger.Delay(Duration.ofDays(3)),
            new Trigger.At(Instant.parse("2026-12-24T18:00:00Z")),
            new Trigger.After(Duration.ofMinutes(10)));

    assertThat(all).allSatisfy(each -> assertThat(Trigger.parse(each.toString())).isEqualTo(each));
    assertThatThrownBy(() -> Trigger.parse("moon full")).hasMessageContaining("moon full");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-12-24", "12-25", "02-29", "MON", "SUN"})
  void every_excluded_day_is_read_as_it_is_printed(String text) {
    assertThat(ExcludedDay.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026-02-30", "13-01", "1-1", "SOMEDAY", "2026"})
  void what_is_no_day_is_refused_with_the_rule(String text) {
    assertThatThrownBy(() -> ExcludedDay.parse(text)).hasMessageContaining(ExcludedDay.RULE);
  }
}
