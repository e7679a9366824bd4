package io.ejc.internal.core;

import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.Run;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
    if (!event.live().equals(turn.state.code.live())) {
      turn.emit(new Fact.HostsSeen(event.live()));
    }
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
   * before takes over at once, an older one when no live host carries a later one any more. The one
   * that an operator went back to counts before all, while a live host carries it.
   */
  private static Deployment choose(Turn turn, List<Deployment> live) {
    Optional<Deployed> before = turn.state.deployed();
    List<DeploymentId> known =
        Deployed.known(
            before.map(Deployed::known).orElse(List.of()),
            live.stream().map(Deployment::id).toList());
    Optional<DeploymentId> chosen = before.flatMap(it -> Optional.ofNullable(it.chosen()));
    Deployment current =
        live.stream()
            .filter(deployment -> chosen.filter(deployment.id()::equals).isPresent())
            .findFirst()
            .or(() -> latest(live, known))
            .orElseThrow(() -> new IllegalStateException("deployments: 0 (expected: our own)"));
    Deployed deployed = new Deployed(current.id(), current.bundle(), known, chosen.orElse(null));
    if (!Optional.of(deployed).equals(before)) {
      Codes.keep(turn, deployed.bundle().id());
      turn.emit(new Fact.BundleDeployed(deployed, turn.now));
    }
    return current;
  }

  private static Optional<Deployment> latest(List<Deployment> live, List<DeploymentId> known) {
    return live.stream()
        .max(Comparator.comparingInt(deployment -> known.lastIndexOf(deployment.id())));
  }

  /** Goes back to an earlier deployment; see {@link Event.RollBackRequested}. */
  void rollBack(Turn turn, Event.RollBackRequested event) {
    Optional<Deployed> current = turn.state.deployed();
    Optional<Deployment> target =
        event.bundle().isPresent()
            ? turn.state.code.live().stream()
                .filter(live -> live.bundle().id().value().startsWith(event.bundle().get()))
                .findFirst()
            : current.flatMap(now -> before(turn.state.code.live(), now));
    if (target.isEmpty()) {
      turn.send(new Call.Answer(event.request(), new Call.Result.Refused(notCarried(turn, event))));
      return;
    }
    choose(turn, Optional.of(target.get().id()));
    turn.send(new Call.Answer(event.request(), new Call.Result.Done()));
  }

  /** The latest deployment counts again. */
  void rollForward(Turn turn, Event.RollForwardRequested event) {
    choose(turn, Optional.empty());
    turn.send(new Call.Answer(event.request(), new Call.Result.Done()));
  }

  private void choose(Turn turn, Optional<DeploymentId> chosen) {
    if (turn.state.deployed().isPresent() && !turn.state.code.live().isEmpty()) {
      turn.emit(new Fact.DeploymentChosen(chosen));
      deployed(turn, new Event.Deployed(turn.state.code.live()));
    }
  }

  private static Optional<Deployment> before(List<Deployment> live, Deployed now) {
    int at = now.known().indexOf(now.id());
    return live.stream()
        .filter(deployment -> now.known().indexOf(deployment.id()) < at)
        .max(Comparator.comparingInt(deployment -> now.known().indexOf(deployment.id())));
  }

  private static String notCarried(Turn turn, Event.RollBackRequested event) {
    String carried =
        turn.state.code.live().stream()
            .map(deployment -> deployment.bundle().id().value())
            .collect(Collectors.joining(", "));
    return "bundle: "
        + event.bundle().orElse("previous")
        + " (expected: one that a live host carries and that is not the first: "
        + carried
        + "); start a host with the old version";
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
