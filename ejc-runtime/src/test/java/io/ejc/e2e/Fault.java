package io.ejc.e2e;

import java.util.Locale;

/** What is done to a host, its connections and its cluster. */
enum Fault {
  /** {@code kill -9} of the leading host; it is started again later. */
  LEADER_KILLED,
  /** The leading host stands still for longer than its session lasts, and wakes up again. */
  LEADER_FROZEN,
  /** {@code kill -9} of an executor. */
  EXECUTOR_KILLED,
  /** All connections of the leader to the master are cut. */
  MASTER_CUT,
  /** Nothing passes between leader and master for a while, and nothing tells. */
  MASTER_SILENT,
  /** Everything between leader and master takes half a second longer. */
  MASTER_SLOW,
  /** The master sees the end of what the leader says, and the leader does not know. */
  MASTER_HALF_CLOSED,
  /** All connections of the leader to ZooKeeper are cut. */
  ZOOKEEPER_CUT,
  /** Everything between leader and ZooKeeper takes half a second longer. */
  ZOOKEEPER_SLOW,
  /** ZooKeeper sees the end of what the leader says, and the leader does not know. */
  ZOOKEEPER_HALF_CLOSED,
  /** ZooKeeper ends and starts again with what it had stored. */
  ZOOKEEPER_RESTARTED,
  /** Nothing passes between leader and ZooKeeper until its session is over. */
  SESSION_EXPIRED,
  /** An agent cannot be reached for a while; its executors live on. */
  AGENT_LOST,
  /** {@code kill -9} of an agent and its executors; it is started again later. */
  AGENT_KILLED,
  /** The master is replaced by one that knows nothing. */
  MASTER_REPLACED;

  /** Whether no item survives it where it strikes. */
  boolean deadly() {
    return this == EXECUTOR_KILLED || this == AGENT_KILLED;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
