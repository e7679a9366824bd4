package io.ejc.runtime.local;

import java.time.Duration;

/**
 * The clocks of a local cluster, named after the flags of Mesos. {@link #MESOS} has Mesos'
 * defaults; tests shorten what they wait for. Every duration is more than zero.
 *
 * @param allocationInterval how often free resources are offered (1 s)
 * @param heartbeat pause between HEARTBEAT events of a scheduler's stream (15 s)
 * @param executorRegistrationTimeout from an executor's launch to its SUBSCRIBE (1 min)
 * @param executorReregistrationTimeout how long executors may take to subscribe to a restarted
 *     agent; it presents itself to the master after that (2 s)
 * @param executorShutdownGrace from SHUTDOWN to the kill of an executor that stays (5 s)
 * @param agentPingTimeout pause between two pings of an agent (15 s)
 * @param maxAgentPingTimeouts so many missed pings make an agent unreachable (5)
 * @param updateRetryMin first pause before an unacknowledged update is sent again; it doubles (10
 *     s)
 * @param updateRetryMax longest such pause (10 min)
 */
public record LocalClusterTimings(
    Duration allocationInterval,
    Duration heartbeat,
    Duration executorRegistrationTimeout,
    Duration executorReregistrationTimeout,
    Duration executorShutdownGrace,
    Duration agentPingTimeout,
    int maxAgentPingTimeouts,
    Duration updateRetryMin,
    Duration updateRetryMax) {

  /** The defaults of a Mesos master and agent. */
  public static final LocalClusterTimings MESOS =
      new LocalClusterTimings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(15),
          Duration.ofMinutes(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          5,
          Duration.ofSeconds(10),
          Duration.ofMinutes(10));

  /** These with another pause between allocations. */
  public LocalClusterTimings withAllocationInterval(Duration value) {
    return new LocalClusterTimings(
        value,
        heartbeat,
        executorRegistrationTimeout,
        executorReregistrationTimeout,
        executorShutdownGrace,
        agentPingTimeout,
        maxAgentPingTimeouts,
        updateRetryMin,
        updateRetryMax);
  }

  /** These with another time for executors to subscribe to a restarted agent. */
  public LocalClusterTimings withExecutorReregistrationTimeout(Duration value) {
    return new LocalClusterTimings(
        allocationInterval,
        heartbeat,
        executorRegistrationTimeout,
        value,
        executorShutdownGrace,
        agentPingTimeout,
        maxAgentPingTimeouts,
        updateRetryMin,
        updateRetryMax);
  }

  /** These with another pause between heartbeats. */
  public LocalClusterTimings withHeartbeat(Duration value) {
    return new LocalClusterTimings(
        allocationInterval,
        value,
        executorRegistrationTimeout,
        executorReregistrationTimeout,
        executorShutdownGrace,
        agentPingTimeout,
        maxAgentPingTimeouts,
        updateRetryMin,
        updateRetryMax);
  }

  /** These with another time for an executor to subscribe. */
  public LocalClusterTimings withExecutorRegistrationTimeout(Duration value) {
    return new LocalClusterTimings(
        allocationInterval,
        heartbeat,
        value,
        executorReregistrationTimeout,
        executorShutdownGrace,
        agentPingTimeout,
        maxAgentPingTimeouts,
        updateRetryMin,
        updateRetryMax);
  }

  /** These with another grace after SHUTDOWN. */
  public LocalClusterTimings withExecutorShutdownGrace(Duration value) {
    return new LocalClusterTimings(
        allocationInterval,
        heartbeat,
        executorRegistrationTimeout,
        executorReregistrationTimeout,
        value,
        agentPingTimeout,
        maxAgentPingTimeouts,
        updateRetryMin,
        updateRetryMax);
  }

  /** These with another rule for when a silent agent is unreachable. */
  public LocalClusterTimings withAgentPings(Duration timeout, int maxTimeouts) {
    return new LocalClusterTimings(
        allocationInterval,
        heartbeat,
        executorRegistrationTimeout,
        executorReregistrationTimeout,
        executorShutdownGrace,
        timeout,
        maxTimeouts,
        updateRetryMin,
        updateRetryMax);
  }

  /** These with other pauses between the repetitions of an unacknowledged update. */
  public LocalClusterTimings withUpdateRetry(Duration min, Duration max) {
    return new LocalClusterTimings(
        allocationInterval,
        heartbeat,
        executorRegistrationTimeout,
        executorReregistrationTimeout,
        executorShutdownGrace,
        agentPingTimeout,
        maxAgentPingTimeouts,
        min,
        max);
  }
}
