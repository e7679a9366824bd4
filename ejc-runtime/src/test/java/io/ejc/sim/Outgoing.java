package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.engine.MasterConnection;

/** What a term sends to the master: its shadow looks, and a bug may be planted behind it. */
record Outgoing(SimHost.Term term, Mutation mutation) implements MasterConnection {

  @Override
  public void send(Call.ToMaster call) {
    term.shadow().sent(call);
    mutation.send(call);
  }

  @Override
  public void cut() {
    term.connection().cut();
  }

  @Override
  public void close() {
    term.connection().close();
  }
}
