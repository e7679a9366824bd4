package io.ejc.internal.match;

import io.ejc.internal.match.Match.AgentShare;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fits waiting items into offers, in the items' order. A pure function.
 *
 * <p>Items of one {@link Shape} share what is known of the agents, so that a pass costs the agents
 * once for a shape, and for an item what it takes to find the best of those that are left.
 */
public final class Matcher {

  private Matcher() {}

  private record AgentRole(AgentId agent, String role) {}

  /** Matches; see {@link Placer}. */
  public static Match match(List<Demand> demands, List<Offer> offers, Surroundings surroundings) {
    Rules rules = new Rules();
    Map<AgentRole, AgentRoom> rooms = new LinkedHashMap<>();
    for (Offer offer : offers) {
      rooms
          .computeIfAbsent(
              new AgentRole(offer.agent(), offer.offered().role()),
              key -> new AgentRoom(offer, rooms.size(), surroundings, rules))
          .add(offer);
    }
    Rooms ordered = new Rooms(rooms.values());
    Map<Shape, Candidates> candidates = new HashMap<>();
    Set<Shape> refused = new LinkedHashSet<>();
    for (Demand demand : demands) {
      Shape shape = demand.shape();
      if (refused.contains(shape)) {
        continue; // where one of a shape found no place, no other does
      }
      boolean placed =
          candidates
              .computeIfAbsent(shape, s -> new Candidates(s, ordered, tally(s, surroundings)))
              .place(demand);
      if (!placed) {
        refused.add(shape);
      }
    }
    return result(rooms.values(), List.copyOf(refused));
  }

  private static Tally tally(Shape shape, Surroundings surroundings) {
    return new Tally(
        shape.placement().constraints(),
        shape.group().isEmpty() ? List.of() : surroundings.running(shape.group()));
  }

  /**
   * Why an item does not fit into one offer.
   *
   * @param shape what it needs
   * @param offer the offer
   * @param surroundings what runs already
   * @return why not; empty when it fits
   */
  public static Optional<Veto> veto(Shape shape, Offer offer, Surroundings surroundings) {
    AgentRoom room = room(offer, surroundings);
    return room.standing(shape)
        .or(
            () ->
                tally(shape, surroundings)
                    .veto(Rules.place(shape.placement().constraints(), room.traits())))
        .or(() -> room.shortage(shape));
  }

  /**
   * Whether an agent could take an item if it had nothing else to do.
   *
   * @param shape what it needs
   * @param offer an offer of the agent
   * @param most the most that the agent is known to have
   * @param ports the most ports that it is known to have
   * @param surroundings what runs already
   */
  public static boolean couldEver(
      Shape shape, Offer offer, Resources most, int ports, Surroundings surroundings) {
    boolean suited = room(offer, surroundings).standing(shape).map(Veto::mayChange).orElse(true);
    return suited
        && most.covers(shape.task().plus(shape.executor()))
        && ports >= shape.placement().ports();
  }

  private static AgentRoom room(Offer offer, Surroundings surroundings) {
    AgentRoom room = new AgentRoom(offer, 0, surroundings, new Rules());
    room.add(offer);
    return room;
  }

  private static Match result(Collection<AgentRoom> rooms, List<Shape> refused) {
    List<AgentShare> used = new ArrayList<>();
    List<AgentShare> unused = new ArrayList<>();
    for (AgentRoom room : rooms) {
      List<AgentShare> where = room.placements().isEmpty() ? unused : used;
      Offer left = room.firstOffer().with(room.left(), room.firstOffer().executors());
      where.add(new AgentShare(room.offers(), room.placements(), left));
    }
    return new Match(used, unused, refused);
  }
}
