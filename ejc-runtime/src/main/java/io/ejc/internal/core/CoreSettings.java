package io.ejc.internal.core;

import java.util.List;

/**
 * What the host's configuration says about deciding.
 *
 * @param seed spreads the back-off of several hosts; any number
 * @param maxLosses how many new attempts an item gets after losses, at most
 * @param runsKept how many ended runs of a job are kept
 * @param roles under which the framework uses resources; the first is that of jobs that name none
 */
public record CoreSettings(long seed, int maxLosses, int runsKept, List<String> roles) {

  /** Copies the list. */
  public CoreSettings {
    roles = List.copyOf(roles);
  }

  /** Everybody's role alone. */
  public CoreSettings(long seed, int maxLosses, int runsKept) {
    this(seed, maxLosses, runsKept, List.of("*"));
  }

  /** How many new attempts an item gets after its launch was called invalid. */
  static final int MAX_REFUSALS = 3;

  /** How many tasks are asked for in one RECONCILE. */
  static final int RECONCILE_CHUNK = 500;

  /** How many due instants of a job are settled in one step. */
  static final int FIRES_A_STEP = 1_000;
}
