package io.ejc.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "1d, PT24H",
    "1h30m, PT1H30M",
    "1d 2h 3m 4s 5ms, PT26H3M4.005S",
    " 10 S , PT10S",
    "PT30S, PT30S",
    "p1dt1h, PT25H",
    "0s, PT0S",
    "36500d, PT876000H"
  })
  void reads_what_people_write(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "10",
        "5 minutes",
        "-5m",
        "m5",
        "30m1h",
        "1.5h",
        "PT",
        "PT-5S",
        "P1Y",
        "36501d",
        "1h1h",
        "99999999999d",
        "ms"
      })
  void refuses_the_rest_with_the_rule(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("duration: " + text + " (expected: " + DurationText.RULE + ")");
  }
}
