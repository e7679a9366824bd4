package io.ejc.internal.zookeeper;

import io.ejc.internal.engine.StoreClock;
import io.ejc.internal.record.StoreException;
import java.time.Duration;
import java.time.Instant;
import org.apache.zookeeper.KeeperException;

/** The time that ZooKeeper's leader gives a node that this host has just written. */
public final class ZooKeeperClock implements StoreClock {

  private static final byte[] NO_CONTENT = {};
  private static final int ANY_VERSION = -1;
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final ZooKeeperClient client;
  private final String node;

  /**
   * The clock of a namespace's servers.
   *
   * @param client the connection
   */
  public ZooKeeperClock(ZooKeeperClient client) {
    this.client = client;
    this.node = client.root() + "/clock";
  }

  @Override
  public Instant instant() throws StoreException {
    Session session = client.session();
    Deadline deadline = Deadline.in(WAIT);
    try {
      try {
        return written(session, deadline);
      } catch (KeeperException.NoNodeException e) {
        session.ensure(node, NO_CONTENT, session.acl(), deadline);
        return written(session, deadline);
      }
    } catch (KeeperException e) {
      throw ZooKeeperClient.refused("comparing the clocks", e);
    }
  }

  private Instant written(Session session, Deadline deadline)
      throws KeeperException, StoreException {
    return Instant.ofEpochMilli(session.write(node, NO_CONTENT, ANY_VERSION, deadline).getMtime());
  }
}
