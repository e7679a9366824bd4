package io.ejc.internal.core;

import io.ejc.internal.core.CarrierTable.ExecutorOnAgent;
import io.ejc.internal.core.WarmUpTable.Plan;
import io.ejc.internal.core.WarmUpTable.Stage;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.model.WarmUpId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what updates of warm-ups mean: very little. They belong to no attempt, nothing is stored
 * of them, and with their end their executor is as any other.
 */
final class WarmUpReports {

  private final WarmExecutors warm;

  WarmUpReports(WarmExecutors warm) {
    this.warm = warm;
  }

  /** Handles an update of a warm-up; false when it is of another task. */
  boolean reported(Turn turn, TaskReport report) {
    WarmUpId task = parse(report.taskId());
    if (task == null) {
      return false;
    }
    ExecutorOnAgent executor = turn.state.warmUps.find(task);
    if (executor != null && !report.state().alive()) {
      ended(turn, task, executor, report);
    } else if (executor == null && isAlive(report) && report.uuid().isEmpty()) {
      // an earlier leader's, or one that takes very long: nobody waits for it
      turn.send(new Call.Kill(report.taskId(), report.agent(), Optional.empty()));
    }
    return true;
  }

  private static boolean isAlive(TaskReport report) {
    return report.state().alive() && report.state() != TaskState.KILLING;
  }

  private static @Nullable WarmUpId parse(String taskId) {
    try {
      return WarmUpId.parse(taskId);
    } catch (IllegalArgumentException another) {
      return null;
    }
  }

  private void ended(Turn turn, WarmUpId task, ExecutorOnAgent executor, TaskReport report) {
    String problem = problem(turn, executor, report);
    turn.emit(new Fact.WarmUpEnded(task, executor.agent(), executor.executor(), problem));
    Plan plan = turn.state.warmUps.plan(task.job());
    if (!problem.isEmpty() && plan != null && plan.stage() == Stage.WANTED) {
      turn.emit(new Fact.WarmUpsWanted(task.job(), false));
    }
    if (report.state() == TaskState.DROPPED && Reports.metEndingExecutor(report)) {
      warm.takesNoMore(turn, executor.agent(), executor.executor());
    }
    if (Reports.isOfDrain(report)) {
      warm.agentDrains(turn, executor.agent());
    }
  }

  /** Why it was of no use and would not be again; empty for what comes to pass in any cluster. */
  private static String problem(Turn turn, ExecutorOnAgent executor, TaskReport report) {
    if (report.state() != TaskState.FAILED && report.state() != TaskState.ERROR) {
      return "";
    }
    String said =
        report
            .attempt()
            .map(WarmUpReports::words)
            .filter(words -> !words.isEmpty())
            .or(() -> Optional.of(report.message()).filter(words -> !words.isEmpty()))
            .orElse("TASK_" + report.state());
    return turn.state
        .session
        .exitOf(executor.agent(), executor.executor())
        .map(exit -> said + ": " + exit)
        .orElse(said);
  }

  private static String words(AttemptReport told) {
    boolean both = !told.exceptionClass().isEmpty() && !told.message().isEmpty();
    return told.exceptionClass() + (both ? ": " : "") + told.message();
  }
}
