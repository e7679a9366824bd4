package io.ejc.internal.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * A placement rule in Marathon's syntax, {@code field:OPERATOR} or {@code field:OPERATOR:value}.
 *
 * @param field {@code hostname}, {@code @region}, {@code @zone}, or an attribute's name
 * @param operator what is asked of it
 * @param value what the operator compares with, empty when it takes none
 */
public record Constraint(String field, Operator operator, String value) {

  /** The field of an agent's host name. */
  public static final String HOSTNAME = "hostname";

  /** The field of the region in an agent's fault domain. */
  public static final String REGION = "@region";

  /** The field of the zone in an agent's fault domain. */
  public static final String ZONE = "@zone";

  /** The longest expression; what it is compared with is bounded too. */
  public static final int EXPRESSION_MAX = 256;

  private static final String NUMBER = "[1-9][0-9]{0,5}";

  /** What is asked of a field. */
  public enum Operator {
    /** No two items of a run where the field is equal. */
    UNIQUE,
    /** All items of a run where the field is equal, or has the given value. */
    CLUSTER,
    /** The items of a run evenly over the field's values, of which at least so many exist. */
    GROUP_BY,
    /** The whole field matches an expression. */
    LIKE,
    /** The whole field does not match an expression, or there is none. */
    UNLIKE,
    /** At most so many items of a run where the field is equal. */
    MAX_PER,
    /** The field has the value. */
    IS
  }

  /** Checks the rule of the operator. */
  public Constraint {
    if (field.isBlank() || field.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a field before the first colon, as in rack:GROUP_BY");
    }
    String problem =
        switch (operator) {
          case UNIQUE -> value.isEmpty() ? "" : "no value: " + field + ":UNIQUE";
          case CLUSTER -> "";
          case GROUP_BY ->
              value.isEmpty() || value.matches(NUMBER)
                  ? ""
                  : "nothing or how many values there are at least: " + field + ":GROUP_BY:3";
          case MAX_PER ->
              value.matches(NUMBER) ? "" : "a number of 1 or more: " + field + ":MAX_PER:2";
          case IS -> value.isEmpty() ? "a value: " + field + ":IS:something" : "";
          case LIKE, UNLIKE -> expressionProblem(field, operator, value);
        };
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static String expressionProblem(String field, Operator operator, String value) {
    if (value.isEmpty()) {
      return "a regular expression: " + field + ":" + operator + ":web-.*";
    }
    if (value.length() > EXPRESSION_MAX) {
      return "a regular expression of at most " + EXPRESSION_MAX + " characters";
    }
    try {
      Pattern.compile(value);
      return "";
    } catch (PatternSyntaxException e) {
      return "a regular expression, in which "
          + e.getDescription().toLowerCase(Locale.ROOT)
          + " is wrong";
    }
  }

  /** Whether what it says of an agent depends on where other items of the run are. */
  public boolean counts() {
    return switch (operator) {
      case UNIQUE, GROUP_BY, MAX_PER -> true;
      case CLUSTER -> value.isEmpty();
      case LIKE, UNLIKE, IS -> false;
    };
  }

  /** The names of the operators, for people. */
  public static String operators() {
    return Arrays.stream(Operator.values()).map(Enum::name).collect(Collectors.joining(", "));
  }

  /** The strict inverse of {@link #toString()}. */
  public static Constraint parse(String text) {
    String[] parts = text.split(":", 3);
    if (parts.length < 2) {
      throw new IllegalArgumentException("field:OPERATOR or field:OPERATOR:value");
    }
    return new Constraint(parts[0], Operator.valueOf(parts[1]), parts.length == 3 ? parts[2] : "");
  }

  @Override
  public String toString() {
    return field + ":" + operator + (value.isEmpty() ? "" : ":" + value);
  }
}
