package io.ejc.internal.engine;

import io.ejc.internal.record.CannotLeadException;
import io.ejc.internal.record.StoreException;
import java.time.Duration;
import java.time.Instant;

/**
 * Holds the host's clock against the store's (CORRECTNESS 5): before this host leads, every minute
 * while it does, and as soon as the host's clock has moved otherwise than time has passed.
 *
 * <p>The store's time was taken between two looks at the host's clock, so that a slow answer does
 * not count as a difference. For one thread at a time.
 */
public final class ClockWatch {

  /** How long a comparison is good for. */
  static final Duration EVERY = Duration.ofMinutes(1);

  private final Clocks clocks;
  private boolean compared;
  private Instant hostThen = Instant.EPOCH;
  private long nanosThen;

  /** A watch that has compared nothing yet. */
  public ClockWatch(Clocks clocks) {
    this.clocks = clocks;
  }

  /**
   * Compares when it is time to.
   *
   * @return whether it did
   * @throws CannotLeadException when the clocks are too far apart
   * @throws StoreException when the store does not answer
   */
  public boolean check() throws StoreException {
    if (!isTime()) {
      return false;
    }
    compare();
    return true;
  }

  /** Watches from now on whether the host's clock is set. */
  ClockSteps steps(Instant wall) {
    return new ClockSteps(wall, clocks.nanos());
  }

  private boolean isTime() {
    Duration passed = Duration.ofNanos(clocks.nanos().getAsLong() - nanosThen);
    Duration shown = Duration.between(hostThen, clocks.host().instant());
    boolean stepped = shown.minus(passed).abs().compareTo(clocks.maxSkew().dividedBy(2)) > 0;
    return !compared || stepped || passed.compareTo(EVERY) >= 0;
  }

  /** Compares now. */
  void compare() throws StoreException {
    compared = false;
    Instant before = clocks.host().instant();
    Instant store = clocks.store().instant();
    Instant after = clocks.host().instant();
    Duration ahead =
        store.isBefore(before)
            ? Duration.between(store, before)
            : store.isAfter(after) ? Duration.between(store, after) : Duration.ZERO;
    if (ahead.abs().compareTo(clocks.maxSkew()) > 0) {
      throw new CannotLeadException(
          "clock of this host: "
              + after
              + ", "
              + ahead.abs().toMillis()
              + " ms "
              + (ahead.isNegative() ? "behind" : "ahead of")
              + " ZooKeeper's, "
              + store
              + " (expected: at most ejc.clock.maxSkew, "
              + clocks.maxSkew().toMillis()
              + " ms); it does not lead and settles nothing: set the clock of this host, or of the"
              + " ZooKeeper server, right (NTP)");
    }
    compared = true;
    hostThen = after;
    nanosThen = clocks.nanos().getAsLong();
  }
}
