package io.ejc.api;

/** On which of the agents that would take an item it is placed. */
public enum Placement {
  /** Where most CPUs are left, so that work spreads. */
  SPREAD,
  /** Where fewest CPUs are left, so that agents stay free for what needs much of one. */
  PACK
}
