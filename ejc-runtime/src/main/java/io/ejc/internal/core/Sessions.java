package io.ejc.internal.core;

import io.ejc.internal.core.Call.Placed;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.WarmExecutor;
import io.ejc.internal.model.Wishes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides about the session with the master: subscribing, reconciling, what to do when it ends. */
final class Sessions {

  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration RETRY_MAX = Duration.ofSeconds(30);
  private static final Duration RECONCILE_RETRY = Duration.ofSeconds(5);
  private static final Duration RECONCILE_RETRY_MAX = Duration.ofMinutes(2);

  private final CoreSettings settings;
  private final Wants wants;
  private final Residents residents;

  Sessions(CoreSettings settings, Wants wants, Residents residents) {
    this.settings = settings;
    this.wants = wants;
    this.residents = residents;
  }

  void subscribe(Turn turn) {
    long session = turn.state.session.number() + 1;
    Wishes wishes = wants.wishes(turn.state);
    turn.emit(new Fact.SessionAsked(session, wishes));
    turn.send(new Call.Subscribe(session, turn.state.framework(), wishes));
  }

  void subscribed(Turn turn, Event.Subscribed event) {
    if (event.session() != turn.state.session.number()) {
      return;
    }
    if (!turn.state.framework().equals(Optional.of(event.framework()))) {
      turn.emit(new Fact.FrameworkRegistered(event.framework()));
    }
    turn.emit(new Fact.SessionOpened(event.session(), event.masterVersion()));
    // the commit that forgot a framework may have been cut before it doubted all of its carriers
    doubtRemoved(turn);
    Leases.subscribed(turn);
    if (turn.state.teardown()) {
      // asked for before, and not known to be done: the master says so when it is
      turn.send(new Call.Teardown());
      return;
    }
    turn.emit(new Fact.AllTasksAsked(turn.now.plus(settings.upkeep().reconcileEvery())));
    // the master answers for this framework alone; tasks of a removed one are waited for
    askFor(turn, ofFramework(turn, event.framework()), 0);
  }

  private static List<Carrier> ofFramework(Turn turn, FrameworkId framework) {
    return turn.state.carriers.all().stream().filter(carrier -> carrier.isOf(framework)).toList();
  }

  /**
   * The master is asked for all that it knows: tasks that we do not know are ended. It answers only
   * for tasks that have not ended and whose agent it sees; ours that it does not answer for are
   * asked for by name.
   */
  void askForAll(Turn turn) {
    turn.emit(new Fact.AllTasksAsked(turn.now.plus(settings.upkeep().reconcileEvery())));
    turn.send(new Call.Reconcile(List.of()));
    Set<CarrierId> ours = new LinkedHashSet<>();
    turn.state
        .framework()
        .ifPresent(id -> ofFramework(turn, id).forEach(carrier -> ours.add(carrier.id())));
    if (!ours.isEmpty()) {
      turn.emit(new Fact.ReconciliationAsked(ours, 0, turn.now.plus(RECONCILE_RETRY)));
    }
  }

  /** No session will hear again of the carriers of a framework that is not this one's. */
  private static void doubtRemoved(Turn turn) {
    Optional<FrameworkId> framework = turn.state.framework();
    for (Carrier carrier : List.copyOf(turn.state.carriers.all())) {
      if (framework.filter(carrier::isOf).isEmpty()) {
        doubt(turn, carrier, "the master removed the framework");
      }
    }
  }

  void ended(Turn turn, Event.SessionEnded event) {
    if (event.session() != turn.state.session.number()) {
      return;
    }
    Optional<FrameworkId> framework = turn.state.framework();
    if (event.frameworkRemoved() && framework.isPresent()) {
      turn.emit(new Fact.FrameworkForgotten(framework.get()));
      for (WarmExecutor executor : turn.state.executors.all()) {
        turn.emit(new Fact.ExecutorGone(executor.agent(), executor.id()));
      }
      doubtRemoved(turn);
    }
    int failures = turn.state.session.failures();
    Duration pause =
        Backoff.jittered(Backoff.doubling(RETRY, RETRY_MAX, failures), settings.seed(), failures);
    turn.emit(new Fact.SessionClosed(event.session(), event.reason(), turn.now.plus(pause)));
    Teardowns.answer(turn);
    boolean goesOn = turn.state.session.teardownRequest().isEmpty();
    if (event.frameworkRemoved() && framework.isPresent() && goesOn) {
      // an end that an earlier leader was asked for kept what is resident from beginning
      residents.adjustAll(turn);
    }
  }

  /** Unanswered carriers are asked for again, each time after a longer pause. */
  void reconcileAgain(Turn turn) {
    List<Carrier> unanswered = new ArrayList<>();
    for (CarrierId id : turn.state.session.unanswered()) {
      Carrier carrier = turn.state.carriers.find(id);
      if (carrier != null) {
        unanswered.add(carrier);
      }
    }
    askFor(turn, unanswered, turn.state.session.reconcileRound() + 1);
  }

  private static void askFor(Turn turn, Iterable<Carrier> carriers, int round) {
    List<Placed> placed = new ArrayList<>();
    Set<CarrierId> ids = new LinkedHashSet<>();
    for (Carrier carrier : carriers) {
      placed.add(new Placed(carrier.id(), carrier.agent()));
      ids.add(carrier.id());
    }
    if (ids.isEmpty()) {
      return;
    }
    Instant retryAt = turn.now.plus(Backoff.doubling(RECONCILE_RETRY, RECONCILE_RETRY_MAX, round));
    turn.emit(new Fact.ReconciliationAsked(ids, round, retryAt));
    for (int from = 0; from < placed.size(); from += CoreSettings.RECONCILE_CHUNK) {
      int to = Math.min(placed.size(), from + CoreSettings.RECONCILE_CHUNK);
      turn.send(new Call.Reconcile(List.copyOf(placed.subList(from, to))));
    }
  }

  /** A carrier may still run and nobody can say: it is waited for, once, from now. */
  static void doubt(Turn turn, Carrier carrier, String reason) {
    if (carrier.state() == CarrierState.UNCERTAIN) {
      return;
    }
    turn.emit(new Fact.CarrierUncertain(carrier.id(), reason, Leases.patience(turn, carrier)));
  }
}
