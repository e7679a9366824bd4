package io.ejc.internal.model;

/** How a sharding item stands. */
public enum ItemState {
  WAITING,
  LAUNCHED,
  RUNNING,
  SUCCEEDED,
  FAILED,
  KILLED,
  LOST;

  /** Whether it has ended. */
  public boolean ended() {
    return switch (this) {
      case WAITING, LAUNCHED, RUNNING -> false;
      case SUCCEEDED, FAILED, KILLED, LOST -> true;
    };
  }
}
