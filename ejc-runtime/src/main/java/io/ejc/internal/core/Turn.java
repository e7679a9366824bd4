package io.ejc.internal.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One step being decided: collects facts, each true for the decisions after it, and calls.
 *
 * <p>A fact is applied when it is emitted, so that later decisions of the step see it.
 */
final class Turn {

  final ClusterState state;
  final Instant now;
  private final List<Fact> facts = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private boolean offersUseful;

  Turn(ClusterState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  void emit(Fact fact) {
    state.apply(fact);
    facts.add(fact);
  }

  void send(Call call) {
    calls.add(call);
  }

  /**
   * Something changed that makes new offers useful: an item became ready, or resources are free.
   */
  void offersUseful() {
    offersUseful = true;
  }

  boolean areOffersUseful() {
    return offersUseful;
  }

  Step step() {
    return new Step(facts, calls);
  }
}
