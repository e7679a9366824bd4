package io.ejc.internal.engine;

import io.ejc.internal.core.Event;
import io.ejc.internal.core.Event.TimePassed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /**
   * Puts an event.
   *
   * @param event the event
   */
  public void put(Event event) {
    queue.add(event);
  }

  /**
   * Takes events, waiting for the first.
   *
   * @param wait how long to wait for the first; empty waits for ever
   * @param max how many to take at most
   * @return the events in their order; a {@link TimePassed} alone when none came in time
   * @throws InterruptedException when the taking thread is interrupted
   */
  public List<Event> take(Optional<Duration> wait, int max) throws InterruptedException {
    List<Event> events = new ArrayList<>();
    if (queue.drainTo(events, max) == 0) {
      events.add(first(wait));
      queue.drainTo(events, max - 1);
    }
    return events;
  }

  private Event first(Optional<Duration> wait) throws InterruptedException {
    if (wait.isEmpty()) {
      return queue.take();
    }
    Event event = queue.poll(Math.max(0, wait.get().toNanos()), TimeUnit.NANOSECONDS);
    return event == null ? new TimePassed() : event;
  }
}
