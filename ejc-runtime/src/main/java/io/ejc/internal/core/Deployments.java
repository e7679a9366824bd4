package io.ejc.internal.core;

import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the jobs of the current deployment the registered ones, and begins to lead. */
final class Deployments {

  private final Fires fires;
  private final Overlaps overlaps;
  private final Runs runs;
  private final Sessions sessions;
  private final Residents residents;

  Deployments(Fires fires, Overlaps overlaps, Runs runs, Sessions sessions, Residents residents) {
    this.fires = fires;
    this.overlaps = overlaps;
    this.runs = runs;
    this.sessions = sessions;
    this.residents = residents;
  }

  void deployed(Turn turn, Event.Deployed event) {
    Deployment current = choose(turn, event.live());
    served(turn, event.live());
    boolean begins = turn.state.session.number() == 0;
    if (begins) {
      runs.tellAgain(turn);
      finishCutCommits(turn);
    }
    current.definitions().forEach(definition -> register(turn, definition));
    removeOthers(turn, current.definitions());
    if (begins) {
      sessions.subscribe(turn);
    }
    residents.adjustAll(turn);
  }

  /**
   * Of what live hosts carry the deployment that appeared last is the current one: one never seen
   * before takes over at once, an older one when no live host carries a later one any more.
   */
  private static Deployment choose(Turn turn, List<Deployment> live) {
    Optional<Deployed> before = turn.state.deployed();
    List<DeploymentId> known =
        Deployed.known(
            before.map(Deployed::known).orElse(List.of()),
            live.stream().map(Deployment::id).toList());
    Deployment current =
        live.stream()
            .max(Comparator.comparingInt(deployment -> known.lastIndexOf(deployment.id())))
            .orElseThrow(() -> new IllegalStateException("deployments: 0 (expected: our own)"));
    Deployed deployed = new Deployed(current.id(), current.bundle(), known);
    if (!Optional.of(deployed).equals(before)) {
      turn.emit(new Fact.BundleDeployed(deployed, turn.now));
    }
    return current;
  }

  /** Where live hosts serve what they carry: heard of, and never stored. */
  private static void served(Turn turn, List<Deployment> live) {
    Map<BundleId, List<String>> addresses = new HashMap<>();
    for (Deployment deployment : live) {
      addresses.merge(
          deployment.bundle().id(),
          deployment.layerBases(),
          (some, more) -> Stream.concat(some.stream(), more.stream()).distinct().toList());
    }
    if (!addresses.equals(turn.state.code.served())) {
      turn.emit(new Fact.LayersServed(addresses));
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
      fires.settleEnd(turn, job.name());
      turn.emit(new Fact.JobChanged(definition, turn.now));
      runs.releaseNext(turn, job.name()); // more may be under way than before
    }
  }

  private void removeOthers(Turn turn, List<JobDefinition> definitions) {
    Set<JobName> kept = definitions.stream().map(JobDefinition::name).collect(Collectors.toSet());
    for (Job job : List.copyOf(turn.state.allJobs())) {
      if (job.registered() && !kept.contains(job.name())) {
        fires.settleEnd(turn, job.name());
        turn.emit(new Fact.JobRemoved(job.name(), turn.now));
      }
    }
  }
}
