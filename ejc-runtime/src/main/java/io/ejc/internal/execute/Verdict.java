package io.ejc.internal.execute;

import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.ProbeAnswer;
import io.ejc.internal.model.TaskState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param state what Mesos is told
 * @param kind what the scheduler is told
 * @param exceptionClass the exception's class, empty when there is none
 * @param message its message or another explanation, bounded
 * @param forGood whether it is a failure that its job does not want retried
 */
record Verdict(
    TaskState state,
    AttemptReport.Kind kind,
    String exceptionClass,
    String message,
    boolean forGood) {

  /** Status updates are kept by agent and master in memory. */
  static final int MESSAGE_MAX = 4_000;

  static final Verdict SUCCEEDED =
      new Verdict(TaskState.FINISHED, AttemptReport.Kind.SUCCEEDED, "", "", false);

  /** Nothing was to be run: what was seen of the agent. */
  static Verdict looked(ProbeAnswer answer) {
    return new Verdict(
        TaskState.FINISHED, AttemptReport.Kind.SUCCEEDED, "", bounded(answer.toString()), false);
  }

  static Verdict failed(Throwable thrown) {
    return failed(thrown, false);
  }

  static Verdict failed(Throwable thrown, boolean forGood) {
    return new Verdict(
        TaskState.FAILED,
        AttemptReport.Kind.FAILED,
        thrown.getClass().getName(),
        message(thrown),
        forGood);
  }

  static Verdict badBundle(BundleException problem) {
    return new Verdict(
        TaskState.FAILED,
        AttemptReport.Kind.BUNDLE_ERROR,
        "",
        bounded(problem.getMessage()),
        false);
  }

  static Verdict killed(String message) {
    return new Verdict(TaskState.KILLED, AttemptReport.Kind.KILLED, "", message, false);
  }

  /** Killed, and user code ended by an exception. */
  static Verdict killed(Throwable thrown) {
    return new Verdict(
        TaskState.KILLED,
        AttemptReport.Kind.KILLED,
        thrown.getClass().getName(),
        message(thrown),
        false);
  }

  /** Why one firing of an attempt that goes on is no success; empty when it is one. */
  Optional<String> failure() {
    return switch (kind) {
      case SUCCEEDED -> Optional.empty();
      case KILLED -> Optional.of("ended by a kill");
      default -> Optional.of(line());
    };
  }

  /** User code ended the JVM, and with it whatever else ran there. */
  static Verdict endedJvm() {
    return new Verdict(
        TaskState.FAILED,
        AttemptReport.Kind.FAILED,
        "",
        "user code ended the JVM by System.exit (expected: to return, or to throw an exception)",
        false);
  }

  /** One line for people who look at Mesos. */
  String line() {
    boolean both = !exceptionClass.isEmpty() && !message.isEmpty();
    return both ? exceptionClass + ": " + message : exceptionClass + message;
  }

  private static String message(Throwable thrown) {
    try {
      String own = thrown.getMessage();
      Throwable cause = thrown.getCause();
      return bounded(own == null && cause != null ? cause.toString() : own);
    } catch (RuntimeException | StackOverflowError e) {
      // exceptions of user code may build their messages in code that fails as well
      return "(its message cannot be had: " + e.getClass().getName() + ")";
    }
  }

  private static String bounded(@Nullable String text) {
    if (text == null) {
      return "";
    }
    boolean fits = text.length() <= MESSAGE_MAX;
    return fits ? text : text.substring(0, MESSAGE_MAX - 3) + "...";
  }
}
