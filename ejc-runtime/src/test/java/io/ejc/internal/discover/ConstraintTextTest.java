package io.ejc.internal.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hostname:UNIQUE",
        "rack:CLUSTER",
        "rack:CLUSTER:r1",
        "@zone:GROUP_BY",
        "@zone:GROUP_BY:3",
        "rack:LIKE:r[1-3]",
        "url:UNLIKE:http://.*",
        "@region:MAX_PER:2",
        "level:IS:10"
      })
  void prints_what_it_parses(String text) throws MalformedValue {
    assertThat(ConstraintText.parse(" " + text + " ")).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rack:GROUPBY        | did you mean rack:GROUP_BY?",
        "rack:group-by:2     | did you mean rack:GROUP_BY:2?",
        "rack:unique         | did you mean rack:UNIQUE?",
        "UNIQUE:hostname     | did you mean hostname:UNIQUE?",
        "rack GROUP_BY       | did you mean rack:GROUP_BY?",
        "rack LIKE r.*       | did you mean rack:LIKE:r.*?",
        "rack:LIK:r.*        | did you mean rack:LIKE:r.*?",
        "rack:MAXPER         | did you mean MAX_PER? It wants a number of 1 or more",
        "rack                | expected: field:OPERATOR or field:OPERATOR:value",
        "rack:SAME           | the operator one of UNIQUE, CLUSTER",
        "hostname:UNIQUE:1   | expected: no value: hostname:UNIQUE",
        "rack:GROUP_BY:some  | expected: nothing or how many values there are at least",
        "rack:MAX_PER        | expected: a number of 1 or more: rack:MAX_PER:2",
        "rack:MAX_PER:0      | expected: a number of 1 or more",
        "rack:IS             | expected: a value: rack:IS:something",
        "rack:LIKE           | expected: a regular expression",
        "rack:LIKE:[         | expected: a regular expression, in which",
        ":UNIQUE             | expected: a field before the first colon",
      })
  void a_wrong_rule_is_answered_with_the_nearest_right_one(String text, String words) {
    MalformedValue wrong =
        catchThrowableOfType(MalformedValue.class, () -> ConstraintText.parse(text));

    assertThat(wrong.line()).contains(text.strip()).contains(words);
  }

  @Test
  void an_expression_that_is_too_long_is_refused() {
    MalformedValue wrong =
        catchThrowableOfType(
            MalformedValue.class, () -> ConstraintText.parse("rack:LIKE:" + "a".repeat(257)));

    assertThat(wrong.line()).contains("at most 256 characters");
  }
}
