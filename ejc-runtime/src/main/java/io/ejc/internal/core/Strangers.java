package io.ejc.internal.core;

import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tasks that are ours and of which nothing is known, because the records of their job or run are
 * set aside: they are no orphans, and are left alone until somebody has looked at the records.
 */
final class Strangers {

  private Strangers() {}

  /** Whether a task without a carrier may belong to what is set aside. */
  static boolean isOne(ClusterState state, String taskId) {
    CarrierId id;
    try {
      id = CarrierId.parse(taskId);
    } catch (IllegalArgumentException notOurs) {
      return false;
    }
    return state.setAsides.mayHaveTasksOf(id.job()) && !isOfAKnownRun(state, id);
  }

  private static boolean isOfAKnownRun(ClusterState state, CarrierId id) {
    Stream<RunId> runs =
        Stream.concat(
            state.runs.activeOf(id.job()).stream(), state.runs.endedOf(id.job()).stream());
    return runs.map(state.runs::get)
        .map(Run::blocks)
        .flatMap(List::stream)
        .flatMap(List::stream)
        .map(Item::attempts)
        .flatMap(List::stream)
        .map(Attempt::carrier)
        .anyMatch(id::equals);
  }
}
