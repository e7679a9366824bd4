package io.ejc.internal.match;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ItemId;
import java.util.Optional;

/**
 * A waiting item and what it needs.
 *
 * @param item the item
 * @param shape what it needs
 * @param avoided the agent on which it just failed or was lost: taken only when no other fits
 */
public record Demand(ItemId item, Shape shape, Optional<AgentId> avoided) {}
