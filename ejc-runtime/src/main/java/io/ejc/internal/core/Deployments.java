package io.ejc.internal.core;

import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the jobs of this host's application the registered ones, and begins to lead. */
final class Deployments {

  private final Fires fires;
  private final Overlaps overlaps;
  private final Runs runs;
  private final Sessions sessions;

  Deployments(Fires fires, Overlaps overlaps, Runs runs, Sessions sessions) {
    this.fires = fires;
    this.overlaps = overlaps;
    this.runs = runs;
    this.sessions = sessions;
  }

  void deployed(Turn turn, Event.Deployed event) {
    if (!Optional.of(event.bundle()).equals(turn.state.bundle())) {
      turn.emit(new Fact.BundleDeployed(event.bundle(), turn.now));
    }
    finishCutCommits(turn);
    event.definitions().forEach(definition -> register(turn, definition));
    removeOthers(turn, event.definitions());
    if (!turn.state.session.isOpen()) {
      sessions.subscribe(turn);
    }
  }

  /**
   * A commit too large for one write may have ended between an item's end and its run's, or before
   * the run that waited for it was released.
   */
  private void finishCutCommits(Turn turn) {
    for (Run run : List.copyOf(turn.state.allRuns())) {
      if (!run.state().ended() && turn.state.runs.openItems(run.id()) == 0) {
        runs.endRun(turn, run.id());
      }
    }
    for (Run before : List.copyOf(turn.state.allRuns())) {
      Run run = turn.state.runs.find(before.id());
      if (run != null && run.held() && run.course().replaces() && !run.state().ended()) {
        overlaps.endEarlier(turn, run.id());
      }
    }
    for (Job job : List.copyOf(turn.state.allJobs())) {
      runs.releaseNext(turn, job.name());
    }
  }

  private void register(Turn turn, JobDefinition definition) {
    Job job = turn.state.jobs.find(definition.name());
    if (turn.state.setAsides.holds(definition.name())) {
      return; // registered anew it would begin to count again, and its fencing tokens would fall
    }
    if (job == null) {
      turn.emit(new Fact.JobRegistered(definition, 1, turn.now));
    } else if (!job.registered()) {
      turn.emit(new Fact.JobRegistered(definition, job.incarnation() + 1, turn.now));
    } else if (!job.definition().equals(definition)) {
      fires.settle(turn, job.name());
      turn.emit(new Fact.JobChanged(definition, turn.now));
      runs.releaseNext(turn, job.name()); // more may be under way than before
    }
  }

  private void removeOthers(Turn turn, List<JobDefinition> definitions) {
    Set<JobName> kept = definitions.stream().map(JobDefinition::name).collect(Collectors.toSet());
    for (Job job : List.copyOf(turn.state.allJobs())) {
      if (job.registered() && !kept.contains(job.name())) {
        fires.settle(turn, job.name());
        turn.emit(new Fact.JobRemoved(job.name(), turn.now));
      }
    }
  }
}
