package io.ejc.api;

/** A {@link ScriptJob}'s program could not be run, or ended with another status than 0. */
public final class ScriptFailedException extends Exception {

  /** The status of a program that was not started. */
  public static final int NOT_STARTED = -1;

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Says what happened.
   *
   * @param status the exit status; 128 and more often is 128 plus the number of a signal; {@link
   *     #NOT_STARTED} when there is none
   * @param message the program and what became of it
   */
  public ScriptFailedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The exit status, or {@link #NOT_STARTED}. */
  public int status() {
    return status;
  }
}
