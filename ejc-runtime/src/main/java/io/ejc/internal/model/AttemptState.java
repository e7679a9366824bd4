package io.ejc.internal.model;

/** How an attempt stands. */
public enum AttemptState {
  /** The intent to launch it is stored; the cluster may have heard of it. */
  INTENDED,
  /** User code was started. */
  RUNNING,
  /** Nobody knows whether it still runs: its agent cannot be reached, or it is not known there. */
  UNCERTAIN,
  /** User code returned. */
  SUCCEEDED,
  /** User code threw. */
  FAILED,
  /** Ended by a kill. */
  KILLED,
  /** Its executor or agent was lost. */
  LOST,
  /** Mesos did not launch it. */
  REFUSED,
  /** Its code did not arrive as it was sent. */
  BUNDLE_ERROR;

  /** Whether it has ended. */
  public boolean ended() {
    return switch (this) {
      case INTENDED, RUNNING, UNCERTAIN -> false;
      case SUCCEEDED, FAILED, KILLED, LOST, REFUSED, BUNDLE_ERROR -> true;
    };
  }
}
