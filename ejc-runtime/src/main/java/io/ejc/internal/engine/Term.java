package io.ejc.internal.engine;

import io.ejc.internal.core.Event;
import io.ejc.internal.record.StoreException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One period of leadership. Runs on the engine's thread; anybody may end it or put an event. */
final class Term {

  private final Scheduler.Ports ports;
  private final Engine.Published published;
  private final Footing footing;
  private final Optional<Event.ClusterBegan> cluster;
  private final Inbox inbox = new Inbox();
  private final AtomicBoolean hostsChanged = new AtomicBoolean(true);
  private volatile @Nullable MasterConnection master;

  Term(
      Scheduler.Ports ports,
      Engine.Published published,
      Footing footing,
      Optional<Event.ClusterBegan> cluster) {
    this.ports = ports;
    this.published = published;
    this.footing = footing;
    this.cluster = cluster;
  }

  /**
   * Leads until somebody ends it.
   *
   * @param turned called after each turn
   */
  void run(Runnable turned) throws StoreException, InterruptedException {
    if (!footing.awaitConnection()) {
      return;
    }
    boolean unused = footing.checkClock();
    try (MasterConnection connection = ports.masters().apply(inbox)) {
      master = connection;
      Engine engine =
          new Engine(
              ports.core(),
              ports.store(),
              connection,
              inbox,
              ports.clocks().host(),
              published,
              footing);
      cluster.ifPresent(inbox::put);
      while (footing.awaitConnection()) {
        if (hostsChanged.compareAndSet(true, false)) {
          Hosts.Live live = ports.hosts().live();
          engine.writeFor(live.reads());
          inbox.put(new Event.Deployed(live.deployments()));
        }
        engine.turn();
        turned.run();
      }
    } finally {
      master = null;
    }
  }

  void put(Event event) {
    inbox.put(event);
  }

  void suspended(boolean now) {
    footing.suspended(now);
  }

  void hostsChanged() {
    hostsChanged.set(true);
    inbox.put(new Event.TimePassed());
  }

  /** Another host may lead: nothing is sent from now on, and what waits to be sent is dropped. */
  void depose() {
    footing.end();
    MasterConnection connection = master;
    if (connection != null) {
      connection.cut();
    }
    inbox.put(new Event.TimePassed());
  }

  /** Nothing is decided from now on. */
  void end() {
    footing.end();
    inbox.put(new Event.TimePassed());
  }
}
