package io.ejc.internal.core;

import io.ejc.internal.core.Call.Result;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.util.List;
import java.util.Optional;

/**
 * Ends the framework with all its tasks, on request. The intent is stored first, so that a host
 * that ends in between is followed by one that finishes it. It is done when the master says that it
 * removed the framework; then its id is forgotten.
 *
 * <p>The master kills the tasks and sends no updates of it. So launched items are to be killed, and
 * wait like any task of a removed framework: killed after {@code failoverAfter}.
 */
final class Teardowns {

  private static final String REASON = "killed with the framework, on request";

  private final Kills kills;

  Teardowns(Kills kills) {
    this.kills = kills;
  }

  void requested(Turn turn, Event.TeardownRequested event) {
    Optional<FrameworkId> framework = turn.state.framework();
    if (framework.isEmpty()) {
      turn.send(new Call.Answer(event.request(), new Result.Done()));
    } else if (!turn.state.session.isOpen()) {
      turn.send(
          new Call.Answer(
              event.request(),
              new Result.Refused(
                  "framework "
                      + framework.get()
                      + " cannot be ended: no session with the Mesos master; try again when there"
                      + " is one")));
    } else {
      turn.emit(new Fact.TeardownIntended(framework.get()));
      turn.emit(new Fact.TeardownAsked(event.request()));
      for (Job job : List.copyOf(turn.state.allJobs())) {
        endAll(turn, job.name());
      }
      turn.send(new Call.Teardown());
    }
  }

  /** Those that wait for their turn first: else the end of the current one would release them. */
  private void endAll(Turn turn, JobName job) {
    List<RunId> active = List.copyOf(turn.state.runs.activeOf(job));
    for (int i = active.size() - 1; i >= 0; i--) {
      Run run = turn.state.runs.get(active.get(i));
      for (int item = 0; item < run.size(); item++) {
        kills.mark(turn, new ItemId(run.id(), item), REASON);
      }
    }
  }

  /** The master has removed the framework, and who asked for it hears so. */
  static void answer(Turn turn) {
    Optional<String> request = turn.state.session.teardownRequest();
    if (request.isPresent() && turn.state.framework().isEmpty()) {
      // this process is going to close; the next one begins a new framework
      turn.emit(new Fact.SessionsOver());
      turn.send(new Call.Answer(request.get(), new Result.Done()));
    }
  }
}
