package io.ejc.internal.core;

/**
 * What the host's configuration says about deciding.
 *
 * @param seed spreads the back-off of several hosts; any number
 * @param maxLosses how many new attempts an item gets after losses, at most
 * @param runsKept how many ended runs of a job are kept
 */
public record CoreSettings(long seed, int maxLosses, int runsKept) {

  /** How many new attempts an item gets after its launch was called invalid. */
  static final int MAX_REFUSALS = 3;

  /** How many tasks are asked for in one RECONCILE. */
  static final int RECONCILE_CHUNK = 500;
}
