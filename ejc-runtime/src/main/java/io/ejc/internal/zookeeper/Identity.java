package io.ejc.internal.zookeeper;

import io.ejc.internal.record.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.zookeeper.KeeperException;

/** Whose namespace it is: the first application that comes writes its name on it. */
public final class Identity {

  private static final Duration WAIT = Duration.ofSeconds(15);

  private Identity() {}

  /**
   * Refuses to go on in the namespace of another application.
   *
   * @param client the connection
   * @param identity what makes hosts the same application
   * @throws StoreException when the namespace is another application's, or ZooKeeper refuses
   */
  public static void require(ZooKeeperClient client, String identity) throws StoreException {
    String node = client.root() + "/identity";
    Session session = client.session();
    try {
      Deadline deadline = Deadline.in(WAIT);
      byte[] own = identity.getBytes(StandardCharsets.UTF_8);
      session.ensure(node, own, session.acl(), deadline);
      String owner = new String(session.read(node, deadline).bytes(), StandardCharsets.UTF_8);
      if (!owner.equals(identity)) {
        throw new StoreException(
            "ejc.namespace: "
                + client.root().substring(client.root().lastIndexOf('/') + 1)
                + " (expected: one of its own): it belongs to the application "
                + owner
                + ", and this one is "
                + identity
                + "; set ejc.namespace to another one. If both are the same application under two"
                + " names, set ejc.identity="
                + owner
                + " here");
      }
    } catch (KeeperException e) {
      throw ZooKeeperClient.refused("reading whose namespace " + client.root() + " is", e);
    }
  }
}
