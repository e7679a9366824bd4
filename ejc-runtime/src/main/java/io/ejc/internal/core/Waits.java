package io.ejc.internal.core;

import io.ejc.internal.core.Waiting.Verdict;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.match.Shape;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** Says why items wait: to whoever asks, and in the log after a while, and then rarely. */
final class Waits {

  static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofMinutes(10);
  private static final Duration LATER = Duration.ofHours(1);
  private static final Duration APART = Duration.ofSeconds(10);

  /** How many runs are told of at a time. */
  private static final int RUNS_TOLD = 20;

  private final LaunchPlanner planner;
  private final Codes codes;
  private final List<String> roles;

  Waits(LaunchPlanner planner, Codes codes, List<String> roles) {
    this.planner = planner;
    this.codes = codes;
    this.roles = roles;
  }

  void answer(Turn turn, Event.WhyAsked asked) {
    Run run = turn.state.runs.find(asked.item().run());
    boolean known = run != null && asked.item().item() >= 0 && asked.item().item() < run.size();
    turn.send(
        new Call.Answer(
            asked.request(),
            known
                ? new Call.Result.Explained(explain(turn.state, asked.item(), turn.now))
                : new Call.Result.Refused(
                    "item: " + asked.item() + " (expected: an item of a run that is kept)")));
  }

  /** At the end of every step: as long as anything waits, it is looked at now and then. */
  void watch(Turn turn) {
    Set<RunId> waiting = turn.state.runs.ready().keySet();
    if (waiting.isEmpty() == turn.state.waits.isWatched()) {
      Optional<Instant> first = Optional.of(turn.now.plus(FIRST)).filter(at -> !waiting.isEmpty());
      turn.emit(new Fact.WaitsWatched(Set.copyOf(waiting), first));
    }
  }

  void explain(Turn turn) {
    Map<RunId, SortedSet<Integer>> ready = turn.state.runs.ready();
    Instant next = turn.now.plus(LATER);
    int told = 0;
    for (Map.Entry<RunId, SortedSet<Integer>> entry : ready.entrySet()) {
      Run run = turn.state.runs.get(entry.getKey());
      ItemId item = new ItemId(run.id(), entry.getValue().first());
      Instant since = run.item(item.item()).notBefore();
      Instant again = turn.state.waits.again(run.id());
      Instant due = again == null ? since.plus(FIRST) : again;
      if (!due.isAfter(turn.now) && told < RUNS_TOLD) {
        told++;
        due = turn.now.plus(again == null ? SECOND : LATER);
        Waiting waiting = explain(turn.state, item, turn.now);
        turn.emit(new Fact.WaitExplained(waiting, entry.getValue().size() - 1, since, due));
      }
      next = due.isBefore(next) ? due : next;
    }
    Instant soonest = turn.now.plus(APART);
    next = next.isBefore(soonest) ? soonest : next;
    turn.emit(new Fact.WaitsWatched(Set.copyOf(ready.keySet()), Optional.of(next)));
  }

  Waiting explain(ClusterState state, ItemId id, Instant now) {
    Run run = state.runs.get(id.run());
    Item item = run.item(id.item());
    int max = run.definition().limits().maxParallelItems();
    Optional<Deployed> deployed = state.deployed();
    if (item.state() != ItemState.WAITING || run.state().ended()) {
      return plain(id, Verdict.NOT_WAITING, "it is " + item.state());
    } else if (run.held()) {
      return plain(id, Verdict.HELD, "an earlier run of its job has not ended");
    } else if (item.notBefore().isAfter(now)) {
      return plain(id, Verdict.LATER, "its next attempt is due at " + item.notBefore());
    } else if (state.placesNothing()) {
      return plain(id, Verdict.PAUSED, "everything is paused, or its host closes");
    } else if (!state.session.isOpen() || deployed.isEmpty()) {
      return plain(id, Verdict.NO_SESSION, "there is no session with the Mesos master");
    } else if (max > 0 && state.runs.launchedOf(run.id()) >= max) {
      return plain(id, Verdict.LIMITED, max + " items of its run are launched (maxParallelItems)");
    }
    Shape shape =
        new Shapes(planner, codes, roles, state, state.waits.agents.offers()).of(run, item);
    if (!roles.contains(shape.role())) {
      return new Waiting(
          id,
          Verdict.IMPOSSIBLE,
          "role " + shape.role() + " is none of this application's: " + String.join(", ", roles),
          List.of(),
          "name it in ejc.mesos.roles");
    }
    Neighbours neighbours = new Neighbours(state, planner, deployed.get(), now);
    return new Why(id, shape, neighbours).explain(state.waits.agents.all());
  }

  private static Waiting plain(ItemId id, Verdict verdict, String why) {
    return new Waiting(id, verdict, why, List.of(), "");
  }
}
