package io.ejc.internal.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the jobs want of the master beside offers: which kinds, and of which agents.
 *
 * @param gpus whether agents with GPUs are to be offered too
 * @param agents by role: an agent is of use when one of these groups of rules holds for it; a role
 *     that is not named takes any agent
 */
public record Wishes(boolean gpus, SortedMap<String, List<List<Constraint>>> agents) {

  /** Any offer, but of no agents with GPUs. */
  public static final Wishes NONE = new Wishes(false, new TreeMap<>());

  /** Copies the map. */
  public Wishes {
    agents = Collections.unmodifiableSortedMap(new TreeMap<>(agents));
  }
}
