package io.ejc.internal.match;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.JobDefinition.Strategy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The agents that items of one shape may go to, best first. Agents that are alike in the fields
 * that the rules count form a bucket, so that a rule is looked at once for a bucket; within a
 * bucket an agent whose resources do not suffice any more is left out for good.
 */
final class Candidates {

  private static final Comparator<Choice> BEST =
      Comparator.comparing(Choice::avoided)
          .thenComparingInt(Choice::fullness)
          .thenComparingLong(Choice::rank)
          .thenComparingInt(choice -> choice.room().index);

  private final Shape shape;
  private final Tally tally;
  private final List<Bucket> buckets;

  private record Entry(AgentRoom room, long rank) {}

  private record Choice(Bucket bucket, AgentRoom room, boolean avoided, int fullness, long rank) {}

  Candidates(Shape shape, Collection<AgentRoom> rooms, Tally tally) {
    this.shape = shape;
    this.tally = tally;
    Map<Map<String, String>, Bucket> byPlace = new LinkedHashMap<>();
    for (AgentRoom room : rooms) {
      if (room.standing(shape).isEmpty() && room.shortage(shape).isEmpty()) {
        SortedMap<String, String> place =
            Rules.place(shape.placement().constraints(), room.traits());
        byPlace.computeIfAbsent(place, Bucket::new).add(room);
      }
    }
    this.buckets = new ArrayList<>(byPlace.values());
  }

  /** Places an item on the best agent; false when there is none. */
  boolean place(Demand demand) {
    Choice best = null;
    for (Bucket bucket : buckets) {
      Choice choice = tally.veto(bucket.place).isPresent() ? null : bucket.best(demand.avoided());
      if (choice != null && (best == null || BEST.compare(choice, best) < 0)) {
        best = choice;
      }
    }
    buckets.removeIf(bucket -> bucket.rooms.isEmpty());
    if (best == null) {
      return false;
    }
    best.room().place(demand, best.bucket().place);
    tally.add(best.bucket().place);
    return true;
  }

  /** Spread goes where most CPUs are left, pack where fewest are. */
  private long rank(AgentRoom room) {
    long free = room.freeCpuMillis();
    return shape.placement().strategy() == Strategy.SPREAD ? -free : free;
  }

  private final class Bucket {
    private final Map<String, String> place;
    private final PriorityQueue<Entry> rooms =
        new PriorityQueue<>(
            Comparator.comparingLong(Entry::rank).thenComparingInt(entry -> entry.room().index));

    Bucket(Map<String, String> place) {
      this.place = place;
    }

    void add(AgentRoom room) {
      rooms.add(new Entry(room, rank(room)));
    }

    @Nullable Choice best(Optional<AgentId> avoided) {
      Entry first = top();
      if (first == null || avoided.isEmpty() || !first.room().agent.equals(avoided.get())) {
        return first == null ? null : choice(first, false);
      }
      rooms.remove();
      Entry second = top();
      rooms.add(first);
      return second == null ? choice(first, true) : choice(second, false);
    }

    private Choice choice(Entry entry, boolean avoided) {
      return new Choice(this, entry.room(), avoided, tally.fullness(place), entry.rank());
    }

    /** The first whose rank is as it is now and that still has room. */
    private @Nullable Entry top() {
      Entry entry = rooms.peek();
      while (entry != null) {
        boolean current = entry.rank() == rank(entry.room());
        if (current && entry.room().shortage(shape).isEmpty()) {
          return entry;
        }
        rooms.remove();
        if (!current) {
          rooms.add(new Entry(entry.room(), rank(entry.room())));
        }
        entry = rooms.peek();
      }
      return null;
    }
  }
}
