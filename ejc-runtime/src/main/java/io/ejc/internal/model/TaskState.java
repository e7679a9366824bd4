package io.ejc.internal.model;

/** The states of a Mesos task, as in Mesos v1. */
public enum TaskState {
  STAGING,
  STARTING,
  RUNNING,
  KILLING,
  FINISHED,
  FAILED,
  KILLED,
  ERROR,
  LOST,
  DROPPED,
  UNREACHABLE,
  GONE,
  GONE_BY_OPERATOR,
  UNKNOWN;

  /** Whether Mesos says that the task is there and has not ended. */
  public boolean alive() {
    return switch (this) {
      case STAGING, STARTING, RUNNING, KILLING -> true;
      default -> false;
    };
  }
}
