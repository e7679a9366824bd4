package io.ejc.internal.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an executor must know to run one attempt. Travels as the data of a Mesos task.
 *
 * @param attempt the attempt
 * @param jobClass the class to run
 * @param shardingTotalCount items of the run
 * @param shardingParameter the item's parameter, when it has one
 * @param jobParameter the job's parameter, may be empty
 * @param scheduledInstant the instant for which the run was due
 * @param fencingToken rises with every attempt of the job
 * @param killGrace how long a killed attempt has after its interrupt
 * @param lease for how long user code may run since its executor last asked and was answered; zero
 *     when it need not ask
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
    Duration lease) {

  /** An attempt that needs no lease. */
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
        Duration.ZERO);
  }
}
