package io.ejc.internal.doctor;

/**
 * Something that was found.
 *
 * @param level how bad it is
 * @param what what was found, as {@code name: value (expected: rule)} where something was expected
 * @param nextStep what to do; empty when there is nothing to do
 */
public record Finding(Level level, String what, String nextStep) {

  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Jobs can run, or it cannot be told; somebody should look. */
    WARNING,
    /** No job can run. */
    FATAL
  }

  static Finding ok(String what) {
    return new Finding(Level.OK, what, "");
  }

  static Finding warning(String what, String nextStep) {
    return new Finding(Level.WARNING, what, nextStep);
  }

  static Finding fatal(String what, String nextStep) {
    return new Finding(Level.FATAL, what, nextStep);
  }

  boolean isFatal() {
    return level == Level.FATAL;
  }

  /** The finding in one line, without its level. */
  public String words() {
    return nextStep.isEmpty() ? what : what + "; " + nextStep;
  }
}
