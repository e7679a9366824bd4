package io.ejc.internal.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an executor must know to run one attempt. Travels as the data of a Mesos task.
 *
 * @param attempt the attempt
 * @param jobClass the class to run; empty to look at the agent instead ({@link ProbeAnswer})
 * @param shardingTotalCount items of the run
 * @param shardingParameter the item's parameter, when it has one
 * @param jobParameter the job's parameter, may be empty
 * @param scheduledInstant the instant for which the run was due
 * @param fencingToken rises with every attempt of the job
 * @param killGrace how long a killed attempt has after its interrupt
 * @param ports ports of the agent that are its own
 * @param lease for how long user code may run since its executor last asked and was answered; zero
 *     when it need not ask
 * @param handling how its executor goes about it
 * @param residence how it fires while it stays; empty when user code is called once
 */
public record TaskPayload(
    AttemptId attempt,
    String jobClass,
    int shardingTotalCount,
    Optional<String> shardingParameter,
    String jobParameter,
    Instant scheduledInstant,
    long fencingToken,
    Duration killGrace,
    List<Integer> ports,
    Duration lease,
    Handling handling,
    Optional<Residence> residence) {

  /** Copies the list. */
  public TaskPayload {
    ports = List.copyOf(ports);
  }

  /** Whether the executor is to look at its machine, and to run nothing. */
  public boolean isProbe() {
    return jobClass.isEmpty();
  }

  /** An attempt whose user code is called once. */
  public TaskPayload(
      AttemptId attempt,
      String jobClass,
      int shardingTotalCount,
      Optional<String> shardingParameter,
      String jobParameter,
      Instant scheduledInstant,
      long fencingToken,
      Duration killGrace,
      List<Integer> ports,
      Duration lease,
      Handling handling) {
    this(
        attempt,
        jobClass,
        shardingTotalCount,
        shardingParameter,
        jobParameter,
        scheduledInstant,
        fencingToken,
        killGrace,
        ports,
        lease,
        handling,
        Optional.empty());
  }

  /** The same attempt at one of its firings. */
  public TaskPayload firing(Instant due) {
    return new TaskPayload(
        attempt,
        jobClass,
        shardingTotalCount,
        shardingParameter,
        jobParameter,
        due,
        fencingToken,
        killGrace,
        ports,
        lease,
        handling,
        residence);
  }

  /** An attempt that asks for no ports. */
  public TaskPayload(
      AttemptId attempt,
      String jobClass,
      int shardingTotalCount,
      Optional<String> shardingParameter,
      String jobParameter,
      Instant scheduledInstant,
      long fencingToken,
      Duration killGrace,
      Duration lease) {
    this(
        attempt,
        jobClass,
        shardingTotalCount,
        shardingParameter,
        jobParameter,
        scheduledInstant,
        fencingToken,
        killGrace,
        List.of(),
        lease,
        Handling.PLAIN,
        Optional.empty());
  }

  /** An attempt that asks for no ports and needs no lease. */
  public TaskPayload(
      AttemptId attempt,
      String jobClass,
      int shardingTotalCount,
      Optional<String> shardingParameter,
      String jobParameter,
      Instant scheduledInstant,
      long fencingToken,
      Duration killGrace) {
    this(
        attempt,
        jobClass,
        shardingTotalCount,
        shardingParameter,
        jobParameter,
        scheduledInstant,
        fencingToken,
        killGrace,
        List.of(),
        Duration.ZERO,
        Handling.PLAIN,
        Optional.empty());
  }
}
