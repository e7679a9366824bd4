package io.ejc.sim;

import java.time.Duration;

/** What may go wrong, or is done by people; each can be switched off alone. */
enum Fault {
  /** A host ends without a word. */
  CRASH(70),
  /** A host ends before or after something is stored. */
  CRASH_AT_STORE(0),
  /** A host ends before or after something is sent. */
  CRASH_AT_SEND(0),
  /** Another host is elected while the leader lives and does not know yet. */
  RIVAL(60),
  /** A host closes in order, and begins again. */
  CLOSE(80),
  /** All hosts are down for minutes. */
  OUTAGE(240),
  /** A commit takes long, and the leader waits. */
  SLOW_STORE(0),
  /** The store's session is lost: a commit is refused. */
  REFUSING_STORE(0),
  /** The connection is lost during a commit; the store finds out what became of it. */
  UNKNOWN_OUTCOME(0),
  /** Batches are cut after a few records. */
  CUT_BATCH(0),
  /** A host's clock is set forwards or backwards. */
  CLOCK_STEP(60),
  /** A host's clock is far off for a while, so that it must not lead. */
  CLOCK_SKEW(90),
  /** The connection to the master is cut. */
  SESSION_CUT(40),
  /** Another master leads, and knows nothing. */
  MASTER_FAILOVER(90),
  /** An agent is gone for ever. */
  AGENT_LOSS(120),
  /** An agent cannot be reached for a while. */
  PARTITION(50),
  /** An executor's process dies. */
  EXECUTOR_CRASH(30),
  /** The master takes an offer back. */
  RESCIND(6),
  /** An agent kills what runs on it, unasked. */
  DRAIN(80),
  /** An executor without work ends by itself. */
  EXECUTOR_ENDS(15),
  /** Operators announce that an agent goes away. */
  MAINTENANCE(60),
  /** Somebody ends the framework with all its tasks. */
  TEARDOWN(250),
  /** Updates arrive twice. */
  DUPLICATE_UPDATE(0),
  /** Messages take up to seconds. */
  SLOW_NETWORK(0),
  /** The master removes the framework. */
  FRAMEWORK_REMOVED(200),
  /** An executor cannot be started. */
  LAUNCH_FAILURE(0),
  /** User code throws. */
  JOB_THROWS(0),
  /** User code does not notice interrupts. */
  JOB_STUBBORN(0),
  /** User code runs for a minute or more. */
  JOB_LONG(0),
  /** Somebody triggers a job, sometimes again with the same key. */
  TRIGGER(9),
  /** Somebody kills an item. */
  KILL(11),
  /** Somebody disables or enables a job. */
  SWITCH(60),
  /** Somebody pauses everything, or lets it go on. */
  PAUSE(45),
  /** Hosts start with other definitions. */
  DEPLOY(70),
  /** Messages between executors and the scheduler are lost, doubled or late. */
  BAD_MESSAGES(0),
  /** Programs register, change and remove jobs. */
  REGISTRY(12),
  /** Somebody goes back to an earlier version, or lets the latest count again. */
  ROLL_BACK(40);

  private final int everySeconds;

  Fault(int everySeconds) {
    this.everySeconds = everySeconds;
  }

  /** Whether it strikes by itself, and not by chance when something else happens. */
  boolean strikes() {
    return everySeconds > 0;
  }

  /** The mean time between two. */
  Duration every() {
    return Duration.ofSeconds(everySeconds);
  }
}
