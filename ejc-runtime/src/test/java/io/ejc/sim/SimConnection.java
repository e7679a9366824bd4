package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.engine.MasterConnection;
import org.jspecify.annotations.Nullable;

/** A host's way to the simulated master. */
final class SimConnection implements MasterConnection {

  private final World world;
  private final SimHost host;
  private final SimHost.Term term;
  private @Nullable SimStream stream;
  private boolean closed;

  SimConnection(World world, SimHost host, SimHost.Term term) {
    this.world = world;
    this.host = host;
    this.term = term;
  }

  @Override
  public void send(Call.ToMaster call) {
    if (closed) {
      return;
    }
    if (call instanceof Call.Subscribe subscribe) {
      subscribe(subscribe);
    } else if (stream != null && stream.established()) {
      SimStream current = stream;
      current.up(call, () -> world.master.handle(current, call));
    }
  }

  private void subscribe(Call.Subscribe subscribe) {
    if (stream != null) {
      stream.abandon();
    }
    SimStream next = new SimStream(world, this, host, subscribe.session());
    stream = next;
    if (world.master.up) {
      next.up(subscribe, () -> world.master.subscribe(next, subscribe.framework()));
    } else {
      next.cut(world.latency());
    }
  }

  void deliver(Event event) {
    if (!closed) {
      term.hear(event);
    }
  }

  @Nullable SimStream stream() {
    return stream;
  }

  @Override
  public void cut() {
    close();
  }

  @Override
  public void close() {
    closed = true;
    if (stream != null) {
      stream.abandon();
    }
  }
}
