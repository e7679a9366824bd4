package io.ejc.internal.zookeeper;

import io.ejc.internal.model.Bundle;
import io.ejc.internal.record.StoreException;
import io.ejc.internal.record.StoredBundles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.zookeeper.KeeperException;

/** The code that the stored records name, for a host that does not lead. */
public final class KnownBundles {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private KnownBundles() {}

  /**
   * What is deployed, and what runs want besides.
   *
   * @param client the connection
   * @throws StoreException when ZooKeeper does not answer or refuses, or a newer host wrote it
   */
  public static List<Bundle> of(ZooKeeperClient client) throws StoreException {
    Session session = client.session();
    Deadline deadline = Deadline.in(PATIENCE);
    String records = client.root() + "/records/";
    try {
      List<String> paths = new ArrayList<>(List.of(StoredBundles.DEPLOYMENT));
      for (String id : children(session, records + StoredBundles.BUNDLES, deadline)) {
        paths.add(StoredBundles.BUNDLES + "/" + id);
      }
      Map<String, byte[]> found = new HashMap<>();
      for (String path : paths) {
        content(session, records + path, deadline).ifPresent(bytes -> found.put(path, bytes));
      }
      return StoredBundles.of(found);
    } catch (KeeperException e) {
      throw ZooKeeperClient.refused("reading which code is deployed", e);
    }
  }

  private static Optional<byte[]> content(Session session, String path, Deadline deadline)
      throws KeeperException, StoreException {
    try {
      return Optional.of(session.read(path, deadline).bytes());
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty(); // the leader forgot it meanwhile, or there was none yet
    }
  }

  private static List<String> children(Session session, String path, Deadline deadline)
      throws KeeperException, StoreException {
    try {
      return session.children(path, null, deadline);
    } catch (KeeperException.NoNodeException e) {
      return List.of(); // no run ever wanted other code
    }
  }
}
