package io.ejc.internal.zookeeper;

import io.ejc.internal.record.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's connection to ZooKeeper, for one namespace. Leadership and store share it, so that
 * they share one session: who loses the one loses the other.
 *
 * <p>Curator keeps the connection and begins a new session when one is lost. Only the election uses
 * Curator's operations, which may be sent again; see {@link Session} for the others. Any thread may
 * use it.
 */
public final class ZooKeeperClient implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ZooKeeperClient.class);

  private static final byte[] NO_CONTENT = {};
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(3);

  private final CuratorFramework curator;
  private final ZooKeeperSettings settings;
  private final ConnectionGate gate = new ConnectionGate();
  private final HandleFactory handles = new HandleFactory();

  private ZooKeeperClient(ZooKeeperSettings settings) {
    this.settings = settings;
    this.curator = framework(settings, handles);
    curator.getConnectionStateListenable().addListener(gate);
  }

  /**
   * Connects, and creates the root of the namespace when it is not there.
   *
   * @param settings how to reach ZooKeeper
   * @throws StoreException when no server answers in time, or it does not let us in
   */
  public static ZooKeeperClient connect(ZooKeeperSettings settings) throws StoreException {
    ZooKeeperClient client = new ZooKeeperClient(settings);
    try {
      client.open();
      return client;
    } catch (StoreException | RuntimeException | Error e) {
      client.close();
      throw e;
    }
  }

  private static CuratorFramework framework(ZooKeeperSettings settings, HandleFactory handles) {
    CuratorFrameworkFactory.Builder builder =
        CuratorFrameworkFactory.builder()
            .connectString(settings.servers())
            .sessionTimeoutMs(Math.toIntExact(settings.sessionTimeout().toMillis()))
            .connectionTimeoutMs(Math.toIntExact(settings.connectionTimeout().toMillis()))
            .zookeeperFactory(handles)
            .retryPolicy(new ExponentialBackoffRetry(200, 5, 5_000))
            // A broken connection alone deposes nobody: see ZooKeeperLeadership.
            .connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy())
            // The addresses that the user gave are the truth: behind NAT the ensemble's own are
            // not.
            .ensembleTracker(false)
            .aclProvider(
                new ACLProvider() {
                  @Override
                  public List<ACL> getDefaultAcl() {
                    return rights(settings);
                  }

                  @Override
                  public List<ACL> getAclForPath(String path) {
                    return rights(settings);
                  }
                });
    settings
        .credentials()
        .ifPresent(c -> builder.authorization("digest", c.getBytes(StandardCharsets.UTF_8)));
    return builder.build();
  }

  private void open() throws StoreException {
    Duration wait = settings.connectionTimeout();
    boolean listens = ServerProbe.anyListens(settings.servers(), wait);
    if (listens) {
      curator.start();
    }
    if (!listens || !connected(wait)) {
      throw new StoreException(
          "ejc.zookeeper.servers: "
              + settings.servers()
              + " (expected: a ZooKeeper server that answers within "
              + wait.toMillis()
              + " ms); check the addresses, that ZooKeeper runs there, and that this host may connect to"
              + " it");
    }
    try {
      createRoot(session(), Deadline.in(wait));
    } catch (KeeperException e) {
      throw refused("creating " + settings.root() + " on " + settings.servers(), e);
    }
    log.info(
        "connected to ZooKeeper at {}, namespace root {}", settings.servers(), settings.root());
  }

  private boolean connected(Duration wait) throws StoreException {
    try {
      return curator.blockUntilConnected(Math.toIntExact(wait.toMillis()), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while connecting to " + settings.servers(), e);
    }
  }

  private void createRoot(Session session, Deadline deadline)
      throws KeeperException, StoreException {
    String root = settings.root();
    for (int slash = root.indexOf('/', 1); slash > 0; slash = root.indexOf('/', slash + 1)) {
      session.ensure(root.substring(0, slash), NO_CONTENT, sharedRights(settings), deadline);
    }
    session.ensure(root, NO_CONTENT, session.acl(), deadline);
  }

  /** The path below which everything of the namespace is. */
  String root() {
    return settings.root();
  }

  CuratorFramework curator() {
    return curator;
  }

  ConnectionGate gate() {
    return gate;
  }

  /** The session of this moment. */
  Session session() throws StoreException {
    try {
      return new Session(curator.getZookeeperClient().getZooKeeper(), rights(settings));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while connecting to " + settings.servers(), e);
    } catch (Exception e) {
      throw new StoreException(
          "ZooKeeper at " + settings.servers() + " cannot be reached: " + e.getMessage(), e);
    }
  }

  /** What a failed request means for the one who asked. */
  static StoreException refused(String what, KeeperException e) {
    String meaning =
        switch (e.code()) {
          case SESSIONEXPIRED ->
              "the ZooKeeper session is lost, so another host may lead; take over again once leading";
          case NOAUTH, AUTHFAILED ->
              "ZooKeeper does not allow it; check ejc.zookeeper.credentials against those with which"
                  + " the namespace was created";
          case CONNECTIONLOSS, OPERATIONTIMEOUT, REQUESTTIMEOUT ->
              "ZooKeeper did not answer ("
                  + e.code()
                  + "); check the servers of ejc.zookeeper.servers, it is safe to try again";
          default -> e.code() + " at " + e.getPath();
        };
    return new StoreException(what + " failed: " + meaning, e);
  }

  private static List<ACL> rights(ZooKeeperSettings settings) {
    return settings.credentials().isPresent() ? Ids.CREATOR_ALL_ACL : Ids.OPEN_ACL_UNSAFE;
  }

  /** What lies above the namespace is for other namespaces, with other credentials, too. */
  private static List<ACL> sharedRights(ZooKeeperSettings settings) {
    return settings.credentials().isPresent()
        ? List.of(
            Ids.CREATOR_ALL_ACL.get(0), new ACL(Perms.READ | Perms.CREATE, Ids.ANYONE_ID_UNSAFE))
        : Ids.OPEN_ACL_UNSAFE;
  }

  /**
   * Ends the session: what it held, leadership too, is free at once. A server that does not answer
   * is not waited for: the session then ends by its timeout.
   */
  @Override
  public void close() {
    Thread closing = new Thread(this::closeAll, "ejc-zookeeper-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_WAIT.toMillis());
      if (closing.isAlive()) {
        log.warn(
            "ZooKeeper at {} does not answer; the session ends by its timeout, {} ms",
            settings.servers(),
            settings.sessionTimeout().toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAll() {
    curator.close();
    handles.close();
  }
}
