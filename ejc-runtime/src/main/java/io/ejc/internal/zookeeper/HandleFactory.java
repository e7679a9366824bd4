package io.ejc.internal.zookeeper;

import org.apache.curator.utils.DefaultZookeeperFactory;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * Makes Curator's handles and remembers the last one. When Curator is closed while it replaces the
 * handle of a lost session, the new one stays open and tries to connect for ever; closing this
 * closes it.
 */
final class HandleFactory extends DefaultZookeeperFactory implements AutoCloseable {

  private @Nullable ZooKeeper last;
  private boolean closed;

  @Override
  public ZooKeeper newZooKeeper(
      String servers, int sessionTimeout, Watcher watcher, boolean readOnly) throws Exception {
    return remember(super.newZooKeeper(servers, sessionTimeout, watcher, readOnly));
  }

  @Override
  public ZooKeeper newZooKeeper(
      String servers,
      int sessionTimeout,
      Watcher watcher,
      boolean readOnly,
      @Nullable ZKClientConfig config)
      throws Exception {
    return remember(super.newZooKeeper(servers, sessionTimeout, watcher, readOnly, config));
  }

  private synchronized ZooKeeper remember(ZooKeeper handle) {
    last = handle;
    if (closed) {
      close(handle);
    }
    return handle;
  }

  /** Closes the last handle, and each that is made from now on. */
  @Override
  public synchronized void close() {
    closed = true;
    if (last != null) {
      close(last);
    }
  }

  private static void close(ZooKeeper handle) {
    try {
      handle.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
