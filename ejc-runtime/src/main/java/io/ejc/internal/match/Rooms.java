package io.ejc.internal.match;

import io.ejc.internal.model.JobDefinition.Strategy;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The agents of one pass, always in the order of the CPUs that are left on them. */
final class Rooms {

  /**
   * Where items leave most CPUs, and of such agents where an executor is: one that is ready would
   * else make its agent the worse place by what it takes itself.
   */
  private static final Comparator<AgentRoom> ROOMIEST =
      Comparator.comparingLong((AgentRoom room) -> -room.itemCpuMillis())
          .thenComparing(room -> !room.hasExecutor())
          .thenComparingInt(room -> room.index);

  private static final Comparator<AgentRoom> FULLEST =
      Comparator.comparingLong(AgentRoom::freeCpuMillis).thenComparingInt(room -> -room.index);

  private final List<AgentRoom> rooms;
  private final Map<Strategy, SortedSet<AgentRoom>> orders = new EnumMap<>(Strategy.class);

  Rooms(Collection<AgentRoom> rooms) {
    this.rooms = List.copyOf(rooms);
  }

  /** Spread goes where most CPUs are left, pack where fewest are. */
  Iterable<AgentRoom> best(Strategy strategy) {
    return orders.computeIfAbsent(strategy, this::ordered);
  }

  private SortedSet<AgentRoom> ordered(Strategy strategy) {
    SortedSet<AgentRoom> ordered = new TreeSet<>(strategy == Strategy.SPREAD ? ROOMIEST : FULLEST);
    ordered.addAll(rooms);
    return ordered;
  }

  /** Changes what is left in a room, which then stands elsewhere in the order. */
  void change(AgentRoom room, Runnable change) {
    orders.values().forEach(order -> order.remove(room));
    change.run();
    orders.values().forEach(order -> order.add(room));
  }
}
