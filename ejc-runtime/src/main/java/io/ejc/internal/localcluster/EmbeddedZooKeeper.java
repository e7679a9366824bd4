package io.ejc.internal.localcluster;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ZooKeeper server in this JVM, on loopback, with its data on disk: what is stored survives a
 * restart. No admin server, no four-letter words.
 */
public final class EmbeddedZooKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedZooKeeper.class);
  private static final int TICK_MS = 1_000;
  private static final int MIN_SESSION_MS = 500;
  private static final int MAX_SESSION_MS = 120_000;
  private static final int MAX_CLIENTS = 1_000;

  private final NIOServerCnxnFactory connections;
  private final ZooKeeperServer server;

  private EmbeddedZooKeeper(NIOServerCnxnFactory connections, ZooKeeperServer server) {
    this.connections = connections;
    this.server = server;
  }

  /**
   * Starts the server and returns when it serves.
   *
   * @param directory where snapshots and log lie; created if absent
   * @param port 0 for any free one
   * @throws ClusterException if the port is in use or the directory cannot be used
   */
  public static EmbeddedZooKeeper start(Path directory, int port) {
    setUnlessSet("zookeeper.admin.enableServer", "false");
    setUnlessSet("zookeeper.4lw.commands.whitelist", "");
    setUnlessSet("zookeeper.maxCnxns", String.valueOf(MAX_CLIENTS));
    NIOServerCnxnFactory connections = connections();
    boolean serves = false;
    try {
      Path data = Files.createDirectories(directory);
      ZooKeeperServer server = new ZooKeeperServer(data.toFile(), data.toFile(), TICK_MS);
      server.setZKDatabase(new LoneDatabase(server.getTxnLogFactory()));
      server.setMinSessionTimeout(MIN_SESSION_MS);
      server.setMaxSessionTimeout(MAX_SESSION_MS);
      connections.configure(new InetSocketAddress(Loopback.address(), port), MAX_CLIENTS);
      connections.startup(server);
      EmbeddedZooKeeper started = new EmbeddedZooKeeper(connections, server);
      log.debug("ZooKeeper serves on {}", started.connectString());
      serves = true;
      return started;
    } catch (BindException e) {
      throw new ClusterException(
          "ZooKeeper port: "
              + port
              + " (expected: a free port of 127.0.0.1); stop what listens there, or use 0 for any"
              + " free port",
          e);
    } catch (IOException e) {
      throw new ClusterException("ZooKeeper cannot start in " + directory + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while ZooKeeper was starting", e);
    } finally {
      if (!serves) {
        connections.shutdown();
      }
    }
  }

  /** {@code 127.0.0.1:port}. */
  public String connectString() {
    return "127.0.0.1:" + connections.getLocalPort();
  }

  /** Ends a client's session as if it had run out: what is ephemeral in it is gone. */
  void expire(long sessionId) {
    server.closeSession(sessionId);
  }

  int port() {
    return connections.getLocalPort();
  }

  /** Closes all connections and the data; what was acknowledged is on disk. */
  @Override
  public void close() {
    connections.shutdown();
    server.shutdown(true);
  }

  /**
   * The class takes the JVM's default handler of uncaught exceptions, which is the host's to set.
   */
  private static NIOServerCnxnFactory connections() {
    Thread.UncaughtExceptionHandler hosts = Thread.getDefaultUncaughtExceptionHandler();
    try {
      return new NIOServerCnxnFactory();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(hosts);
    }
  }

  /**
   * Keeps no commits for servers that follow this one, because none do: the last 500 of EJC's can
   * take 100 MB of a JVM that is the host's.
   */
  private static final class LoneDatabase extends ZKDatabase {

    LoneDatabase(FileTxnSnapLog files) {
      super(files);
    }

    @Override
    public void addCommittedProposal(Request request) {
      log.trace("commit {}", request.zxid);
    }
  }

  private static void setUnlessSet(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
