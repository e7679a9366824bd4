package io.ejc.api;

/** A request to EJC could not be carried out. The message names the thing and the next step. */
public class EjcException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what could not be done.
   *
   * @param message for the person who reads it
   */
  public EjcException(String message) {
    super(message);
  }

  /**
   * Says what could not be done and what led to it.
   *
   * @param message for the person who reads it
   * @param cause what led to it
   */
  public EjcException(String message, Throwable cause) {
    super(message, cause);
  }

  EjcException(String message, boolean withStackTrace) {
    super(message, null, false, withStackTrace);
  }
}
