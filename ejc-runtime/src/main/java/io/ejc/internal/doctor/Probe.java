package io.ejc.internal.doctor;

import io.ejc.internal.model.Offer;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** One executor on one agent, and what was heard of it. For one thread. */
final class Probe {

  private final Offer offer;
  private final TaskLaunch launch;
  private final Instant launched;
  private Optional<TaskReport> last = Optional.empty();
  private Optional<Instant> ended = Optional.empty();
  private OptionalInt status = OptionalInt.empty();

  Probe(Offer offer, TaskLaunch launch, Instant launched) {
    this.offer = offer;
    this.launch = launch;
    this.launched = launched;
  }

  Offer offer() {
    return offer;
  }

  TaskLaunch launch() {
    return launch;
  }

  Instant launched() {
    return launched;
  }

  /** What was reported last. */
  Optional<TaskReport> last() {
    return last;
  }

  /** When the report of its end arrived. */
  Optional<Instant> ended() {
    return ended;
  }

  /** How the executor's process ended, as its raw wait status: heard before the task's end. */
  OptionalInt status() {
    return status;
  }

  void heard(TaskReport report, Instant now) {
    if (ended.isPresent()) {
      return;
    }
    last = Optional.of(report);
    if (!report.state().alive() && report.state() != TaskState.UNKNOWN) {
      ended = Optional.of(now);
    }
  }

  void executorEnded(int rawStatus) {
    status = OptionalInt.of(rawStatus);
  }
}
