package io.ejc.internal.engine;

import io.ejc.internal.core.Event;
import io.ejc.internal.core.Event.TimePassed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Where events wait for the engine. Any thread may put, only the engine's takes.
 *
 * <p>Unbounded on purpose: the master sends no more offers than agents have resources, and an agent
 * sends the next update of a task only after the last was acknowledged, so that what can wait here
 * is bounded by the cluster.
 */
public final class Inbox {

  private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();

  /** Puts an event. */
  public void put(Event event) {
    queue.add(event);
  }

  /**
   * Waits for events, at most until the next timer.
   *
   * @param wait how long to wait for the first; zero or less does not wait
   * @param max how many to take at most
   * @return the events in their order; a {@link TimePassed} alone when none came
   */
  List<Event> take(Duration wait, int max) throws InterruptedException {
    List<Event> events = new ArrayList<>();
    if (queue.drainTo(events, max) == 0) {
      Event first = queue.poll(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
      events.add(first == null ? new TimePassed() : first);
      queue.drainTo(events, max - 1);
    }
    return events;
  }
}
