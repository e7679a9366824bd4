package io.ejc.internal.zookeeper;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.ZooKeeper;

/** Ends a client's session behind its back, as ZooKeeper itself does when it expires. */
final class ExpiredSession {

  private ExpiredSession() {}

  /** A second client of the same session closes it. */
  static void of(ZooKeeperClient client, String address) throws Exception {
    ZooKeeper handle = client.session().handle();
    CompletableFuture<Void> connected = new CompletableFuture<>();
    ZooKeeper twin =
        new ZooKeeper(
            address,
            4_000,
            event -> connected.complete(null),
            handle.getSessionId(),
            handle.getSessionPasswd());
    connected.get(30, TimeUnit.SECONDS);
    twin.close();
  }
}
