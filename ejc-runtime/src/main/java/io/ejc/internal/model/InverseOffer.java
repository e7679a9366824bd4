package io.ejc.internal.model;

import java.util.Optional;

/**
 * The master's question whether an agent may go away.
 *
 * @param id its id
 * @param agent the agent; empty when the master names none
 * @param unavailability when it is to be away
 */
public record InverseOffer(OfferId id, Optional<AgentId> agent, Unavailability unavailability) {}
