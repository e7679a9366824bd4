package io.ejc.internal.zookeeper;

import io.ejc.internal.record.StoreException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;

/** Lets a thread wait until a broken connection is there again, or its session is lost. */
final class ConnectionGate implements ConnectionStateListener {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean broken;
  private int sessionsLost;

  @Override
  public void stateChanged(CuratorFramework curator, ConnectionState state) {
    lock.lock();
    try {
      broken = state == ConnectionState.SUSPENDED;
      if (state == ConnectionState.LOST) {
        sessionsLost++;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many sessions were lost so far: while it does not rise, the session is the same. */
  int sessionsLost() {
    lock.lock();
    try {
      return sessionsLost;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns when the connection is there, as far as is known, or the session is lost.
   *
   * @return false when the deadline was over before
   */
  boolean await(Deadline deadline) throws StoreException {
    lock.lock();
    try {
      while (broken) {
        long left = deadline.nanosLeft();
        if (left <= 0) {
          return false;
        }
        changed.awaitNanos(left);
      }
      return deadline.nanosLeft() > 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for ZooKeeper's connection", e);
    } finally {
      lock.unlock();
    }
  }
}
