package io.ejc.internal.zookeeper;

import io.ejc.internal.engine.Leadership;
import io.ejc.internal.record.StoreException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Election through ZooKeeper: candidates queue up, the first leads.
 *
 * <p>A host is deposed when its session is lost, not while its connection is merely broken. That is
 * safe: no other host is elected before the session is over, nothing leaves a leader before it is
 * committed, and a commit needs the connection and checks the epoch. Deposing earlier would only
 * make each short break cost a takeover.
 *
 * <p>After a lost session it stands again by itself, so a candidate may be elected several times.
 * The candidate is called on one thread, {@code ejc-leadership}, where it may block.
 */
public final class ZooKeeperLeadership implements Leadership {

  private static final Logger log = LoggerFactory.getLogger(ZooKeeperLeadership.class);

  private static final long CLOSE_WAIT_SECONDS = 10;

  private final LeaderLatch latch;
  private final String participant;
  private final AtomicReference<@Nullable Thread> callbackThread = new AtomicReference<>();
  private final ExecutorService callbacks = Executors.newSingleThreadExecutor(this::callbackThread);
  private boolean standing;
  private volatile boolean closing;

  /**
   * A candidacy that has not begun.
   *
   * @param client the connection; stays open when leadership is given up
   * @param participant what others are told about this host when it leads, {@code host:pid}
   */
  public ZooKeeperLeadership(ZooKeeperClient client, String participant) {
    this.participant = participant;
    this.latch =
        new LeaderLatch(
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
    if (standing) {
      throw new IllegalStateException(
          participant + " stands already (expected: one stand for each object)");
    }
    standing = true;
    latch.addListener(
        new LeaderLatchListener() {
          @Override
          public void isLeader() {
            log.debug("{} leads", participant);
            candidate.elected();
          }

          @Override
          public void notLeader() {
            String reason = closing ? "leadership was given up" : "the ZooKeeper session is lost";
            log.debug("{} leads no more: {}", participant, reason);
            candidate.deposed(reason);
          }
        },
        callbacks);
    try {
      latch.start();
    } catch (Exception e) {
      throw new IllegalStateException(participant + " cannot stand for leadership", e);
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
      return Optional.of(latch.getLeader().getId()).filter(id -> !id.isEmpty());
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
  public synchronized void close() {
    if (closing) {
      return;
    }
    closing = true;
    if (standing) {
      try {
        latch.close();
      } catch (IOException e) {
        log.warn("{} could not withdraw; it leads until its session ends", participant, e);
      }
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
