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
    return ordinal() >= SUCCEEDED.ordinal();
  }
}
