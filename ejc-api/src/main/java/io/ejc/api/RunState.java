package io.ejc.api;

/** How a run stands. A run ends when all its items have ended. */
public enum RunState {
  /** Items wait or work. */
  ACTIVE,
  /** Every item succeeded. */
  SUCCEEDED,
  /** At least one item failed or was lost. */
  FAILED,
  /** No item failed, and at least one was killed. */
  KILLED;

  /** Whether the run has ended. */
  public boolean ended() {
    return this != ACTIVE;
  }
}
