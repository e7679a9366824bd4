package io.ejc.sim;

/** A promise was broken. */
final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String rule;

  Violation(String rule, String what) {
    super(rule + ": " + what);
    this.rule = rule;
  }

  Violation(String rule, String what, Throwable cause) {
    super(rule + ": " + what, cause);
    this.rule = rule;
  }

  /** Which promise. */
  String rule() {
    return rule;
  }
}
