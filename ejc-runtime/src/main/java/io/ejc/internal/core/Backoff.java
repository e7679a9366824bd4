package io.ejc.internal.core;

import java.time.Duration;

/** Pauses that double up to a limit. */
final class Backoff {

  private static final int DOUBLINGS_MAX = 30;

  private Backoff() {}

  /** The pause before the try after this many earlier ones. */
  static Duration doubling(Duration first, Duration longest, int earlier) {
    Duration pause = first.multipliedBy(1L << Math.min(earlier, DOUBLINGS_MAX));
    return pause.compareTo(longest) > 0 ? longest : pause;
  }

  /** The pause, shortened by up to half, the same for the same seed and try. */
  static Duration jittered(Duration pause, long seed, int tries) {
    long mixed = (seed + tries * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    double fraction = ((mixed >>> 33) & 0xFFFF) / 65_536.0;
    return Duration.ofMillis((long) (pause.toMillis() * (1 - fraction / 2)));
  }
}
