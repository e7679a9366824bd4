package io.ejc.internal.localcluster;

/** The cluster cannot start or cannot do what was asked; the message names the next step. */
public final class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public ClusterException(String message) {
    super(message);
  }

  /** With a message for the user and what caused it. */
  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
