package io.ejc.internal.localcluster;

/** A container that could not be started; the message follows "Failed to launch container: ". */
final class LaunchFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean executed;

  LaunchFailure(String message) {
    super(message);
    this.executed = true;
  }

  LaunchFailure(String message, Throwable cause) {
    this(message, cause, true);
  }

  private LaunchFailure(String message, Throwable cause, boolean executed) {
    super(message, cause);
    this.executed = executed;
  }

  /** The system would not run the program: for Mesos the container ran and ended with status 1. */
  static LaunchFailure notExecuted(String message, Throwable cause) {
    return new LaunchFailure(message, cause, false);
  }

  boolean isNotExecuted() {
    return !executed;
  }

  String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
