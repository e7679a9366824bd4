package io.ejc.internal.core;

import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.Run;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes the jobs of the current deployment the registered ones, and begins to lead. */
final class Deployments {

  private final Registry registry;
  private final Overlaps overlaps;
  private final Runs runs;
  private final Sessions sessions;
  private final Residents residents;

  Deployments(
      Registry registry, Overlaps overlaps, Runs runs, Sessions sessions, Residents residents) {
    this.registry = registry;
    this.overlaps = overlaps;
    this.runs = runs;
    this.sessions = sessions;
    this.residents = residents;
  }

  void deployed(Turn turn, Event.Deployed event) {
    Deployment current = choose(turn, event.live());
    boolean begins = turn.state.session.number() == 0;
    if (begins) {
      runs.tellAgain(turn);
      finishCutCommits(turn);
    }
    registry.deployed(turn, current);
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
    Deployed deployed =
        new Deployed(current.id(), current.bundle(), layerBase(current, before), known);
    if (!Optional.of(deployed).equals(before)) {
      turn.emit(new Fact.BundleDeployed(deployed, turn.now));
    }
    return current;
  }

  /** Agents keep what they have cached of an address: it stays while a live host serves there. */
  private static String layerBase(Deployment current, Optional<Deployed> before) {
    List<String> bases = current.layerBases();
    return before
        .filter(deployed -> deployed.id().equals(current.id()))
        .map(Deployed::layerBase)
        .filter(bases::contains)
        .orElse(bases.isEmpty() ? "" : bases.get(0));
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
}
