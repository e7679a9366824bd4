package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.FrameworkId;
import org.jspecify.annotations.Nullable;

/**
 * One session between a host and the master: calls arrive in their order, acknowledgements beside
 * them, events in theirs. What was on its way when it is cut is lost.
 */
final class SimStream {

  final long session;
  final SimHost host;
  @Nullable FrameworkId framework;
  private final World world;
  private final SimConnection connection;
  private long lastUp;
  private long lastDown;
  private boolean cut;
  private boolean over;
  private boolean established;

  SimStream(World world, SimConnection connection, SimHost host, long session) {
    this.world = world;
    this.connection = connection;
    this.host = host;
    this.session = session;
  }

  boolean isCut() {
    return cut;
  }

  boolean established() {
    return established && !over;
  }

  /** A call on its way to the master. */
  void up(Call.ToMaster call, Runnable arrives) {
    boolean beside = call instanceof Call.Acknowledge;
    boolean overtakes = call instanceof Call.Kill && world.planted(Planted.KILL_OVERTAKES_ACCEPT);
    long at = world.time.now() + world.latency();
    if (!beside && !overtakes) {
      at = Math.max(at, lastUp + 1);
      lastUp = at;
    }
    world.time.at(
        at,
        () -> {
          if (!cut && world.master.up) {
            arrives.run();
          }
        });
  }

  /** An event on its way to the host. */
  void down(Event event) {
    long at = Math.max(world.time.now() + world.latency(), lastDown + 1);
    lastDown = at;
    world.time.at(
        at,
        () -> {
          if (!cut && !over) {
            established |= event instanceof Event.Subscribed;
            connection.deliver(event);
          }
        });
  }

  /** The network between the two is cut; the master sees it at once, the host later. */
  void cut(long noticedAfter) {
    if (cut) {
      return;
    }
    cut = true;
    world.master.disconnected(this);
    world.time.in(noticedAfter, () -> tellOver("the connection was cut", false));
  }

  /** The master ends it with a word. */
  void end(String reason, boolean frameworkRemoved) {
    if (cut) {
      return;
    }
    long at = Math.max(world.time.now() + world.latency(), lastDown + 1);
    lastDown = at;
    world.time.at(
        at,
        () -> {
          if (!cut) {
            cut = true;
            tellOver(reason, frameworkRemoved);
          }
        });
  }

  private void tellOver(String reason, boolean frameworkRemoved) {
    if (!over) {
      over = true;
      connection.deliver(new Event.SessionEnded(session, reason, frameworkRemoved));
    }
  }

  /** Replaced by a newer one, or its host is gone: nothing is told. */
  void abandon() {
    over = true;
    if (!cut) {
      cut = true;
      world.master.disconnected(this);
    }
  }
}
