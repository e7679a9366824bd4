package io.ejc.internal.serve;

/** The agents' listener could not start. The message names the key to change. */
public final class ServeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says which setting does not work. */
  public ServeException(String message) {
    super(message);
  }

  /** Says which setting does not work, and what the system said. */
  public ServeException(String message, Throwable cause) {
    super(message, cause);
  }
}
