package io.ejc.internal.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AgentTraits;
import io.ejc.internal.model.Attribute;
import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.FaultDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

  private static final AgentTraits AGENT =
      new AgentTraits(
          "a1.example.com",
          Map.of(
              "rack", Attribute.text("r7"),
              "release", Attribute.text("1.10"),
              "level", new Attribute("10", true),
              "version", new Attribute("1.5", true),
              "span", Attribute.text("[1-2,5-9]")),
          Optional.of(new FaultDomain("north", "a")));

  @ParameterizedTest
  @CsvSource({
    "rack:IS:r7, true",
    "rack:IS:r8, false",
    "none:IS:r7, false",
    "level:IS:10, true",
    "level:IS:10.0, true",
    "level:IS:10.0004, true",
    "level:IS:10.001, false",
    "version:IS:1.50, true",
    "release:IS:1.1, false",
    "release:IS:1.10, true",
    "'span:IS:[1-2,5-9]', true",
    "rack:CLUSTER:r7, true",
    "rack:CLUSTER:r8, false",
    "rack:CLUSTER, true",
    "none:CLUSTER, false",
    "rack:LIKE:r[0-9], true",
    "rack:LIKE:r, false",
    "rack:LIKE:.*7, true",
    "none:LIKE:.*, false",
    "rack:UNLIKE:r[0-9], false",
    "rack:UNLIKE:r, true",
    "none:UNLIKE:.*, true",
    "hostname:LIKE:a1\\..*, true",
    "@hostname:IS:a1.example.com, true",
    "@region:IS:north, true",
    "@zone:IS:b, false",
    "@zone:LIKE:a|b, true",
    "none:UNIQUE, false",
    "none:GROUP_BY, false",
    "none:MAX_PER:1, false",
    "rack:GROUP_BY, true",
    "rack:MAX_PER:1, true"
  })
  void a_rule_holds_for_an_agent_as_in_marathon(String rule, boolean holds) {
    assertThat(new Rules().broken(List.of(Constraint.parse(rule)), AGENT).isEmpty())
        .isEqualTo(holds);
  }

  @Test
  void the_first_broken_rule_says_what_was_found_and_wanted() {
    assertThat(new Rules().broken(rules("rack:IS:r7", "@zone:IS:b"), AGENT).orElseThrow())
        .hasToString("@zone is a (wanted @zone:IS:b)")
        .matches(veto -> !veto.mayChange());
    assertThat(new Rules().broken(rules("ssd:IS:yes"), AGENT).orElseThrow())
        .hasToString("has no ssd (wanted ssd:IS:yes)");
  }

  @Test
  void an_expression_that_would_take_for_ever_does_not_match() {
    Expression exponential = new Expression("(a+)+(b+)+(a|aa)+c");

    assertThat(exponential.matches("a".repeat(900))).isFalse();
    assertThat(new Expression("(a|b)*").matches("ab".repeat(500))).isTrue();
    assertThat(new Expression(".*").matches("a".repeat(Expression.TEXT_MAX + 1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "rack:UNIQUE, r1, true, r1 r2, false",
    "rack:UNIQUE, r3, true, r1 r2, true",
    "rack:MAX_PER:2, r1, true, r1 r2, true",
    "rack:MAX_PER:2, r1, true, r1 r1, false",
    "rack:CLUSTER, r1, true, r1 r1, true",
    "rack:CLUSTER, r2, true, r1 r1, false",
    "rack:GROUP_BY, r1, true, r1, true",
    "rack:GROUP_BY, r1, true, r1 r2, true",
    "rack:GROUP_BY, r1, true, r1 r1 r2, false",
    "rack:GROUP_BY, r2, true, r1 r1 r2, true",
    "rack:GROUP_BY, r3, true, r1 r1 r2, true",
    "rack:GROUP_BY:2, r1, true, r1, false",
    "rack:GROUP_BY:2, r2, true, r1, true",
    "rack:GROUP_BY:3, r1, true, r1 r2, false"
  })
  void a_rule_that_counts_looks_at_the_items_that_are_there(
      String rule, String value, boolean first, String there, boolean fits) {
    Tally none = new Tally(rules(rule), List.of());
    Tally tally =
        new Tally(
            rules(rule),
            Arrays.stream(there.split(" ")).map(rack -> Map.of("rack", rack)).toList());

    assertThat(none.veto(Map.of("rack", value)).isEmpty()).isEqualTo(first);
    assertThat(tally.veto(Map.of("rack", value)).isEmpty()).isEqualTo(fits);
  }

  private static List<Constraint> rules(String... rules) {
    return Arrays.stream(rules).map(Constraint::parse).toList();
  }
}
