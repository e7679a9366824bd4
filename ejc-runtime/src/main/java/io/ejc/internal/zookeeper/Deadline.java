package io.ejc.internal.zookeeper;

import java.time.Duration;

/** An instant by which something must be over, on the monotonic clock. */
final class Deadline {

  private final Duration allowed;
  private final long end;

  private Deadline(Duration allowed) {
    this.allowed = allowed;
    this.end = System.nanoTime() + allowed.toNanos();
  }

  static Deadline in(Duration allowed) {
    return new Deadline(allowed);
  }

  /** How long all of it may take. */
  Duration allowed() {
    return allowed;
  }

  /** What is left of it, 0 or less when nothing is. */
  long nanosLeft() {
    return end - System.nanoTime();
  }
}
