package io.ejc.sim;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Virtual time in milliseconds, and what happens when. What happens at the same time happens in the
 * order in which it was planned.
 */
final class Timeline {

  private record Planned(long at, long sequence, Runnable action) {}

  private final PriorityQueue<Planned> planned =
      new PriorityQueue<>(
          Comparator.comparingLong(Planned::at).thenComparingLong(Planned::sequence));
  private final Runnable afterEach;
  private long now;
  private long sequence;
  private long events;

  /**
   * Begins at 0.
   *
   * @param afterEach runs after everything that happens
   */
  Timeline(Runnable afterEach) {
    this.afterEach = afterEach;
  }

  long now() {
    return now;
  }

  /** How much has happened. */
  long events() {
    return events;
  }

  void at(long time, Runnable action) {
    planned.add(new Planned(Math.max(now, time), sequence++, action));
  }

  void in(long millis, Runnable action) {
    at(now + millis, action);
  }

  /** Lets happen what is planned up to a time. May be called by what happens, as a wait. */
  void runUntil(long time) {
    while (true) {
      Planned next = planned.peek();
      if (next == null || next.at() > time) {
        break;
      }
      planned.remove();
      now = Math.max(now, next.at());
      events++;
      next.action().run();
      afterEach.run();
    }
    now = Math.max(now, time);
  }
}
