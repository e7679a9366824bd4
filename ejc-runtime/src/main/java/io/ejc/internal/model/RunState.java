package io.ejc.internal.model;

/** How a run stands. */
public enum RunState {
  ACTIVE,
  SUCCEEDED,
  FAILED,
  KILLED;

  /** Whether it has ended. */
  public boolean ended() {
    return this != ACTIVE;
  }
}
