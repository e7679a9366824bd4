package io.ejc.internal.localcluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.Address;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masters of a cluster. A single one leads from its start and is in ZooKeeper to be found;
 * several are elected there, and one that loses its session starts anew, as a supervisor would
 * start it. Any thread.
 */
final class Masters {

  private static final Logger log = LoggerFactory.getLogger(Masters.class);
  private static final long ELECTION_SECONDS = 30;

  private final MasterSettings settings;
  private final String zooKeeper;
  private final Consumer<LocalMaster> onLeader;
  private final List<Integer> ports = new ArrayList<>();
  private final List<@Nullable LocalMaster> masters = new ArrayList<>();
  private final CompletableFuture<LocalMaster> first = new CompletableFuture<>();
  private volatile @Nullable LocalMaster leader;
  private boolean closed;

  /**
   * Takes the ports.
   *
   * @param onLeader told of each new leader, on a thread of the election
   * @throws ClusterException if a port is in use
   */
  Masters(
      List<Integer> ports,
      MasterSettings settings,
      String zooKeeper,
      Consumer<LocalMaster> onLeader) {
    this.settings = settings;
    this.zooKeeper = zooKeeper;
    this.onLeader = onLeader;
    try {
      for (int port : ports) {
        LocalMaster master = new LocalMaster(port, settings);
        masters.add(master);
        this.ports.add(master.port());
      }
    } finally {
      if (masters.size() < ports.size()) {
        stop();
      }
    }
  }

  /** Starts all; the first leader is there when this returns. */
  LocalMaster start() throws InterruptedException {
    synchronized (this) {
      for (int i = 0; i < masters.size(); i++) {
        LocalMaster master = masters.get(i);
        if (master != null) {
          run(master);
        }
      }
    }
    try {
      return first.get(ELECTION_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ClusterException("no master was elected within " + ELECTION_SECONDS + " s", e);
    }
  }

  /** The one that leads, null while none does. */
  @Nullable LocalMaster leader() {
    return leader;
  }

  synchronized List<Integer> ports() {
    return List.copyOf(ports);
  }

  /** The leader ends as with {@code kill -9}; of several another one follows it. */
  synchronized void killLeader() {
    LocalMaster dying = leader;
    int index = masters.indexOf(dying);
    if (dying != null && index >= 0) {
      leader = null;
      masters.set(index, null);
      if (single()) {
        dying.stop();
      } else {
        dying.kill();
      }
    }
  }

  /** Those that were killed start again on their ports, knowing nothing. */
  synchronized void startKilled() {
    for (int i = 0; i < masters.size(); i++) {
      if (masters.get(i) == null) {
        LocalMaster next = new LocalMaster(ports.get(i), settings);
        masters.set(i, next);
        run(next);
      }
    }
  }

  /** The leader's session in ZooKeeper; 0 while there is none. */
  long leaderSession() {
    LocalMaster current = leader;
    return current == null ? 0 : current.zooKeeperSession();
  }

  synchronized void stop() {
    closed = true;
    for (LocalMaster master : masters) {
      if (master != null) {
        master.stop();
      }
    }
    masters.clear();
  }

  private boolean single() {
    return ports.size() == 1;
  }

  private void run(LocalMaster master) {
    master.start();
    if (single()) {
      master.lead();
      leads(master);
    }
    master.contend(zooKeeper, new Election(master));
  }

  private void leads(LocalMaster master) {
    leader = master;
    onLeader.accept(master);
    first.complete(master);
  }

  private final class Election implements MasterContender.Outcome {
    private final LocalMaster master;

    Election(LocalMaster master) {
      this.master = master;
    }

    @Override
    public void elected(Address self) {
      log.debug("the master on port {} leads", self.getPort());
      leads(master);
    }

    @Override
    public void detected(@Nullable Address other) {
      // A single one leads whatever an earlier one left in ZooKeeper.
      if (!single()) {
        again();
      }
    }

    @Override
    public void expired() {
      again();
    }

    /** Away from the election's thread, which ends with the master. */
    private void again() {
      Thread supervisor = new Thread(this::replace, "local-master-supervisor");
      supervisor.setDaemon(true);
      supervisor.start();
    }

    private void replace() {
      synchronized (Masters.this) {
        int index = masters.indexOf(master);
        if (closed || index < 0) {
          return;
        }
        if (single()) {
          master.contend(zooKeeper, this);
          return;
        }
        log.info("the master on port {} lost its session and starts anew", master.port());
        if (leader == master) {
          leader = null;
        }
        masters.set(index, null);
        master.stop();
        startKilled();
      }
    }
  }
}
