package io.ejc.internal.core;

import io.ejc.internal.model.Carrier;
import java.util.List;
import java.util.Optional;

/**
 * Decides what the beginning of a local cluster means. It ends with its host, so that every attempt
 * that was launched on another one has ended, through no fault of its own: it is tried again at no
 * cost, if its job allows for another try at all.
 */
final class Clusters {

  /** What is recorded of attempts that ended with their cluster. */
  static final String STOPPED = "cluster stopped";

  private final Runs runs;

  Clusters(Runs runs) {
    this.runs = runs;
  }

  void began(Turn turn, Event.ClusterBegan event) {
    if (turn.state.cluster().equals(Optional.of(event.cluster()))) {
      return; // this host begins to lead again, and its cluster goes on
    }
    for (Carrier carrier : List.copyOf(turn.state.carriers.all())) {
      runs.clusterStopped(turn, carrier, STOPPED);
    }
    turn.state
        .executors
        .all()
        .forEach(executor -> turn.emit(new Fact.ExecutorGone(executor.agent(), executor.id())));
    turn.emit(new Fact.ClusterChanged(event.cluster()));
  }
}
