package io.ejc.e2e;

import io.ejc.internal.core.StoredState;
import io.ejc.internal.model.Job;
import io.ejc.internal.record.StateRecords;
import io.ejc.internal.record.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/**
 * What the hosts of an application have stored, read without taking anything over. It is read node
 * by node: whole is what nobody writes meanwhile.
 */
final class StoredRecords {

  private static final int SESSION_MS = 10_000;

  private final String servers;
  private final String records;

  /**
   * The records of an application.
   *
   * @param servers {@code host:port} of ZooKeeper
   * @param name the application's name, which is its namespace
   */
  StoredRecords(String servers, String name) {
    this.servers = servers;
    this.records = "/ejc/" + name + "/records";
  }

  /** The secret that hosts want to be shown for the application's layers. */
  String layerSecret() {
    Map<String, byte[]> found = new HashMap<>();
    String node = records.substring(0, records.length() - "records".length()) + "layers";
    visit(client -> found.put("layers", client.getData(node, false, null)));
    return new String(found.getOrDefault("layers", new byte[0]), StandardCharsets.US_ASCII);
  }

  StoredState read() {
    Map<String, byte[]> found = new HashMap<>();
    visit(client -> read(client, records, found));
    try {
      return new StateRecords().restore(found);
    } catch (StoreException e) {
      throw new IllegalStateException(records + " cannot be read", e);
    }
  }

  private interface Visit {
    void with(ZooKeeper client) throws KeeperException, InterruptedException;
  }

  private void visit(Visit visit) {
    CountDownLatch connected = new CountDownLatch(1);
    try (ZooKeeper client =
        new ZooKeeper(
            servers,
            SESSION_MS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            })) {
      if (!connected.await(SESSION_MS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("ZooKeeper does not answer at " + servers);
      }
      visit.with(client);
    } catch (IOException | KeeperException e) {
      throw new IllegalStateException(records + " cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Job job(String name) {
    return read().jobs().stream()
        .filter(job -> job.name().value().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void read(ZooKeeper client, String path, Map<String, byte[]> found)
      throws KeeperException, InterruptedException {
    try {
      byte[] content = client.getData(path, false, null);
      if (content != null && content.length > 0) {
        found.put(path.substring(records.length() + 1), content);
      }
      for (String child : client.getChildren(path, false)) {
        read(client, path + "/" + child, found);
      }
    } catch (KeeperException.NoNodeException e) {
      // an old run is removed while the rest is read
      found.remove(path.substring(Math.min(path.length(), records.length() + 1)));
    }
  }
}
