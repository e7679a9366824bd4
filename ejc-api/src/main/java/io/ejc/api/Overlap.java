package io.ejc.api;

/**
 * What happens to a fire while an earlier run of the same job has not ended; with {@link
 * ElasticJob#maxConcurrentRuns()}, while so many have not.
 */
public enum Overlap {
  /** The fire is skipped, and the ledger says so. The default. */
  SKIP,
  /** One fire waits for the earlier run to end; further ones are coalesced into it. */
  QUEUE_ONE,
  /** Fires wait in order, up to a bound. */
  QUEUE,
  /**
   * The earlier run is killed; the new one starts when it has ended. With several at once the
   * oldest are killed, so that the newest stay.
   */
  REPLACE
}
