package io.ejc.api;

/**
 * What happens to due instants that could not start at their time, for example because no host was
 * up. Whatever the choice, each due instant ends in the ledger with its outcome and reason.
 */
public enum Misfire {
  /** Late instants are skipped; the next one in the future runs. */
  SKIP,
  /**
   * The latest of the late instants runs once, the others are recorded as coalesced. The default.
   */
  FIRE_ONCE,
  /**
   * Each late instant within {@link ElasticJob#misfireWindow()} runs, in order, one after another.
   */
  FIRE_ALL
}
