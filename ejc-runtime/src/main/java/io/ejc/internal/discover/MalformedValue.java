package io.ejc.internal.discover;

/** A value that breaks its attribute's rule. Says which rule and what to do. */
final class MalformedValue extends Exception {

  private static final long serialVersionUID = 1L;

  private final String value;
  private final String rule;
  private final String nextStep;

  /**
   * Says what is wrong.
   *
   * @param value what was found
   * @param rule what is expected
   * @param nextStep what to do; empty when the rule says it all
   */
  MalformedValue(String value, String rule, String nextStep) {
    super(line(value, rule, nextStep));
    this.value = value;
    this.rule = rule;
    this.nextStep = nextStep;
  }

  MalformedValue(String value, String rule) {
    this(value, rule, "");
  }

  /** The problem as one line, without the attribute's name. */
  String line() {
    return line(value, rule, nextStep);
  }

  private static String line(String value, String rule, String nextStep) {
    String found = value.isEmpty() ? "empty" : value.replaceAll("\\R", " ");
    return found + " (expected: " + rule + ")" + (nextStep.isEmpty() ? "" : "; " + nextStep);
  }
}
