package io.ejc.internal.zookeeper;

import io.ejc.internal.record.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.apache.zookeeper.KeeperException;

/**
 * A random text that all hosts of a namespace share and that outlives them, drawn by the first that
 * asks for it.
 */
public final class SharedSecret {

  private static final int BYTES = 24;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private SharedSecret() {}

  /**
   * The secret of a name; drawn when there is none.
   *
   * @param client the connection
   * @param name the node's name below the namespace's root
   * @return hexadecimal digits
   * @throws StoreException when ZooKeeper does not answer or refuses
   */
  public static String of(ZooKeeperClient client, String name) throws StoreException {
    byte[] drawn = new byte[BYTES];
    new SecureRandom().nextBytes(drawn);
    String path = client.root() + "/" + name;
    Session session = client.session();
    try {
      Deadline deadline = Deadline.in(PATIENCE);
      byte[] text = HexFormat.of().formatHex(drawn).getBytes(StandardCharsets.US_ASCII);
      // whoever was first wins; the node is read whether or not it was this host
      session.ensure(path, text, session.acl(), deadline);
      return new String(session.read(path, deadline).bytes(), StandardCharsets.US_ASCII);
    } catch (KeeperException e) {
      throw ZooKeeperClient.refused("reading " + path, e);
    }
  }
}
