package io.ejc.internal.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of a sharding item.
 *
 * @param number which launch of the item it was
 * @param token its fencing token
 * @param carrier the Mesos task in whose name it runs
 * @param bundle the code it was launched with
 * @param agent where
 * @param hostname the agent's host name
 * @param state how it stands
 * @param overdue whether it worked longer than its job's timeout
 * @param process the executor's process id, 0 until known
 * @param intendedAt when its launch was stored
 * @param startedAt when user code was reported as started
 * @param endedAt when it ended
 * @param exceptionClass the class of the exception, empty when there was none
 * @param message what was said of its end, may be empty
 */
public record Attempt(
    int number,
    long token,
    CarrierId carrier,
    BundleId bundle,
    AgentId agent,
    String hostname,
    AttemptState state,
    boolean overdue,
    long process,
    Instant intendedAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    String exceptionClass,
    String message) {

  /** The same attempt, with its user code started. */
  public Attempt started(long startedProcess, Instant at) {
    Instant first = startedAt == null ? at : startedAt;
    return with(AttemptState.RUNNING, overdue, startedProcess, first, null, "", "");
  }

  /** The same attempt, found to work for too long. */
  public Attempt late() {
    return with(state, true, process, startedAt, endedAt, exceptionClass, message);
  }

  /** The same attempt in another state that is not an end. */
  public Attempt in(AttemptState newState) {
    return with(newState, overdue, process, startedAt, endedAt, exceptionClass, message);
  }

  /** The same attempt, followed by another: not all that was said of its end is kept. */
  public Attempt past() {
    String kept = Words.bounded(message, Words.OLD_MESSAGE_MAX);
    return with(state, overdue, process, startedAt, endedAt, exceptionClass, kept);
  }

  /** The same attempt, ended; of long words the end is left out. */
  public Attempt ended(AttemptState outcome, String thrown, String words, Instant at) {
    String thrownShort = Words.bounded(thrown, Words.CLASS_MAX);
    String wordsShort = Words.bounded(words, Words.MESSAGE_MAX);
    return with(outcome, overdue, process, startedAt, at, thrownShort, wordsShort);
  }

  private Attempt with(
      AttemptState newState,
      boolean newOverdue,
      long newProcess,
      @Nullable Instant newStartedAt,
      @Nullable Instant newEndedAt,
      String thrown,
      String words) {
    return new Attempt(
        number,
        token,
        carrier,
        bundle,
        agent,
        hostname,
        newState,
        newOverdue,
        newProcess,
        intendedAt,
        newStartedAt,
        newEndedAt,
        thrown,
        words);
  }
}
