package io.ejc.internal.core;

import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Who is placed first: runs of a higher priority, and among equals the runs take turns item by
 * item, so that a large one does not starve the small ones behind it.
 */
final class Line {

  private Line() {}

  /** A run's items that may be placed now, its limit considered. */
  private record Queue(RunId run, Iterator<Integer> items, int[] left) {}

  /** The first of the line, without the runs that had their turn in vain. */
  static List<ItemId> of(RunTable runs, int max, Set<RunId> passed) {
    Map<Integer, Deque<Queue>> byPriority = new TreeMap<>();
    for (Map.Entry<RunId, SortedSet<Integer>> entry : runs.ready().entrySet()) {
      if (passed.contains(entry.getKey())) {
        continue;
      }
      Run run = runs.get(entry.getKey());
      int left = left(runs, run, entry.getValue().size());
      byPriority
          .computeIfAbsent(-run.definition().limits().priority(), priority -> new ArrayDeque<>())
          .add(new Queue(run.id(), entry.getValue().iterator(), new int[] {left}));
    }
    List<ItemId> line = new ArrayList<>();
    byPriority.values().forEach(queues -> takeTurns(queues, line, max));
    return line;
  }

  /** How many of a run's ready items may be placed now. */
  static int left(RunTable runs, Run run, int ready) {
    int most = run.definition().limits().maxParallelItems();
    return most == 0 ? ready : most - runs.launchedOf(run.id());
  }

  private static void takeTurns(Deque<Queue> queues, List<ItemId> line, int max) {
    while (!queues.isEmpty() && line.size() < max) {
      Queue queue = queues.removeFirst();
      if (queue.left()[0]-- > 0 && queue.items().hasNext()) {
        line.add(new ItemId(queue.run(), queue.items().next()));
        queues.addLast(queue);
      }
    }
  }
}
