package io.ejc.internal.execute;

/**
 * How the executor's process ends, as its exit status. The agent reports tasks that were still
 * alive as TASK_FAILED with REASON_EXECUTOR_TERMINATED whatever the status; it is for people who
 * read the agent's log.
 */
enum ExitStatus {
  /** All is reported; or the agent asked for the end and everything ended in time. */
  ORDERLY(0),
  /** Not started by a Mesos agent: its environment is missing or malformed. */
  NO_AGENT(2),
  /** The agent's stream was lost for good. */
  AGENT_LOST(10),
  /** The agent does not want this executor. */
  REFUSED(11),
  /** The only attempt of this process did not end within its grace after a kill. */
  GRACE_OVER(12),
  /** A killed attempt of a shared process did not end, long after its grace. */
  STUCK(13),
  /** User code met an OutOfMemoryError. */
  OUT_OF_MEMORY(14),
  /** The agent asked for the end, and user code did not end in time. */
  SHUTDOWN_OVER(15),
  /** A fault of EJC itself; the log says which. */
  FAULT(16),
  /** The lease of the exclusive attempt of this process ran out. */
  LEASE_OVER(17),
  /** User code ended the JVM. */
  USER_EXIT(18);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
