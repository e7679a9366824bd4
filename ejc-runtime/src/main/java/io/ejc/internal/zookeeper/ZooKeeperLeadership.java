package io.ejc.internal.zookeeper;

import io.ejc.internal.engine.Leadership;
import io.ejc.internal.record.StoreException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Election through ZooKeeper: candidates queue up, the first leads.
 *
 * <p>A host is deposed when its session is lost, not while its connection is merely broken: then it
 * is told that it is suspended, decides and sends nothing, and goes on when the connection is back.
 * No other host is elected before the session is over, nothing leaves a leader before it is
 * committed, and a commit needs the connection and checks the epoch. Deposing earlier would only
 * make each short break cost a takeover.
 *
 * <p>After a lost session it stands again by itself, so a candidate may be elected several times.
 * The candidate is called on one thread, {@code ejc-leadership}, where it may block.
 */
public final class ZooKeeperLeadership implements Leadership {

  private static final Logger log = LoggerFactory.getLogger(ZooKeeperLeadership.class);

  private static final long CLOSE_WAIT_SECONDS = 10;

  private final ZooKeeperClient client;
  private final String participant;
  private final AtomicReference<@Nullable Thread> callbackThread = new AtomicReference<>();
  private final ExecutorService callbacks = Executors.newSingleThreadExecutor(this::callbackThread);
  private @Nullable Stand stand;
  private boolean closed;

  /** One candidacy. */
  private final class Stand implements LeaderLatchListener, ConnectionStateListener {
    private final Candidate candidate;
    private final LeaderLatch latch = latch();
    private volatile boolean givenUp;

    Stand(Candidate candidate) {
      this.candidate = candidate;
    }

    @Override
    public void isLeader() {
      log.debug("{} leads", participant);
      candidate.elected();
    }

    @Override
    public void notLeader() {
      String reason = givenUp ? "leadership was given up" : "the ZooKeeper session is lost";
      log.debug("{} leads no more: {}", participant, reason);
      candidate.deposed(reason);
    }

    @Override
    public void stateChanged(CuratorFramework curator, ConnectionState state) {
      candidate.suspended(!state.isConnected());
    }

    void begin() throws Exception {
      latch.addListener(this, callbacks);
      client.curator().getConnectionStateListenable().addListener(this);
      latch.start();
    }

    void end() {
      givenUp = true;
      client.curator().getConnectionStateListenable().removeListener(this);
      try {
        latch.close();
      } catch (IOException e) {
        log.warn("{} could not withdraw; it leads until its session ends", participant, e);
      }
    }
  }

  /**
   * A candidacy that has not begun.
   *
   * @param client the connection; stays open when leadership is given up
   * @param participant what others are told about this host when it leads, {@code host:pid}
   */
  public ZooKeeperLeadership(ZooKeeperClient client, String participant) {
    this.client = client;
    this.participant = participant;
  }

  private LeaderLatch latch() {
    return new LeaderLatch(
        client.curator(),
        client.root() + "/leader",
        participant,
        LeaderLatch.CloseMode.NOTIFY_LEADER);
  }

  private Thread callbackThread(Runnable work) {
    Thread thread = new Thread(work, "ejc-leadership");
    thread.setDaemon(true);
    callbackThread.set(thread);
    return thread;
  }

  @Override
  public synchronized void stand(Candidate candidate) {
    if (stand != null) {
      throw new IllegalStateException(
          participant + " stands already (expected: withdraw before the next stand)");
    }
    if (closed) {
      return;
    }
    Stand begun = new Stand(candidate);
    stand = begun;
    try {
      begun.begin();
    } catch (Exception e) {
      throw new IllegalStateException(participant + " cannot stand for leadership", e);
    }
  }

  @Override
  public synchronized void withdraw() {
    if (stand != null) {
      stand.end();
      stand = null;
    }
  }

  /**
   * Who leads, for people: the participant of the leader.
   *
   * @return nothing when nobody leads at this moment
   * @throws StoreException when ZooKeeper does not answer
   */
  public Optional<String> leader() throws StoreException {
    try {
      return Optional.of(latch().getLeader().getId()).filter(id -> !id.isEmpty());
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while asking who leads", e);
    } catch (Exception e) {
      throw new StoreException("asking who leads failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      withdraw();
    }
    callbacks.shutdown();
    awaitCallbacks();
  }

  private void awaitCallbacks() {
    if (Thread.currentThread().equals(callbackThread.get())) {
      return;
    }
    try {
      if (!callbacks.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
        log.warn("{} is still busy with its last election; not waiting for it", participant);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
