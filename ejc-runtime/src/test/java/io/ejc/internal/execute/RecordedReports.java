package io.ejc.internal.execute;

import static org.awaitility.Awaitility.await;

import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.TaskState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was reported and which end of the process was decided. */
final class RecordedReports implements Reports, ProcessEnd {

  record Report(String taskId, TaskState state, String message, Optional<AttemptReport> report) {}

  final List<Report> all = new CopyOnWriteArrayList<>();
  final List<String> ends = new CopyOnWriteArrayList<>();

  @Override
  public void report(
      String taskId, TaskState state, String message, Optional<AttemptReport> report) {
    all.add(new Report(taskId, state, message, report));
  }

  @Override
  public void whenReported() {
    ends.add("whenReported");
  }

  @Override
  public void halt(ExitStatus status, String why) {
    ends.add("halt " + status);
  }

  @Override
  public void haltSoon(ExitStatus status, String why) {
    ends.add("haltSoon " + status);
  }

  List<TaskState> states(String taskId) {
    return all.stream().filter(r -> r.taskId().equals(taskId)).map(Report::state).toList();
  }

  /** Waits for the task's end and returns what the scheduler hears of it. */
  AttemptReport end(String taskId) {
    await()
        .dontCatchUncaughtExceptions()
        .until(() -> states(taskId).stream().anyMatch(state -> !state.alive()));
    return all.stream()
        .filter(r -> r.taskId().equals(taskId) && !r.state().alive())
        .findFirst()
        .flatMap(Report::report)
        .orElseThrow();
  }
}
