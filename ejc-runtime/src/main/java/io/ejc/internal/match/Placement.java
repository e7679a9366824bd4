package io.ejc.internal.match;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An item that found its place.
 *
 * @param demand what it needs
 * @param agent where
 * @param hostname the agent's host name
 * @param task what its Mesos task takes
 * @param executor what its executor takes, or took when it was started
 * @param place the agent's values in the fields that its job's rules count
 */
public record Placement(
    Demand demand,
    AgentId agent,
    String hostname,
    Allocation task,
    Allocation executor,
    SortedMap<String, String> place) {

  /** Copies the map. */
  public Placement {
    place = Collections.unmodifiableSortedMap(new TreeMap<>(place));
  }
}
