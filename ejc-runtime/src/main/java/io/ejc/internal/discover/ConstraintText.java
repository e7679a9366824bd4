package io.ejc.internal.discover;

import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.Constraint.Operator;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a placement rule, and finds what somebody may have meant by a wrong one. */
final class ConstraintText {

  private static final String RULE = "field:OPERATOR or field:OPERATOR:value";
  private static final List<String> OPERATORS =
      Arrays.stream(Operator.values()).map(Enum::name).toList();

  private ConstraintText() {}

  static Constraint parse(String text) throws MalformedValue {
    String stripped = text.strip();
    String[] parts = stripped.split(":", 3);
    if (parts.length < 2) {
      throw new MalformedValue(stripped, RULE, meant(stripped.split("[\\s,;=]+", 3)));
    }
    String operator = parts[1].strip();
    if (!OPERATORS.contains(operator)) {
      throw new MalformedValue(
          stripped, RULE + ", the operator one of " + Constraint.operators(), meant(parts));
    }
    String value = parts.length == 3 ? parts[2].strip() : "";
    try {
      return new Constraint(parts[0].strip(), Operator.valueOf(operator), value);
    } catch (IllegalArgumentException e) {
      throw new MalformedValue(stripped, String.valueOf(e.getMessage()));
    }
  }

  /** The nearest form that is correct: another operator, or the first two parts exchanged. */
  private static String meant(String[] parts) {
    String first = parts[0].strip();
    String second = parts.length > 1 ? parts[1].strip() : "";
    String value = parts.length > 2 ? parts[2].strip() : "";
    if (OPERATORS.contains(first.toUpperCase(Locale.ROOT)) && !second.isEmpty()) {
      return suggestion(second, first.toUpperCase(Locale.ROOT), value);
    }
    Optional<String> near = Nearest.to(second.replace('-', '_'), OPERATORS);
    if (!first.isEmpty() && !second.isEmpty() && near.isPresent()) {
      return suggestion(first, near.get(), value);
    }
    return "";
  }

  private static String suggestion(String field, String operator, String value) {
    String text = field + ":" + operator + (value.isEmpty() ? "" : ":" + value);
    try {
      return "did you mean " + Constraint.parse(text) + "?";
    } catch (IllegalArgumentException e) {
      return "did you mean " + operator + "? It wants " + e.getMessage();
    }
  }
}
