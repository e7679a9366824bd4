package io.ejc.internal.mesos;

import io.ejc.internal.wire.LeadingMaster;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one that the masters elected in ZooKeeper: of the nodes {@code json.info_NNNNNNNNNN} below
 * the group's path the one with the lowest number (Mesos, "high availability"). Watches, never
 * polls.
 *
 * <p>While ZooKeeper cannot be reached, the last leader known stays the one to ask: a master that
 * loses its session ends by itself, and its stream with it.
 */
final class ElectedMaster implements Masters {

  private static final Logger log = LoggerFactory.getLogger(ElectedMaster.class);
  private static final String NODE = "json.info_";
  private static final Duration SESSION = Duration.ofSeconds(10);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private final MasterGroup group;
  private final CuratorFramework curator;
  private final Watcher watcher = this::changed;

  // Guarded by this.
  private final Map<Outdated, List<URI>> watching = new HashMap<>();
  private CompletableFuture<List<URI>> leader = new CompletableFuture<>();
  private Optional<String> node = Optional.empty();
  private String why;
  private boolean denied;
  private boolean closed;

  private ElectedMaster(MasterGroup group) {
    this.group = group;
    this.why = "ZooKeeper at " + group.servers() + " does not answer; does it run there?";
    CuratorFrameworkFactory.Builder builder =
        CuratorFrameworkFactory.builder()
            .connectString(group.servers())
            .sessionTimeoutMs(Math.toIntExact(SESSION.toMillis()))
            .connectionTimeoutMs(Math.toIntExact(CONNECT.toMillis()))
            .retryPolicy(new ExponentialBackoffRetry(200, 3, 2_000))
            // The addresses that the user gave are the truth: behind NAT the ensemble's are not.
            .ensembleTracker(false);
    group
        .digest()
        .ifPresent(d -> builder.authorization("digest", d.getBytes(StandardCharsets.UTF_8)));
    this.curator = builder.build();
  }

  /** Begins to look; waits for nothing. */
  static ElectedMaster watch(MasterGroup group) {
    ElectedMaster elected = new ElectedMaster(group);
    elected.curator.getConnectionStateListenable().addListener((c, state) -> elected.state(state));
    elected.curator.start();
    return elected;
  }

  @Override
  public synchronized CompletableFuture<List<URI>> toAsk() {
    return leader.copy();
  }

  @Override
  public Runnable whenOutdated(List<URI> asked, Outdated outdated) {
    List<URI> others;
    synchronized (this) {
      others = leader.getNow(List.of());
      if (others.equals(asked)) {
        watching.put(outdated, asked);
        return () -> forget(outdated);
      }
    }
    outdated.by(others);
    return () -> {};
  }

  private synchronized void forget(Outdated outdated) {
    watching.remove(outdated);
  }

  @Override
  public boolean elected() {
    return true;
  }

  @Override
  public synchronized String whyNobody() {
    return why;
  }

  /** Whether ZooKeeper refused to tell. */
  synchronized boolean denied() {
    return denied;
  }

  /** Waits for a connection to ZooKeeper; false when there is none in time. */
  boolean connected(Duration wait) throws InterruptedException {
    return curator.blockUntilConnected(Math.toIntExact(wait.toMillis()), TimeUnit.MILLISECONDS);
  }

  private void state(ConnectionState state) {
    if (state.isConnected()) {
      look();
    } else {
      log.debug("ZooKeeper of {}: {}", group, state);
    }
  }

  private void changed(WatchedEvent event) {
    if (event.getType() != Watcher.Event.EventType.None) {
      look();
    }
  }

  /** Asks who is registered, and to be told when that changes. */
  private void look() {
    ask(
        "looking for masters",
        () ->
            curator
                .getChildren()
                .usingWatcher(watcher)
                .inBackground(back(this::registered))
                .forPath(group.path()));
  }

  private void registered(CuratorEvent event) throws IOException {
    switch (KeeperException.Code.get(event.getResultCode())) {
      case OK -> lowest(event.getChildren());
      case NONODE -> {
        nobody(
            "no master has registered below " + group.path() + "; is that the path of its --zk?");
        // Told when it is made.
        ask(
            "waiting for " + group.path(),
            () ->
                curator
                    .checkExists()
                    .usingWatcher(watcher)
                    .inBackground(
                        back(
                            made -> {
                              if (made.getResultCode() == KeeperException.Code.OK.intValue()) {
                                look();
                              }
                            }))
                    .forPath(group.path()));
      }
      default -> unanswered(event);
    }
  }

  private void lowest(List<String> names) {
    Optional<String> first =
        names.stream()
            .filter(name -> name.startsWith(NODE))
            .min(Comparator.comparingLong(ElectedMaster::number).thenComparing(name -> name));
    if (first.isEmpty()) {
      nobody(
          "no master leads below "
              + group.path()
              + "; are enough of them running for their --quorum?");
      return;
    }
    synchronized (this) {
      if (node.equals(first)) {
        return;
      }
    }
    String name = first.get();
    ask(
        "reading " + name,
        () ->
            curator
                .getData()
                .inBackground(back(event -> read(name, event)))
                .forPath(group.path() + "/" + name));
  }

  private static long number(String name) {
    String digits = name.substring(NODE.length());
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : Long.MAX_VALUE;
  }

  private void read(String name, CuratorEvent event) throws IOException {
    switch (KeeperException.Code.get(event.getResultCode())) {
      case OK -> leads(name, LeadingMaster.decode(event.getData()));
      case NONODE -> look();
      default -> unanswered(event);
    }
  }

  /**
   * Without TLS its IP address is used, as Mesos' own library does: it needs no resolver here. A
   * certificate is for a name.
   */
  private void leads(String name, LeadingMaster master) {
    String host = group.tls() ? master.hostname() : master.ip();
    String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + master.port();
    List<URI> now = List.of(URI.create((group.tls() ? "https://" : "http://") + authority));
    log.info("Mesos master {} leads, says {} ({})", authority, group, master.version());
    set(Optional.of(name), now, "");
  }

  private void nobody(String reason) {
    set(Optional.empty(), List.of(), reason);
  }

  private void set(Optional<String> newNode, List<URI> now, String reason) {
    List<Outdated> told;
    CompletableFuture<List<URI>> waiting;
    synchronized (this) {
      node = newNode;
      why = reason;
      boolean same = leader.getNow(List.of()).equals(now);
      if (same) {
        return;
      }
      if (leader.isDone()) {
        leader = new CompletableFuture<>();
      }
      waiting = leader;
      told = List.copyOf(watching.keySet());
      watching.clear();
    }
    if (!now.isEmpty()) {
      waiting.complete(now);
    }
    told.forEach(outdated -> outdated.by(now));
  }

  /** What could not be asked is asked again once there is a connection. */
  private void unanswered(CuratorEvent event) {
    KeeperException.Code code = KeeperException.Code.get(event.getResultCode());
    switch (code) {
      case NOAUTH, AUTHFAILED -> {
        synchronized (this) {
          denied = true;
        }
        because(
            "ZooKeeper does not let us read "
                + group.path()
                + " ("
                + code
                + "); name user and password: zk://user:password@...",
            true);
      }
      default ->
          because("ZooKeeper at " + group.servers() + " did not answer (" + code + ")", false);
    }
  }

  private void because(String reason, boolean loud) {
    synchronized (this) {
      why = reason;
    }
    if (loud) {
      log.warn("Mesos masters of {}: {}", group, reason);
    }
  }

  /** One step of Curator in the background, which throws whatever it likes. */
  private interface Asking {
    @Nullable Object now() throws Exception;
  }

  /** What is done with an answer. */
  private interface Answered {
    void with(CuratorEvent event) throws IOException;
  }

  private void ask(String what, Asking asking) {
    try {
      synchronized (this) {
        if (closed) {
          return;
        }
      }
      Object unused = asking.now();
    } catch (Exception e) {
      because(what + " failed: " + e, true);
    }
  }

  private BackgroundCallback back(Answered answered) {
    return (client, event) -> {
      try {
        answered.with(event);
      } catch (IOException | IllegalArgumentException e) {
        because("the leader's registration cannot be read: " + e.getMessage(), true);
      }
    };
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      watching.clear();
    }
    // A server that does not answer is not waited for: the session then ends by its timeout.
    Thread closing = new Thread(curator::close, "ejc-mesos-masters-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_WAIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
