package io.ejc.internal.core;

import java.time.Duration;

/**
 * What the host's configuration says about deciding.
 *
 * @param seed spreads the back-off of several hosts; any number
 * @param maxLosses how many new attempts an item gets after losses, at most
 * @param runsKept how many ended runs of a job are kept
 * @param upkeep what is looked after by the clock
 */
public record CoreSettings(long seed, int maxLosses, int runsKept, Upkeep upkeep) {

  /**
   * What is looked after by the clock.
   *
   * @param keepAlive how long a shared executor without work is kept
   * @param reconcileEvery how often the master is asked for all tasks it knows
   */
  public record Upkeep(Duration keepAlive, Duration reconcileEvery) {
    /** As the keys have it by default. */
    public static final Upkeep USUAL = new Upkeep(Duration.ofMinutes(10), Duration.ofMinutes(15));
  }

  /** With the usual upkeep. */
  public CoreSettings(long seed, int maxLosses, int runsKept) {
    this(seed, maxLosses, runsKept, Upkeep.USUAL);
  }

  /** How many new attempts an item gets after its launch was called invalid. */
  static final int MAX_REFUSALS = 3;

  /** How many tasks are asked for in one RECONCILE. */
  static final int RECONCILE_CHUNK = 500;

  /** How many due instants of a job are settled in one step. */
  static final int FIRES_A_STEP = 1_000;
}
