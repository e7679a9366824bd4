package io.ejc.internal.core;

import java.time.Duration;
import java.util.List;

/**
 * What the host's configuration says about deciding.
 *
 * @param seed spreads the back-off of several hosts; any number
 * @param maxLosses how many new attempts an item gets after losses, at most
 * @param runsKept how many ended runs of a job are kept
 * @param upkeep what is looked after by the clock
 * @param roles under which the framework uses resources; the first is that of jobs that name none
 * @param listens whether somebody is told of each run
 * @param retriesInNewest whether an item that was launched before runs the newest code
 */
public record CoreSettings(
    long seed,
    int maxLosses,
    int runsKept,
    Upkeep upkeep,
    List<String> roles,
    boolean listens,
    boolean retriesInNewest) {

  /** Copies the list. */
  public CoreSettings {
    roles = List.copyOf(roles);
  }

  /**
   * What is looked after by the clock.
   *
   * @param keepAlive how long a shared executor without work is kept
   * @param reconcileEvery how often the master is asked for all tasks it knows
   * @param prewarm how long before a fire of a frequent job its shared executors are started; zero
   *     for not at all
   */
  public record Upkeep(Duration keepAlive, Duration reconcileEvery, Duration prewarm) {
    /** Without starting executors ahead of fires. */
    public Upkeep(Duration keepAlive, Duration reconcileEvery) {
      this(keepAlive, reconcileEvery, Duration.ZERO);
    }

    /** As the keys have it by default, without starting executors ahead of fires. */
    public static final Upkeep USUAL = new Upkeep(Duration.ofMinutes(10), Duration.ofMinutes(15));
  }

  /** Retries run the code of their run. */
  public CoreSettings(
      long seed, int maxLosses, int runsKept, Upkeep upkeep, List<String> roles, boolean listens) {
    this(seed, maxLosses, runsKept, upkeep, roles, listens, false);
  }

  /** Nobody listens. */
  public CoreSettings(long seed, int maxLosses, int runsKept, Upkeep upkeep, List<String> roles) {
    this(seed, maxLosses, runsKept, upkeep, roles, false);
  }

  /** Everybody's role alone. */
  public CoreSettings(long seed, int maxLosses, int runsKept, Upkeep upkeep) {
    this(seed, maxLosses, runsKept, upkeep, List.of("*"));
  }

  /** With the usual upkeep. */
  public CoreSettings(long seed, int maxLosses, int runsKept) {
    this(seed, maxLosses, runsKept, Upkeep.USUAL);
  }

  /** How many new attempts an item gets after its launch was called invalid. */
  static final int MAX_REFUSALS = 3;

  /** How many tasks are asked for in one RECONCILE. */
  static final int RECONCILE_CHUNK = 500;
}
