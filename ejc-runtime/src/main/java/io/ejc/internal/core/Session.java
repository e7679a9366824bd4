package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorId;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of this process's session with the master; never stored. */
final class Session {

  private static final int EXITS_KEPT = 1_000;

  private final Timers timers;
  private final Set<CarrierId> unanswered = new HashSet<>();
  private final Map<CarrierTable.ExecutorOnAgent, String> exits = new LinkedHashMap<>();
  private final LeaseTable leases = new LeaseTable();
  private long number;
  private boolean open;
  private boolean offersWanted;
  private int failures;
  private int reconcileRound;
  private boolean closing;
  private @Nullable String teardownRequest;

  Session(Timers timers) {
    this.timers = timers;
  }

  long number() {
    return number;
  }

  boolean isOpen() {
    return open;
  }

  boolean offersWanted() {
    return offersWanted;
  }

  LeaseTable leases() {
    return leases;
  }

  /** How many subscriptions in a row have failed. */
  int failures() {
    return failures;
  }

  int reconcileRound() {
    return reconcileRound;
  }

  /** Whether this host is about to close. */
  boolean closing() {
    return closing;
  }

  /** Who in this process waits for the end of the framework, if somebody does. */
  Optional<String> teardownRequest() {
    return Optional.ofNullable(teardownRequest);
  }

  Set<CarrierId> unanswered() {
    return Collections.unmodifiableSet(unanswered);
  }

  Optional<String> exitOf(AgentId agent, ExecutorId executor) {
    return Optional.ofNullable(exits.get(new CarrierTable.ExecutorOnAgent(agent, executor)));
  }

  void apply(Fact.Passing fact) {
    if (fact instanceof Fact.SessionAsked asked) {
      number = asked.session();
      timers.clear(new Timers.Key.Subscribe());
    } else if (fact instanceof Fact.SessionOpened) {
      open = true;
      offersWanted = true;
      failures = 0;
    } else if (fact instanceof Fact.SessionClosed closed) {
      close(closed);
    } else if (fact instanceof Fact.OffersWanted wanted) {
      offersWanted = wanted.wanted();
    } else if (fact instanceof Fact.ReconciliationAsked asked) {
      asked(asked);
    } else if (fact instanceof Fact.CarrierAnswered answered) {
      answered(answered.carrier());
    } else if (fact instanceof Fact.ExecutorExited exited) {
      exited(exited);
    } else if (fact instanceof Fact.AllTasksAsked asked) {
      timers.set(new Timers.Key.AllTasks(), asked.nextAt());
    } else if (!applyToLeases(fact) && !applyEnd(fact)) {
      throw new IllegalStateException("fact: " + fact + " (expected: one of a session)");
    }
  }

  private boolean applyToLeases(Fact.Passing fact) {
    if (fact instanceof Fact.LeaseAnswered answer) {
      leases.answered(answer.carrier(), answer.at());
    } else if (fact instanceof Fact.LeasesCounted counted) {
      leases.countedSince(counted.since());
    } else if (fact instanceof Fact.ClockShifted shifted) {
      leases.shift(shifted.by());
    } else {
      return false;
    }
    return true;
  }

  private boolean applyEnd(Fact.Passing fact) {
    if (fact instanceof Fact.Closing) {
      closing = true;
    } else if (fact instanceof Fact.TeardownAsked asked) {
      teardownRequest = asked.request();
    } else if (fact instanceof Fact.SessionsOver) {
      timers.clear(new Timers.Key.Subscribe());
    } else {
      return false;
    }
    return true;
  }

  void ended(CarrierId carrier) {
    answered(carrier);
    leases.ended(carrier);
  }

  private void close(Fact.SessionClosed closed) {
    open = false;
    offersWanted = false;
    failures++;
    unanswered.clear();
    timers.clear(new Timers.Key.Reconcile());
    timers.clear(new Timers.Key.AllTasks());
    timers.set(new Timers.Key.Subscribe(), closed.retryAt());
  }

  private void asked(Fact.ReconciliationAsked asked) {
    unanswered.clear();
    unanswered.addAll(asked.carriers());
    reconcileRound = asked.round();
    timers.set(new Timers.Key.Reconcile(), asked.retryAt());
  }

  void answered(CarrierId carrier) {
    unanswered.remove(carrier);
    if (unanswered.isEmpty()) {
      timers.clear(new Timers.Key.Reconcile());
    }
  }

  private void exited(Fact.ExecutorExited exited) {
    exits.put(
        new CarrierTable.ExecutorOnAgent(exited.agent(), exited.executor()), exited.explanation());
    if (exits.size() > EXITS_KEPT) {
      exits.remove(exits.keySet().iterator().next());
    }
  }
}
