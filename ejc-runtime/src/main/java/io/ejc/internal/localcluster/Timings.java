package io.ejc.internal.localcluster;

import java.time.Duration;

/**
 * The clocks of the cluster. The defaults are those of Mesos; tests shorten them.
 *
 * @param allocationInterval how often free resources are offered
 * @param heartbeat pause between HEARTBEAT events of a scheduler's stream
 * @param executorRegistration how long an executor may take from its launch to its SUBSCRIBE
 * @param executorReregistration how long an executor may take to subscribe to a restarted agent
 * @param executorShutdownGrace from SHUTDOWN to the kill of an executor that stays
 * @param agentPing pause between two pings of an agent
 * @param agentPingsMissed so many missed pings make an agent unreachable
 * @param updateRetryMin first pause before an unacknowledged update is sent again; it doubles
 * @param updateRetryMax longest such pause
 */
public record Timings(
    Duration allocationInterval,
    Duration heartbeat,
    Duration executorRegistration,
    Duration executorReregistration,
    Duration executorShutdownGrace,
    Duration agentPing,
    int agentPingsMissed,
    Duration updateRetryMin,
    Duration updateRetryMax) {

  /** As a Mesos master and agent without flags. */
  public static final Timings MESOS =
      new Timings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(15),
          Duration.ofMinutes(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          5,
          Duration.ofSeconds(10),
          Duration.ofMinutes(10));

  /** Refuses what no cluster can run with. */
  public Timings {
    positive("allocationInterval", allocationInterval);
    positive("heartbeat", heartbeat);
    positive("executorRegistration", executorRegistration);
    positive("executorReregistration", executorReregistration);
    positive("executorShutdownGrace", executorShutdownGrace);
    positive("agentPing", agentPing);
    positive("updateRetryMin", updateRetryMin);
    positive("updateRetryMax", updateRetryMax);
    if (agentPingsMissed < 1) {
      throw new IllegalArgumentException(
          "agentPingsMissed: " + agentPingsMissed + " (expected: 1 or more)");
    }
  }

  /** How long an agent may be silent before the master calls it unreachable. */
  Duration agentSilence() {
    return agentPing.multipliedBy(agentPingsMissed);
  }

  private static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: more than zero)");
    }
  }
}
