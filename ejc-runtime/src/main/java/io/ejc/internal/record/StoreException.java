package io.ejc.internal.record;

/** The store refused or cannot be reached. The message says what was tried and what to look at. */
public class StoreException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Says what was refused. */
  public StoreException(String message) {
    super(message);
  }

  /** Says what was refused and what led to it. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
