package io.ejc.internal.core;

import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import java.util.Optional;

/**
 * What the updates of a command mean. Mesos' own executor sends them, without a word of ours: it
 * says RUNNING when it has begun to start the command, also one that cannot be found, and puts the
 * exit status into the message of the last (Mesos' command executor).
 */
final class Commands {

  private static final long PROCESS_UNKNOWN = 0;
  private static final String NOT_FOUND = "Command exited with status 127";
  private static final String NOT_EXECUTABLE = "Command exited with status 126";

  private Commands() {}

  /** The process in which an attempt has begun; empty when the report does not say that it has. */
  static Optional<Long> started(Carrier carrier, TaskReport report) {
    if (carrier.runsCommand() && report.state() == TaskState.RUNNING) {
      return Optional.of(PROCESS_UNKNOWN);
    }
    return report.attempt().filter(told -> told.kind() == Kind.STARTED).map(AttemptReport::process);
  }

  /** Whether it was the command that failed, and not what should have run it. */
  static boolean failedItself(Carrier carrier, TaskReport report) {
    return carrier.runsCommand() && report.fromExecutor();
  }

  /** What the shell's own statuses mean. */
  static String explain(String words) {
    return switch (words) {
      case NOT_FOUND -> words + ": the shell found no such command on the agent";
      case NOT_EXECUTABLE -> words + ": the agent may not execute it";
      default -> words;
    };
  }
}
