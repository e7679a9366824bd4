package io.ejc.internal.execute;

/** The code did not arrive as it was sent. */
final class BundleException extends Exception {

  private static final long serialVersionUID = 1L;

  BundleException(String message) {
    super(message);
  }
}
