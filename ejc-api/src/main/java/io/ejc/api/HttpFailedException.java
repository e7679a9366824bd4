package io.ejc.api;

/** A {@link HttpJob} was answered with a status that means failure. */
public final class HttpFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Says what was answered.
   *
   * @param status the answer's status code
   * @param message the request and the beginning of the answer
   */
  public HttpFailedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The answer's status code. */
  public int status() {
    return status;
  }
}
