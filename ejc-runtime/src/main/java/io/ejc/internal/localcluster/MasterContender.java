package io.ejc.internal.localcluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A master's place in the election: the ephemeral node {@code json.info_NNNNNNNNNN} below {@code
 * /mesos} with its description; the lowest number leads. Its own thread does the work.
 */
final class MasterContender implements AutoCloseable {

  static final String GROUP = "/mesos";

  private static final Logger log = LoggerFactory.getLogger(MasterContender.class);
  private static final String PREFIX = "json.info_";
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final Loop loop = new Loop("local-master-election");
  private final Outcome outcome;
  private final byte[] info;
  private final Address self;
  private final Client client;
  private @Nullable String node;
  private volatile boolean closed;

  /** What the election says. On the contender's thread. */
  interface Outcome {
    void elected(Address self);

    /** Another leads. */
    void detected(@Nullable Address leader);

    /** The session is lost, and the node with it: a real master ends here. */
    void expired();
  }

  /** A client that can vanish without a word, as a process that is killed does. */
  @SuppressWarnings("try") // its close waits, and is called where that is in order
  private static final class Client extends ZooKeeper {
    Client(String servers, int sessionMillis, Watcher watcher) throws IOException {
      super(servers, sessionMillis, watcher);
    }

    void vanish() {
      cnxn.disconnect();
    }
  }

  /**
   * Joins as soon as ZooKeeper answers.
   *
   * @throws ClusterException if there can be no client
   */
  MasterContender(String servers, Duration session, MasterInfo info, Outcome outcome) {
    this.outcome = outcome;
    this.self = info.getAddress();
    this.info = sorted(info).getBytes(StandardCharsets.UTF_8);
    try {
      client = new Client(servers, (int) session.toMillis(), this::changed);
    } catch (IOException e) {
      throw new ClusterException("no ZooKeeper client for the master: " + e, e);
    }
  }

  /** Leaves: the node is removed at once. */
  @Override
  public void close() {
    closed = true;
    loop.close();
    try {
      client.close((int) Duration.ofSeconds(1).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As {@code kill -9}: the node stays until the session has run out. */
  void vanish() {
    closed = true;
    client.vanish();
    loop.close();
  }

  long sessionId() {
    return client.getSessionId();
  }

  private void changed(WatchedEvent event) {
    if (event.getState() == Watcher.Event.KeeperState.Expired) {
      loop.post(
          () -> {
            if (!closed) {
              outcome.expired();
            }
          });
    } else if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
      loop.post(this::look);
    }
  }

  private void look() {
    if (closed) {
      return;
    }
    try {
      String own = node;
      List<String> nodes = nodes();
      if (own == null || !nodes.contains(own)) {
        node = mine(nodes);
        nodes = nodes();
      }
      String first = nodes.get(0);
      if (first.equals(node)) {
        outcome.elected(self);
      } else {
        outcome.detected(address(client.getData(GROUP + "/" + first, false, null)));
      }
    } catch (KeeperException.ConnectionLossException e) {
      log.debug("the master has no ZooKeeper for now");
    } catch (KeeperException e) {
      log.debug("the election is looked at again: {}", e.getMessage());
      Loop.Timer unused = loop.after(AGAIN, this::look);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> nodes() throws KeeperException, InterruptedException {
    try {
      return client.getChildren(GROUP, true).stream()
          .filter(name -> name.startsWith(PREFIX))
          .sorted()
          .toList();
    } catch (KeeperException.NoNodeException e) {
      createGroup();
      return nodes();
    }
  }

  private void createGroup() throws KeeperException, InterruptedException {
    try {
      client.create(GROUP, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    } catch (KeeperException.NodeExistsException e) {
      log.trace("another master has made {}", GROUP);
    }
  }

  /** A create whose answer was lost may have made it already: it is known by what it says. */
  private String mine(List<String> nodes) throws KeeperException, InterruptedException {
    for (String name : nodes) {
      if (java.util.Arrays.equals(client.getData(GROUP + "/" + name, false, null), info)) {
        return name;
      }
    }
    String path =
        client.create(
            GROUP + "/" + PREFIX,
            info,
            ZooDefs.Ids.OPEN_ACL_UNSAFE,
            CreateMode.EPHEMERAL_SEQUENTIAL);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static @Nullable Address address(byte[] data) {
    MasterInfo.Builder leader = MasterInfo.newBuilder();
    try {
      MesosJson.parse(Json.parse(new String(data, StandardCharsets.UTF_8)), leader);
    } catch (Json.Invalid e) {
      log.warn("the leader's node in ZooKeeper cannot be read: {}", e.text());
      return null;
    }
    return leader.getAddress();
  }

  /** Keys in the order of the alphabet, as Mesos writes the node. */
  private static String sorted(MasterInfo info) {
    return Json.print(new java.util.TreeMap<>(MesosJson.print(info)));
  }
}
