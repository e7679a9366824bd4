package io.ejc.internal.match;

import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import java.util.List;

/**
 * What came of offers and waiting items.
 *
 * @param used by agent and role, in order: the offers to accept and what to launch with them
 * @param unused by agent and role: the offers that nothing was placed on
 * @param refused what was looked for in vain, each shape once
 */
public record Match(List<AgentShare> used, List<AgentShare> unused, List<Shape> refused) {

  /** Copies the collections. */
  public Match {
    used = List.copyOf(used);
    unused = List.copyOf(unused);
    refused = List.copyOf(refused);
  }

  /**
   * What becomes of the offers of one agent under one role.
   *
   * @param offers all of them
   * @param placements what is placed there
   * @param left the first of the offers, with all that is left of all of them
   */
  public record AgentShare(List<OfferId> offers, List<Placement> placements, Offer left) {
    /** Copies the lists. */
    public AgentShare {
      offers = List.copyOf(offers);
      placements = List.copyOf(placements);
    }
  }
}
