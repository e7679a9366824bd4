package io.ejc.internal.model;

import java.time.Duration;
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
 * @param startUp how its process came to run it; null unless it was the first one there
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
    @Nullable StartUp startUp,
    Instant intendedAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    String exceptionClass,
    String message) {

  /** The same attempt, with its user code started. */
  public Attempt started(long inProcess, @Nullable StartUp cold, Instant at) {
    Instant first = startedAt == null ? at : startedAt;
    return new Attempt(
        number,
        token,
        carrier,
        bundle,
        agent,
        hostname,
        AttemptState.RUNNING,
        overdue,
        inProcess,
        cold == null ? startUp : cold,
        intendedAt,
        first,
        null,
        "",
        "");
  }

  /** From its launch until its process began; the clocks are two, and may differ by more. */
  public Duration tillProcess(StartUp cold) {
    Duration gone = Duration.between(intendedAt, cold.process());
    return gone.isNegative() ? Duration.ZERO : gone;
  }

  /** The same attempt, found to work for too long. */
  public Attempt late() {
    return with(state, true, startedAt, endedAt, exceptionClass, message);
  }

  /** The same attempt in another state that is not an end. */
  public Attempt in(AttemptState newState) {
    return with(newState, overdue, startedAt, endedAt, exceptionClass, message);
  }

  /** The same attempt, followed by another: not all that was said of its end is kept. */
  public Attempt past() {
    String kept = Words.bounded(message, Words.OLD_MESSAGE_MAX);
    return with(state, overdue, startedAt, endedAt, exceptionClass, kept);
  }

  /** The same attempt, ended; of long words the end is left out. */
  public Attempt ended(AttemptState outcome, String thrown, String words, Instant at) {
    String thrownShort = Words.bounded(thrown, Words.CLASS_MAX);
    String wordsShort = Words.bounded(words, Words.MESSAGE_MAX);
    return with(outcome, overdue, startedAt, at, thrownShort, wordsShort);
  }

  private Attempt with(
      AttemptState newState,
      boolean newOverdue,
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
        process,
        startUp,
        intendedAt,
        newStartedAt,
        newEndedAt,
        thrown,
        words);
  }
}
