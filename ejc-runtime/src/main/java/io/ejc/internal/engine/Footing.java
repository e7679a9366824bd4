package io.ejc.internal.engine;

import io.ejc.internal.record.StoreException;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a leader stands on: a connection to the store, and a clock that is right. Without the first
 * it waits, without the second it leads no more.
 */
final class Footing {

  private final ClockWatch clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean suspended;
  private boolean over;

  Footing(ClockWatch clock) {
    this.clock = clock;
  }

  /** The connection to the store is broken: whether this host still leads will be seen. */
  void suspended(boolean now) {
    lock.lock();
    try {
      suspended = now;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** This host leads no more. */
  void end() {
    lock.lock();
    try {
      over = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns when the store is connected, as far as is known.
   *
   * @return false when this host leads no more
   */
  boolean awaitConnection() throws InterruptedException {
    lock.lock();
    try {
      while (suspended && !over) {
        changed.await();
      }
      return !over;
    } finally {
      lock.unlock();
    }
  }

  /** Watches from now on whether the host's clock is set. */
  ClockSteps clockSteps(Instant wall) {
    return clock.steps(wall);
  }

  /**
   * Compares the clocks when it is time to.
   *
   * @return whether it did
   */
  boolean checkClock() throws StoreException {
    return clock.check();
  }
}
