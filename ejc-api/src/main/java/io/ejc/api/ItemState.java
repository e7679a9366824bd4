package io.ejc.api;

/** How a sharding item of a run stands. */
public enum ItemState {
  /**
   * Waits for a place on an agent, for its next retry, or for news of an attempt that may still
   * run.
   */
  WAITING,
  /** An attempt was launched. */
  LAUNCHED,
  /** User code was started. */
  RUNNING,
  /** The job's method returned. */
  SUCCEEDED,
  /** The job threw, and no retries are left. */
  FAILED,
  /** Ended by a kill, after the user's thread had ended. */
  KILLED,
  /** Its executor or agent was lost, and no further attempt is allowed. */
  LOST;

  /** Whether the item has ended. */
  public boolean ended() {
    return switch (this) {
      case SUCCEEDED, FAILED, KILLED, LOST -> true;
      default -> false;
    };
  }
}
