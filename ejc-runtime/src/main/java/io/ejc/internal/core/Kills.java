package io.ejc.internal.core;

import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.util.Optional;

/**
 * Ends items on purpose. One that waits ends at once; one that was launched is asked to end, and
 * has ended when its executor says so.
 */
final class Kills {

  private final Runs runs;

  Kills(Runs runs) {
    this.runs = runs;
  }

  /** Ends an item and returns whether there was something to end. */
  boolean item(Turn turn, ItemId id, String reason) {
    if (!mark(turn, id, reason)) {
      return false;
    }
    Item item = turn.state.runs.item(id);
    Carrier carrier = turn.state.carriers.ofLatest(id.run(), item);
    if (carrier != null) {
      send(turn, carrier);
    }
    return true;
  }

  /** Ends an item that waits, and remembers of another that it is to end. */
  boolean mark(Turn turn, ItemId id, String reason) {
    Item item = turn.state.runs.item(id);
    if (item.state().ended()) {
      return false;
    }
    if (item.state() == ItemState.WAITING) {
      runs.end(turn, id, ItemState.KILLED, reason);
      return true;
    }
    if (!item.killRequested()) {
      turn.emit(new Fact.ItemKillRequested(id, reason));
    }
    return true;
  }

  /** Ends all items of a run and returns whether there was something to end. */
  boolean run(Turn turn, RunId id, String reason) {
    Run run = turn.state.runs.get(id);
    boolean any = false;
    for (int item = 0; item < run.size() && !run.state().ended(); item++) {
      any |= item(turn, new ItemId(id, item), reason);
    }
    return any;
  }

  /** An attempt works for too long: it is ended like a killed one, but its end is a failure. */
  void overdue(Turn turn, Carrier carrier) {
    turn.emit(new Fact.AttemptOverdue(carrier.attempt()));
    send(turn, carrier);
  }

  static void send(Turn turn, Carrier carrier) {
    Run run = turn.state.runs.get(carrier.attempt().run());
    turn.send(
        new Call.Kill(
            carrier.id().toString(),
            Optional.of(carrier.agent()),
            Optional.of(run.definition().killGrace())));
  }
}
