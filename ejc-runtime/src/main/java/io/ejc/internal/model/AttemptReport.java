package io.ejc.internal.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the executor says of an attempt. Travels as data of a status update.
 *
 * @param attempt the attempt
 * @param kind what happened
 * @param exceptionClass the class of the exception, empty when there is none
 * @param message its message or another explanation, may be empty
 * @param process the process id of the executor's JVM on its agent, for people
 * @param forGood whether the job says that such a failure is not retried
 * @param firings what became of due instants since the last report of them; null in any other
 * @param startUp how its process came to run it; null unless it is the first one there, and begins
 */
public record AttemptReport(
    AttemptId attempt,
    Kind kind,
    String exceptionClass,
    String message,
    long process,
    boolean forGood,
    @Nullable Firings firings,
    @Nullable StartUp startUp) {

  /** One that tells of no firings. */
  public AttemptReport(
      AttemptId attempt,
      Kind kind,
      String exceptionClass,
      String message,
      long process,
      boolean forGood) {
    this(attempt, kind, exceptionClass, message, process, forGood, null, null);
  }

  /** What became of due instants of an attempt that fires by itself. */
  public static AttemptReport fired(AttemptId attempt, long process, Firings firings) {
    return new AttemptReport(attempt, Kind.FIRED, "", "", process, false, firings, null);
  }

  /** User code is about to be called. */
  public static AttemptReport started(AttemptId attempt, long process, Optional<StartUp> startUp) {
    return new AttemptReport(
        attempt, Kind.STARTED, "", "", process, false, null, startUp.orElse(null));
  }

  /** One of which the job says nothing more. */
  public AttemptReport(
      AttemptId attempt, Kind kind, String exceptionClass, String message, long process) {
    this(attempt, kind, exceptionClass, message, process, false);
  }

  /** What can happen to an attempt on the agent. */
  public enum Kind {
    /** User code is about to be called. */
    STARTED,
    /** User code returned. */
    SUCCEEDED,
    /** User code threw, or its class could not be used. */
    FAILED,
    /** Ended by a kill; the user's thread has ended. */
    KILLED,
    /** The code did not arrive as it was sent. Not the job's failure. */
    BUNDLE_ERROR,
    /** It did not end within its grace after a kill, and holds a shared executor up. */
    STUCK,
    /** It stays, and tells what became of due instants. */
    FIRED
  }
}
