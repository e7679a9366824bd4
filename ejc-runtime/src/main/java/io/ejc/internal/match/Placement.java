package io.ejc.internal.match;

import io.ejc.internal.model.AgentId;

/**
 * An item that found its place.
 *
 * @param demand what it needs
 * @param agent where
 * @param hostname the agent's host name
 */
public record Placement(Demand demand, AgentId agent, String hostname) {}
