package io.ejc.internal.core;

import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;

/**
 * Ends runs that take too long, or wait too long to begin. What works is killed, and its end counts
 * as a failure; what waits fails at once; nothing is retried. Both clocks go on while everything is
 * paused: a limit says how late a run is still wanted.
 */
final class Deadlines {

  private final Runs runs;

  Deadlines(Runs runs) {
    this.runs = runs;
  }

  /** Handles a run's timer; any other is not its concern. */
  void due(Turn turn, Timers.Key key) {
    if (key instanceof Timers.Key.RunDeadline deadline) {
      Run run = turn.state.runs.get(deadline.run());
      end(turn, deadline.run(), tooLong(run));
    } else if (key instanceof Timers.Key.RunQueue queue) {
      long limit = turn.state.runs.get(queue.run()).definition().limits().queueTimeout().toMillis();
      String paused = turn.state.paused() ? "; everything is paused" : "";
      end(
          turn,
          queue.run(),
          "the run waited for its first launch longer than its queueTimeout of "
              + limit
              + " ms"
              + paused);
    }
  }

  /** Why nothing of an overdue run is tried again. */
  static String tooLong(Run run) {
    return "the run took longer than its runTimeout of "
        + run.definition().limits().runTimeout().toMillis()
        + " ms";
  }

  private void end(Turn turn, RunId id, String reason) {
    turn.emit(new Fact.RunOverdue(id));
    for (Item item : turn.state.runs.get(id).items()) {
      ItemId of = new ItemId(id, item.number());
      if (item.state() == ItemState.WAITING) {
        runs.end(turn, of, ItemState.FAILED, reason);
      } else if (!item.state().ended()) {
        Carrier carrier = turn.state.carriers.ofLatest(id, item);
        if (carrier != null) {
          Kills.send(turn, carrier);
        }
      }
    }
  }
}
