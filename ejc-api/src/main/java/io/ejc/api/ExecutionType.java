package io.ejc.api;

/** How the items of a job live on the agents. */
public enum ExecutionType {
  /** Each fire starts a run; its items start, work and end. The default. */
  TRANSIENT,
  /**
   * Items stay resident on agents and fire there by the job's cron, one firing after the other, by
   * the agent's clock. While the job is enabled it has one run, whose items go on: an exception
   * ends one firing, and an item that is lost begins elsewhere. The run ends when the job is
   * disabled, paused or removed; a new definition or new code ends it too, and the next run begins.
   * The needs of the items are taken for as long as they stay.
   */
  DAEMON
}
