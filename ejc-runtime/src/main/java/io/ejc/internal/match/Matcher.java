package io.ejc.internal.match;

import io.ejc.internal.match.Match.AgentShare;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fits waiting items into offers, in the items' order, each on the agent with the most CPUs left,
 * so that the items of a run spread. A pure function.
 */
public final class Matcher {

  private Matcher() {}

  /**
   * Matches.
   *
   * @param demands the waiting items, those first in line first
   * @param offers the offers, used up by this: each ends as used or unused
   * @param heap what shared executors have left
   * @return what to launch where, what to give back, and why the rest waits
   */
  public static Match match(Collection<Demand> demands, List<Offer> offers, HeapBook heap) {
    Map<AgentId, AgentRoom> rooms = new LinkedHashMap<>();
    for (Offer offer : offers) {
      rooms.computeIfAbsent(offer.agent(), agent -> new AgentRoom(offer, heap)).add(offer);
    }
    Map<ItemId, Map<AgentId, Veto>> refused = new LinkedHashMap<>();
    for (Demand demand : demands) {
      Map<AgentId, Veto> vetoes = new LinkedHashMap<>();
      Optional<AgentRoom> roomiest = roomiest(rooms.values(), demand, vetoes);
      roomiest.ifPresentOrElse(
          room -> room.place(demand), () -> refused.put(demand.item(), vetoes));
    }
    return result(rooms.values(), refused);
  }

  private static Optional<AgentRoom> roomiest(
      Collection<AgentRoom> rooms, Demand demand, Map<AgentId, Veto> vetoes) {
    AgentRoom best = null;
    for (AgentRoom room : rooms) {
      Optional<Veto> veto = room.veto(demand);
      if (veto.isPresent()) {
        vetoes.put(room.agent, veto.get());
      } else if (best == null || room.freeCpuMillis() > best.freeCpuMillis()) {
        best = room;
      }
    }
    return Optional.ofNullable(best);
  }

  private static Match result(
      Collection<AgentRoom> rooms, Map<ItemId, Map<AgentId, Veto>> refused) {
    List<AgentShare> used = new ArrayList<>();
    List<OfferId> unused = new ArrayList<>();
    for (AgentRoom room : rooms) {
      if (room.placements().isEmpty()) {
        unused.addAll(room.offers());
      } else {
        used.add(new AgentShare(room.offers(), room.placements()));
      }
    }
    return new Match(used, unused, refused);
  }
}
