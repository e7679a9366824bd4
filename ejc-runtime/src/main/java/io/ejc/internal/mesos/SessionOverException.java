package io.ejc.internal.mesos;

/** A session is over; the message is the reason, for people. */
final class SessionOverException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean frameworkRemoved;

  SessionOverException(String reason) {
    this(reason, false);
  }

  SessionOverException(String reason, boolean frameworkRemoved) {
    super(reason);
    this.frameworkRemoved = frameworkRemoved;
  }

  /** The reason. */
  String reason() {
    return String.valueOf(getMessage());
  }

  /** Whether the master said that the framework was removed. */
  boolean frameworkRemoved() {
    return frameworkRemoved;
  }
}
