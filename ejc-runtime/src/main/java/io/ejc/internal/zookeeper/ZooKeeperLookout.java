package io.ejc.internal.zookeeper;

import io.ejc.internal.engine.Lookout;
import io.ejc.internal.record.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all records when a commit was made, on the thread {@code ejc-lookout}. Between two readings
 * it rests for at least a second, and for twenty times as long as the last reading took, so that
 * standbys cost a store of any size next to nothing.
 *
 * <p>Records are read top down: what is told of a run was true before what is told of its items.
 */
public final class ZooKeeperLookout implements Lookout {

  private static final Logger log = LoggerFactory.getLogger(ZooKeeperLookout.class);

  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(5);
  private static final int REST_FACTOR = 20;
  private static final Duration WAIT = Duration.ofSeconds(15);
  private static final Duration READ_WAIT = Duration.ofMinutes(2);
  private static final long CLOSE_WAIT_MILLIS = 3_000;

  private final ZooKeeperClient client;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread = new Thread(this::run, "ejc-lookout");
  private BooleanSupplier wanted = () -> false;
  private Seen seen = (records, when) -> {};
  private boolean due;
  private boolean closed;

  /**
   * A lookout that looks at nothing yet.
   *
   * @param client the connection; stays open when this is closed
   * @param clock the host's clock
   */
  public ZooKeeperLookout(ZooKeeperClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
    thread.setDaemon(true);
  }

  @Override
  public void follow(BooleanSupplier isWanted, Seen told) {
    wanted = isWanted;
    seen = told;
    due = true;
    thread.start();
  }

  @Override
  public void look() {
    lock.lock();
    try {
      due = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void committed(WatchedEvent event) {
    look();
  }

  private void run() {
    try {
      while (awaitDue()) {
        rest(wanted.getAsBoolean() ? read() : REST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitDue() throws InterruptedException {
    lock.lock();
    try {
      while (!due && !closed) {
        changed.await();
      }
      due = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void rest(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Reads everything, and says how long to rest then. */
  private Duration read() {
    long began = System.nanoTime();
    Instant when = clock.instant();
    try {
      Session session = client.session();
      session.watch(client.root() + "/commit", this::committed, Deadline.in(WAIT));
      String records = client.root() + "/records";
      TreeReader.Tree tree =
          Session.await(TreeReader.read(session.handle(), records), Deadline.in(READ_WAIT));
      seen.records(RecordNodes.records(records, tree.contents()), when);
    } catch (KeeperException | StoreException e) {
      log.debug("what is stored cannot be looked at now", e);
      look();
      return REST_AFTER_FAILURE;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began).multipliedBy(REST_FACTOR);
    return took.compareTo(REST) > 0 ? took : REST;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    try {
      thread.join(CLOSE_WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
