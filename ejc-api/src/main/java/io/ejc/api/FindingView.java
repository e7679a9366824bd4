package io.ejc.api;

/**
 * Something that an examination of the cluster has found.
 *
 * @param level how bad it is
 * @param what what was found, as {@code name: value (expected: rule)} where something was expected
 * @param nextStep what to do; empty when there is nothing to do
 */
public record FindingView(Level level, String what, String nextStep) {

  /** How bad a finding is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Jobs can run, or it could not be told; somebody should look. */
    WARNING,
    /** No job can run. */
    FATAL
  }
}
