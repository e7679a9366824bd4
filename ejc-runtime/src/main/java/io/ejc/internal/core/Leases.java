package io.ejc.internal.core;

import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.JobDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides about exclusive items. An executor asks for its lease at a time of its own and counts the
 * lease from there; so whatever became of the answer, the attempt has ended when that much time has
 * passed here since the last answer.
 *
 * <p>While nobody can say whether an attempt runs its executor gets no answer: what is waited for
 * cannot grow longer.
 */
final class Leases {

  private static final Duration UNDERWAY = Duration.ofSeconds(1);

  void asked(Turn turn, Event.LeaseAsked event) {
    boolean current = turn.state.session.isOpen() && event.session() == turn.state.session.number();
    Carrier carrier = turn.state.carriers.find(event.carrier());
    if (current && carrier == null) {
      // given up, and come back: it would ask for ever
      turn.send(
          new Call.Kill(event.carrier().toString(), Optional.of(event.agent()), Optional.empty()));
      return;
    }
    boolean known =
        carrier != null
            && carrier.state() != CarrierState.UNCERTAIN
            && carrier.agent().equals(event.agent())
            && carrier.executor().equals(event.executor())
            && isExclusive(turn.state, carrier);
    if (current && known) {
      turn.emit(new Fact.LeaseAnswered(event.carrier(), turn.now));
      turn.send(
          new Call.GrantLease(event.agent(), event.executor(), event.carrier(), event.nonce()));
    }
  }

  /** With its first subscription a leader knows that every earlier leader's answers are past. */
  static void subscribed(Turn turn) {
    if (!turn.state.session.leases().isCounted()) {
      turn.emit(new Fact.LeasesCounted(turn.now));
      waitAnew(turn);
    }
  }

  /** What is counted by this host's clock goes along with it. */
  static void clockStepped(Turn turn, Event.ClockStepped event) {
    turn.emit(new Fact.ClockShifted(event.by()));
    waitAnew(turn);
  }

  private static void waitAnew(Turn turn) {
    for (Carrier carrier : List.copyOf(turn.state.carriers.all())) {
      if (carrier.state() == CarrierState.UNCERTAIN && isExclusive(turn.state, carrier)) {
        awaitEnd(turn, carrier);
      }
    }
  }

  /** Until when an attempt of which nobody can say whether it runs is waited for. */
  static Instant patience(Turn turn, Carrier carrier) {
    JobDefinition job = definition(turn.state, carrier);
    if (!job.failover().exclusive()) {
      return turn.now.plus(job.failover().after());
    }
    // what was decided with this event, a launch perhaps, is still on its way
    Instant soon = turn.now.plus(UNDERWAY);
    return leaseEnd(turn, carrier).filter(end -> end.isAfter(soon)).orElse(soon);
  }

  /** When the lease must have run out; empty when there never was one. */
  private static Optional<Instant> leaseEnd(Turn turn, Carrier carrier) {
    JobDefinition job = definition(turn.state, carrier);
    return turn.state
        .session
        .leases()
        .lastAnswer(carrier.id(), turn.now)
        .map(answer -> answer.plus(job.leaseWait()));
  }

  /** Whether an exclusive attempt may still run by its lease; then it is waited for. */
  static boolean mayStillRun(Turn turn, Carrier carrier) {
    boolean may =
        isExclusive(turn.state, carrier)
            && leaseEnd(turn, carrier).filter(end -> end.isAfter(turn.now)).isPresent();
    if (may) {
      awaitEnd(turn, carrier);
    }
    return may;
  }

  private static void awaitEnd(Turn turn, Carrier carrier) {
    turn.emit(
        new Fact.CarrierUncertain(
            carrier.id(), "its lease may not have run out", patience(turn, carrier)));
  }

  static boolean isExclusive(ClusterState state, Carrier carrier) {
    return definition(state, carrier).failover().exclusive();
  }

  private static JobDefinition definition(ClusterState state, Carrier carrier) {
    return state.runs.get(carrier.attempt().run()).definition();
  }
}
