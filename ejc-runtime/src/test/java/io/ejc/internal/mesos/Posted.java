package io.ejc.internal.mesos;

import io.ejc.internal.core.Event;
import io.ejc.internal.engine.Inbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was put into an inbox so far, for tests that stand in the engine's place. */
final class Posted {

  private final Inbox inbox = new Inbox();
  private final List<Event> events = new CopyOnWriteArrayList<>();

  /** The inbox to be given away. */
  Inbox inbox() {
    return inbox;
  }

  /** All events so far, in their order. Does not wait. */
  synchronized List<Event> events() {
    try {
      inbox.take(Optional.of(Duration.ZERO), Integer.MAX_VALUE).stream()
          .filter(event -> !(event instanceof Event.TimePassed))
          .forEach(events::add);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.copyOf(events);
  }

  /** All events of a type so far. */
  <E extends Event> List<E> events(Class<E> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
