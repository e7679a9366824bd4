package io.ejc.internal.zookeeper;

import io.ejc.internal.engine.Hosts;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.record.HostRecord;
import io.ejc.internal.record.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live hosts as ephemeral nodes below {@code ROOT/hosts}, each named after its session, so that a
 * host in a new session never meets a node of its own that is about to vanish.
 *
 * <p>Announcing and watching is done on the thread {@code ejc-hosts}; {@link #live} on the
 * caller's.
 */
public final class ZooKeeperHosts implements Hosts, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ZooKeeperHosts.class);

  /** What ZooKeeper takes in a request, with a margin for the path and the header. */
  private static final int HOST_BYTES_MAX = 960 * 1024;

  private static final byte[] NO_CONTENT = {};
  private static final Duration WAIT = Duration.ofSeconds(15);

  private final ZooKeeperClient client;
  private final String hosts;
  private final byte[] own;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor(ZooKeeperHosts::daemon);
  private final ConnectionStateListener connection = this::connectionChanged;
  private volatile Runnable changed = () -> {};

  /** An announcement never changes, and its node's name is not used again. */
  private record Known(long since, HostRecord record) {}

  private ZooKeeperHosts(ZooKeeperClient client, byte[] own) {
    this.client = client;
    this.hosts = client.root() + "/hosts";
    this.own = own;
  }

  /**
   * Announces this host, as long as it lives and is connected.
   *
   * @param client the connection; stays open when this is closed
   * @param own what this host says of itself
   * @throws StoreException when ZooKeeper does not answer or refuses, or it is too much to say
   */
  public static ZooKeeperHosts announce(ZooKeeperClient client, HostRecord own)
      throws StoreException {
    byte[] bytes = own.write();
    if (bytes.length > HOST_BYTES_MAX) {
      throw new StoreException(
          "jobs: "
              + own.deployment().definitions().size()
              + " that take "
              + bytes.length
              + " bytes compressed (expected: at most "
              + HOST_BYTES_MAX
              + "); shorten shardingItemParameters and jobParameter, or split the application");
    }
    ZooKeeperHosts announced = new ZooKeeperHosts(client, bytes);
    announced.announce(client.session());
    client.curator().getConnectionStateListenable().addListener(announced.connection);
    return announced;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ejc-hosts");
    thread.setDaemon(true);
    return thread;
  }

  private void announce(Session session) throws StoreException {
    try {
      Deadline deadline = Deadline.in(WAIT);
      session.ensure(hosts, NO_CONTENT, session.acl(), deadline);
      session.announce(
          hosts + "/" + Long.toHexString(session.handle().getSessionId()), own, deadline);
    } catch (KeeperException e) {
      throw ZooKeeperClient.refused("announcing this host", e);
    }
  }

  @Override
  public void whenChanged(Runnable listener) {
    changed = listener;
    again();
  }

  private void connectionChanged(CuratorFramework curator, ConnectionState state) {
    if (state == ConnectionState.RECONNECTED) {
      again();
    }
  }

  private void childrenChanged(WatchedEvent event) {
    if (event.getType() != EventType.None) {
      again();
    }
  }

  private void again() {
    try {
      thread.execute(this::watch);
    } catch (RejectedExecutionException e) {
      log.debug("closed, and watches no more", e);
    }
  }

  /** In vain while the connection is broken; when it is back this is done again. */
  private void watch() {
    try {
      Session session = client.session();
      announce(session);
      List<String> unused = session.children(hosts, this::childrenChanged, Deadline.in(WAIT));
      changed.run();
    } catch (KeeperException | StoreException e) {
      log.debug("live hosts cannot be watched now", e);
    }
  }

  @Override
  public Live live() throws StoreException {
    Session session = client.session();
    announce(session);
    Deadline deadline = Deadline.in(WAIT);
    try {
      session.sync(hosts, deadline);
      List<String> names = session.children(hosts, null, deadline);
      known.keySet().retainAll(names);
      for (String name : names) {
        if (!known.containsKey(name)) {
          read(session, name, deadline);
        }
      }
      return live(new ArrayList<>(known.values()));
    } catch (KeeperException e) {
      throw ZooKeeperClient.refused("asking for live hosts", e);
    }
  }

  private void read(Session session, String name, Deadline deadline)
      throws KeeperException, StoreException {
    try {
      String path = hosts + "/" + name;
      Session.Node node = session.read(path, deadline);
      known.put(name, new Known(node.stat().getCzxid(), HostRecord.read(path, node.bytes())));
    } catch (KeeperException.NoNodeException e) {
      log.debug("host {} ended while it was asked for", name);
    }
  }

  private static Live live(List<Known> all) {
    all.sort(Comparator.comparingLong(Known::since));
    Map<DeploymentId, Deployment> deployments = new LinkedHashMap<>();
    for (Known host : all) {
      deployments.merge(
          host.record().deployment().id(), host.record().deployment(), ZooKeeperHosts::joined);
    }
    int reads =
        all.stream().mapToInt(host -> host.record().reads()).min().orElse(Integer.MAX_VALUE);
    return new Live(List.copyOf(deployments.values()), reads);
  }

  private static Deployment joined(Deployment one, Deployment same) {
    Map<BundleId, List<String>> earlier = new HashMap<>(one.earlier());
    same.earlier().forEach((bundle, more) -> earlier.merge(bundle, more, Deployment::joined));
    return new Deployment(
        one.id(),
        one.bundle(),
        one.definitions(),
        Deployment.joined(one.layerBases(), same.layerBases()),
        one.catalog(),
        earlier);
  }

  /** Watches no more. The announcement ends with the session. */
  @Override
  public void close() {
    client.curator().getConnectionStateListenable().removeListener(connection);
    thread.shutdownNow();
  }
}
