package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.Wishes;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of this process's session with the master; never stored. */
final class Session {

  /** Mesos 1.11 lets a framework say of which agents it wants offers. */
  static final int OFFER_CONSTRAINTS = 11;

  private static final int EXITS_KEPT = 1_000;

  private final Timers timers;
  private final WaitTable waits;
  private final Set<CarrierId> unanswered = new HashSet<>();
  private final Map<CarrierTable.ExecutorOnAgent, String> exits = new LinkedHashMap<>();
  private final LeaseTable leases = new LeaseTable();
  private long number;
  private boolean open;
  private final Set<String> suppressed = new HashSet<>();
  private Wishes wishes = Wishes.NONE;
  private int masterMinor;
  private int failures;
  private int reconcileRound;
  private boolean closing;
  private @Nullable String teardownRequest;

  Session(Timers timers, WaitTable waits) {
    this.timers = timers;
    this.waits = waits;
  }

  long number() {
    return number;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether the master is to send offers for a role. */
  boolean offersWanted(String role) {
    return open && !suppressed.contains(role);
  }

  /** The roles for which the master is to send no offers. */
  Set<String> suppressed() {
    return Set.copyOf(suppressed);
  }

  /** What the master was told that the jobs want of it. */
  Wishes wishes() {
    return wishes;
  }

  /** Whether the master is of a version, or newer. */
  boolean masterKnows(int sinceMinor) {
    return masterMinor >= sinceMinor;
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
      wishes = asked.wishes();
      timers.clear(new Timers.Key.Subscribe());
    } else if (fact instanceof Fact.SessionOpened opened) {
      open = true;
      suppressed.clear();
      masterMinor = minor(opened.masterVersion());
      failures = 0;
    } else if (fact instanceof Fact.SessionClosed closed) {
      close(closed);
    } else if (fact instanceof Fact.OffersWanted wanted) {
      if (wanted.wanted()) {
        suppressed.removeAll(wanted.roles());
      } else {
        suppressed.addAll(wanted.roles());
      }
    } else if (fact instanceof Fact.WishesTold told) {
      wishes = told.wishes();
    } else if (fact instanceof Fact.ReconciliationAsked asked) {
      asked(asked);
    } else if (fact instanceof Fact.CarrierAnswered answered) {
      answered(answered.carrier());
    } else if (fact instanceof Fact.ExecutorExited exited) {
      exited(exited);
    } else if (fact instanceof Fact.AllTasksAsked asked) {
      timers.set(new Timers.Key.AllTasks(), asked.nextAt());
    } else if (!applyToLeases(fact)
        && !applyEnd(fact)
        && !waits.apply(fact)
        && !(fact instanceof Fact.StrangerSpared)) {
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
    suppressed.clear();
    failures++;
    unanswered.clear();
    timers.clear(new Timers.Key.Reconcile());
    timers.clear(new Timers.Key.AllTasks());
    timers.set(new Timers.Key.Subscribe(), closed.retryAt());
  }

  /** Of {@code 1.11.0} the 11; of a version that is not known or not ours, nothing. */
  private static int minor(String version) {
    String[] parts = version.split("\\.", 3);
    boolean known = parts.length > 1 && parts[0].equals("1") && parts[1].matches("[0-9]{1,4}");
    return known ? Integer.parseInt(parts[1]) : parts[0].matches("[2-9]") ? Integer.MAX_VALUE : 0;
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
