package io.ejc.internal.core;

import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.Run;
import java.util.Optional;

/**
 * Decides which code an attempt runs. A run goes on with the code it began with, as long as a live
 * host has it; code that no run wants any more is forgotten.
 *
 * @param retriesInNewest whether an item that was launched before runs what is current
 */
record Codes(boolean retriesInNewest) {

  /** What a run that begins now begins with; empty when it is to follow what is current. */
  static Optional<BundleId> ofNew(ClusterState state, JobDefinition definition) {
    // items that are resident end for the sake of new code
    return definition.resident()
        ? Optional.empty()
        : state.deployed().map(deployed -> deployed.bundle().id());
  }

  /** What an item's next attempt runs. */
  Bundle of(ClusterState state, Run run, Item item, Deployed current) {
    return retriesInNewest && item.launches() > 0 ? current.bundle() : state.code.of(run, current);
  }

  /** An attempt is going to be launched: its run may have to go on with other code. */
  void launching(Turn turn, Run run, Item item, BundleId code) {
    BundleId wanted = run.course().code();
    boolean asAsked = retriesInNewest && item.launches() > 0;
    if (wanted != null && !wanted.equals(code) && !asAsked) {
      turn.emit(new Fact.RunMoved(run.id(), wanted, code));
    }
  }

  /** Before other code becomes current: runs that have not ended want theirs. */
  static void keep(Turn turn, BundleId next) {
    turn.state
        .deployed()
        .map(Deployed::bundle)
        .filter(bundle -> !bundle.id().equals(next) && turn.state.runs.want(bundle.id()))
        .ifPresent(bundle -> turn.emit(new Fact.BundleKept(bundle)));
  }

  /** At the end of every step. */
  static void forget(Turn turn) {
    for (Bundle bundle : turn.state.code.kept()) {
      if (!turn.state.runs.want(bundle.id())) {
        turn.emit(new Fact.BundleForgotten(bundle.id()));
      }
    }
  }
}
