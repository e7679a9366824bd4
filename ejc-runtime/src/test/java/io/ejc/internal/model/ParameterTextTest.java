package io.ejc.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTextTest {

  @ParameterizedTest
  @CsvSource({
    "int, -2147483648, java.lang.Integer",
    "java.lang.Integer, ' 42 ', java.lang.Integer",
    "long, 9223372036854775807, java.lang.Long",
    "java.lang.Long, +1, java.lang.Long",
    "double, 1e3, java.lang.Double",
    "java.lang.Double, -0.5, java.lang.Double",
    "boolean, True, java.lang.Boolean",
    "java.lang.Boolean, false, java.lang.Boolean",
    "java.math.BigDecimal, 0.10, java.math.BigDecimal",
    "java.time.LocalDate, 2026-03-31, java.time.LocalDate",
    "java.time.LocalTime, 18:30, java.time.LocalTime",
    "java.time.LocalDateTime, 2026-03-31T18:30, java.time.LocalDateTime",
    "java.time.Instant, 2026-03-31T16:30:00Z, java.time.Instant",
    "java.time.Duration, 1h30m, java.time.Duration",
    "java.lang.String, ' as it is ', java.lang.String"
  })
  void reads_every_type(String type, String text, Class<?> becomes) {
    assertThat(ParameterText.reads(type)).isTrue();
    assertThat(ParameterText.value(Optional.of(text), type).orElseThrow())
        .isExactlyInstanceOf(becomes);
  }

  @ParameterizedTest
  @CsvSource({
    "int, 2147483648",
    "int, 1.0",
    "int, 0x10",
    "long, 9223372036854775808",
    "double, NaN",
    "double, 1d",
    "double, 1e999",
    "boolean, yes",
    "java.math.BigDecimal, 'one'",
    "java.time.LocalDate, 31.3.2026",
    "java.time.LocalDate, 2026-02-30",
    "java.time.LocalTime, 25:00",
    "java.time.LocalDateTime, 2026-03-31",
    "java.time.Instant, 2026-03-31T16:30:00",
    "java.time.Duration, soon"
  })
  void refuses_the_rest_with_a_rule(String type, String text) {
    assertThatThrownBy(() -> ParameterText.value(Optional.of(text), type))
        .isInstanceOf(ParameterText.Unfit.class)
        .hasMessageStartingWith(text + " (expected: ")
        .satisfies(e -> assertThat(((ParameterText.Unfit) e).text()).isEqualTo(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.lang.Integer", "java.lang.Boolean", "java.time.Instant"})
  void nothing_is_null_where_null_is_possible(String type) {
    assertThat(ParameterText.value(Optional.empty(), type)).isEmpty();
    assertThat(ParameterText.value(Optional.of(" "), type)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"int", "long", "double", "boolean"})
  void nothing_is_wrong_for_a_primitive(String type) {
    assertThatThrownBy(() -> ParameterText.value(Optional.empty(), type))
        .isInstanceOf(ParameterText.Unfit.class)
        .hasMessageStartingWith("empty (expected: ");
  }

  @Test
  void a_text_stays_what_it_is() {
    assertThat(ParameterText.value(Optional.of(""), "java.lang.String")).contains("");
    assertThat(ParameterText.value(Optional.empty(), "java.lang.String")).isEmpty();
  }

  @Test
  void a_constant_is_found_by_its_name() {
    List<String> constants = List.of("FAST", "THOROUGH");
    assertThat(ParameterText.constant(Optional.of(" FAST "), constants)).contains("FAST");
    assertThat(ParameterText.constant(Optional.of(""), constants)).isEmpty();
    assertThatThrownBy(() -> ParameterText.constant(Optional.of("fast"), constants))
        .hasMessage("fast (expected: one of FAST, THOROUGH)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"char", "java.lang.Object", "java.util.Date"})
  void other_types_are_not_read(String type) {
    assertThat(ParameterText.reads(type)).isFalse();
    assertThatThrownBy(() -> ParameterText.value(Optional.of("x"), type))
        .hasMessage(type + " (expected: " + ParameterText.TYPES + ")");
  }
}
