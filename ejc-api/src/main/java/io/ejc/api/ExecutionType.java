package io.ejc.api;

/** How the items of a job live on the agents. */
public enum ExecutionType {
  /** Each fire starts a run; its items start, work and end. The default. */
  TRANSIENT,
  /** Items stay resident on agents and fire there by the job's cron. */
  DAEMON
}
