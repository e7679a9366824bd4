package io.ejc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.jspecify.annotations.Nullable;

/**
 * A ZooKeeper server in this JVM, on a free port of loopback. It can be stopped and started again
 * on the same port with the same data. Its ticks last 500 ms, so sessions last 1 to 10 seconds.
 */
public final class TestZooKeeper implements AutoCloseable {

  private static final int TICK_MILLIS = 500;
  private static final int NO_LIMIT = 0;

  private final Path directory;
  private int port;
  private @Nullable ServerCnxnFactory listener;
  private @Nullable ZooKeeperServer server;

  private TestZooKeeper(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts a server.
   *
   * @param directory where its data are
   */
  public static TestZooKeeper start(Path directory) {
    TestZooKeeper zooKeeper = new TestZooKeeper(directory);
    zooKeeper.start();
    return zooKeeper;
  }

  /** Starts it again after {@link #stop()}. */
  public void start() {
    try {
      ServerCnxnFactory newListener = new NIOServerCnxnFactory();
      newListener.configure(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), NO_LIMIT);
      ZooKeeperServer newServer =
          new ZooKeeperServer(directory.toFile(), directory.toFile(), TICK_MILLIS);
      listener = newListener;
      server = newServer;
      newListener.startup(newServer);
      port = newListener.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting ZooKeeper", e);
    }
  }

  /** Stops it; clients lose their connections, and their sessions only when it stays away. */
  public void stop() {
    if (listener != null) {
      listener.shutdown();
      listener = null;
    }
    if (server != null) {
      server.shutdown(true);
      server = null;
    }
  }

  /** Its port, the same after each start. */
  public int port() {
    return port;
  }

  /** Its address as {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    stop();
  }
}
