package io.ejc.internal.mesos;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Those that the configuration names, for ever. */
record NamedMasters(List<URI> masters) implements Masters {

  @Override
  public CompletableFuture<List<URI>> toAsk() {
    return CompletableFuture.completedFuture(masters);
  }

  @Override
  public Runnable whenOutdated(List<URI> asked, Outdated outdated) {
    return () -> {};
  }

  @Override
  public boolean elected() {
    return false;
  }

  @Override
  public String whyNobody() {
    return "ejc.mesos.master names nobody";
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
