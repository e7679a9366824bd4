package io.ejc.internal.localcluster;

/** A container that could not be started; the message follows "Failed to launch container: ". */
final class LaunchFailure extends Exception {

  private static final long serialVersionUID = 1L;

  LaunchFailure(String message) {
    super(message);
  }

  LaunchFailure(String message, Throwable cause) {
    super(message, cause);
  }

  String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
