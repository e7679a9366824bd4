package io.ejc.internal.match;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The agents that items of one shape may go to. An agent that is not suited, or whose resources do
 * not suffice any more, is left out for good; the others are taken in the order of {@link Rooms}.
 */
final class Candidates {

  private final Shape shape;
  private final Rooms rooms;
  private final Tally tally;
  private final BitSet out = new BitSet();
  private final BitSet suited = new BitSet();
  private final Map<Integer, SortedMap<String, String>> places = new HashMap<>();
  private final boolean counts;

  /** The places there are, until all rooms of one are out: among them is the emptiest. */
  private final Set<SortedMap<String, String>> open = new LinkedHashSet<>();

  private record Choice(AgentRoom room, boolean avoided, int fullness) {
    boolean betterThan(@Nullable Choice other) {
      return other == null
          || (avoided == other.avoided ? fullness < other.fullness : other.avoided);
    }

    /** Rooms come best first, so that one that is empty enough ends the search. */
    boolean isPerfect(int emptiest) {
      return !avoided && fullness <= emptiest;
    }
  }

  Candidates(Shape shape, Rooms rooms, Tally tally) {
    this.shape = shape;
    this.rooms = rooms;
    this.tally = tally;
    this.counts = !shape.group().isEmpty();
    if (tally.spreads()) {
      rooms.best(shape.placement().strategy()).forEach(room -> open.add(place(room)));
    }
  }

  /** Places an item on the best agent; false when there is none. */
  boolean place(Demand demand) {
    int emptiest = open.stream().mapToInt(tally::fullness).min().orElse(0);
    Set<SortedMap<String, String>> seen = new HashSet<>();
    Choice best = null;
    for (AgentRoom room : rooms.best(shape.placement().strategy())) {
      Choice choice = isOut(room) ? null : choice(room, demand, seen);
      if (choice != null && choice.betterThan(best)) {
        best = choice;
        if (best.isPerfect(emptiest)) {
          break;
        }
      }
    }
    if (best == null) {
      return false;
    }
    if (!best.isPerfect(emptiest)) {
      open.retainAll(seen); // all rooms were looked at
    }
    AgentRoom room = best.room();
    SortedMap<String, String> place = place(room);
    rooms.change(room, () -> room.place(demand, place));
    tally.add(place);
    return true;
  }

  private boolean isOut(AgentRoom room) {
    if (out.get(room.index)) {
      return true;
    }
    if (!suited.get(room.index)) {
      suited.set(room.index);
      out.set(room.index, room.standing(shape).isPresent());
    }
    if (!out.get(room.index) && room.shortage(shape).isPresent()) {
      out.set(room.index);
    }
    return out.get(room.index);
  }

  private @Nullable Choice choice(
      AgentRoom room, Demand demand, Set<SortedMap<String, String>> seen) {
    boolean avoided = demand.avoided().equals(Optional.of(room.agent));
    if (!counts) {
      return new Choice(room, avoided, 0);
    }
    SortedMap<String, String> place = place(room);
    if (!open.isEmpty()) {
      seen.add(place);
    }
    return tally.veto(place).isPresent() ? null : new Choice(room, avoided, tally.fullness(place));
  }

  private SortedMap<String, String> place(AgentRoom room) {
    return places.computeIfAbsent(
        room.index, index -> Rules.place(shape.placement().constraints(), room.traits()));
  }
}
