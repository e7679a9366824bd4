package io.ejc.internal.match;

import io.ejc.internal.model.JobDefinition.Strategy;
import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

/** The agents of one pass, always in the order of the CPUs that are left on them. */
final class Rooms {

  private final TreeSet<AgentRoom> roomiest =
      new TreeSet<>(
          Comparator.comparingLong((AgentRoom room) -> -room.freeCpuMillis())
              .thenComparingInt(room -> room.index));

  Rooms(Collection<AgentRoom> rooms) {
    roomiest.addAll(rooms);
  }

  /** Spread goes where most CPUs are left, pack where fewest are. */
  Iterable<AgentRoom> best(Strategy strategy) {
    return strategy == Strategy.SPREAD ? roomiest : roomiest.descendingSet();
  }

  /** Changes what is left in a room, which then stands elsewhere in the order. */
  void change(AgentRoom room, Runnable change) {
    roomiest.remove(room);
    change.run();
    roomiest.add(room);
  }
}
