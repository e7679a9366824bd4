package io.ejc.internal.match;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.OfferId;
import java.util.List;
import java.util.Map;

/**
 * What came of offers and waiting items.
 *
 * @param used by agent, in order: the offers to accept and what to launch with them
 * @param unused the offers that nothing was placed on
 * @param refused for each item that found no place, why not, by agent
 */
public record Match(
    List<AgentShare> used, List<OfferId> unused, Map<ItemId, Map<AgentId, Veto>> refused) {

  /** Copies the collections. */
  public Match {
    used = List.copyOf(used);
    unused = List.copyOf(unused);
    refused = Map.copyOf(refused);
  }

  /**
   * What is placed on one agent.
   *
   * @param offers all offers of the agent
   * @param placements at least one
   */
  public record AgentShare(List<OfferId> offers, List<Placement> placements) {
    /** Copies the lists. */
    public AgentShare {
      offers = List.copyOf(offers);
      placements = List.copyOf(placements);
    }
  }
}
