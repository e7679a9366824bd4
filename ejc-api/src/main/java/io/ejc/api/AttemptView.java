package io.ejc.api;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt of an item.
 *
 * @param taskId its id, as the job saw it in {@link ShardingContext#getTaskId()}
 * @param number which launch of the item it was, from 1
 * @param fencingToken its fencing token
 * @param agentHost the host name of its agent
 * @param outcome how it ended, or how it stands, in one word of the lifecycle
 * @param startedAt when user code was reported as started; empty before
 * @param endedAt when it ended; empty before
 * @param failure what went wrong; empty when nothing did or it has not ended
 * @param bundle the code it ran, by its SHA-256
 * @param startUp how long its executor took to start; empty when that was running already
 */
public record AttemptView(
    String taskId,
    int number,
    long fencingToken,
    String agentHost,
    String outcome,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Failure> failure,
    String bundle,
    Optional<StartUpView> startUp) {

  /**
   * What went wrong in an attempt.
   *
   * @param exceptionClass the class of the exception the job threw; empty when it was not the job
   * @param message its message, or what the cluster said; may be empty
   */
  public record Failure(String exceptionClass, String message) {}
}
