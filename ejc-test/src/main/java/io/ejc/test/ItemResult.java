package io.ejc.test;

import java.util.List;
import java.util.Optional;

/**
 * How an attempt of an item ended, and what would have come of it.
 *
 * @param outcome how it ended
 * @param exception what the job threw, also when it was asked to end; empty when it returned
 * @param reports what the agent would have told Mesos, in order
 * @param forGood whether the job says of this failure that it is not retried ({@code retryOn},
 *     {@code failOn}, or a text that does not fit a method's parameter)
 * @param retried whether the scheduler would try the item again: it failed, the job does not say
 *     that this is for good, and it has retries left, every attempt before this one having failed
 */
public record ItemResult(
    Outcome outcome,
    Optional<Throwable> exception,
    List<Report> reports,
    boolean forGood,
    boolean retried) {

  /** Copies the list. */
  public ItemResult {
    reports = List.copyOf(reports);
  }

  /** How an attempt can end. */
  public enum Outcome {
    /** The job's method returned, and had not been asked to end or did not notice. */
    SUCCEEDED,
    /** The job threw, or could not be made. */
    FAILED,
    /** It ended after {@link StartedItem#kill()}. */
    KILLED,
    /** It ended after its timeout; a failure. */
    TIMED_OUT,
    /**
     * It was asked to end and did not within its {@code killGrace}. On an agent its process would
     * be halted; here its thread goes on.
     */
    STUCK
  }

  /**
   * A status update.
   *
   * @param taskState the state of the Mesos task, such as {@code TASK_RUNNING}
   * @param message what people who look at Mesos read; may be empty
   */
  public record Report(String taskState, String message) {}
}
