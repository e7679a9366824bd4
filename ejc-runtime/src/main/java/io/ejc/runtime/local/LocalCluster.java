package io.ejc.runtime.local;

import static java.util.Objects.requireNonNull;

import io.ejc.internal.localcluster.Cluster;
import io.ejc.internal.localcluster.ClusterException;
import io.ejc.internal.localcluster.ClusterSettings;
import io.ejc.internal.localcluster.Timings;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A cluster in this JVM: a ZooKeeper server, a master and agents that speak the Mesos v1 HTTP APIs
 * over loopback, executors as child processes in sandbox directories. It is made for development
 * and tests, shows schedulers and executors what a Mesos 1.12 would, and is never the production
 * answer.
 *
 * <pre>{@code
 * try (LocalCluster cluster = LocalCluster.builder().directory(dir).start()) {
 *   run("-Dejc.mesos.master=" + cluster.masterUrl(), "-Dejc.zookeeper.servers=" + cluster.zookeeperServers());
 * }
 * }</pre>
 *
 * <p>What ZooKeeper holds and the agents' ids survive in the directory; everything else ends with
 * the cluster, as a Mesos master's memory does. After a restart the same agents register again, so
 * that an explicit reconciliation of an earlier task is answered with TASK_GONE.
 *
 * <p>Only protobuf bodies are read and written; JSON is answered with 415.
 *
 * <p>All methods may be called by any thread. The agents' hostnames are {@code agent-1}, {@code
 * agent-2}, …; agent numbers start at 0.
 */
public final class LocalCluster implements AutoCloseable {

  private final Cluster cluster;

  private LocalCluster(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Two agents with 4 cpus, 4096 MB of memory and 10000 MB of disk each, ports chosen freely. */
  public static Builder builder() {
    return new Builder();
  }

  /** The master's address, {@code http://127.0.0.1:port}. */
  public synchronized URI masterUrl() {
    return URI.create("http://127.0.0.1:" + cluster.masterPort());
  }

  /** ZooKeeper's address, {@code 127.0.0.1:port}. */
  public String zookeeperServers() {
    return cluster.zooKeeperServers();
  }

  /** The agents' ids by agent number; the same again after a restart in the same directory. */
  public synchronized List<String> agentIds() {
    return cluster.agentIds();
  }

  /**
   * A fault for tests: the agent and its executors end as with {@code kill -9}.
   *
   * @param index the agent's number
   */
  public synchronized void killAgent(int index) {
    interruptibly(() -> cluster.killAgent(index));
  }

  /**
   * A fault for tests: nothing passes between agent and master any more, the executors live on.
   *
   * @param index the agent's number
   */
  public synchronized void disconnectAgent(int index) {
    cluster.disconnectAgent(index);
  }

  /**
   * A disconnected agent returns with its executors; a killed one is started again without them.
   *
   * @param index the agent's number
   */
  public synchronized void reconnectAgent(int index) {
    interruptibly(() -> cluster.reconnectAgent(index));
  }

  /**
   * A fault for tests: the master ends as with {@code kill -9}, and another one that knows nothing
   * starts on the same port; the agents register with it.
   */
  public synchronized void restartMaster() {
    interruptibly(cluster::restartMaster);
  }

  /**
   * Asks all executors to shut down, gives them their grace, kills what is left, and closes every
   * port. Takes a little more than the grace at most. The second call does nothing.
   */
  @Override
  public synchronized void close() {
    cluster.close();
  }

  private interface Interruptible {
    void run() throws InterruptedException;
  }

  private static void interruptibly(Interruptible work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while the local cluster was changing", e);
    } catch (ClusterException e) {
      throw new LocalClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Settings of a cluster that is not started yet. Not for several threads. */
  public static final class Builder {

    private int agents = 2;
    private double cpus = 4;
    private long memMb = 4_096;
    private long diskMb = 10_000;
    private int masterPort;
    private int zookeeperPort;
    private boolean checkpoint;
    private Path directory = Path.of(".ejc", "local");
    private LocalClusterTimings timings = LocalClusterTimings.MESOS;
    private final Map<String, String> attributes = new TreeMap<>();
    private final Map<Integer, Map<String, String>> agentAttributes = new HashMap<>();
    private final List<Integer> agentPorts = new ArrayList<>();

    private Builder() {}

    /** How many agents; 1 to 30, by default 2. */
    public Builder agents(int count) {
      if (count < 1 || count > 30) {
        throw new IllegalArgumentException("agents: " + count + " (expected: 1..30)");
      }
      agents = count;
      return this;
    }

    /** Cpus of each agent, by default 4; nothing holds executors to it. */
    public Builder cpus(double value) {
      if (!(value > 0 && value <= 10_000)) {
        throw new IllegalArgumentException("cpus: " + value + " (expected: more than 0, to 10000)");
      }
      cpus = value;
      return this;
    }

    /** Megabytes of memory of each agent, by default 4096; nothing holds executors to it. */
    public Builder memMb(long value) {
      memMb = atLeastOne("memMb", value);
      return this;
    }

    /** Megabytes of disk of each agent, by default 10000; nothing holds executors to it. */
    public Builder diskMb(long value) {
      diskMb = atLeastOne("diskMb", value);
      return this;
    }

    /** An attribute of all agents; a number becomes a SCALAR, any other value a TEXT. */
    public Builder attribute(String name, String value) {
      attributes.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
      return this;
    }

    /** An attribute of one agent, in place of one of the same name of all agents. */
    public Builder agentAttribute(int index, String name, String value) {
      agentAttributes
          .computeIfAbsent(index, i -> new TreeMap<>())
          .put(requireNonNull(name, "name"), requireNonNull(value, "value"));
      return this;
    }

    /**
     * Where everything lies: ZooKeeper's data, the agents' ids, sandboxes and fetcher caches. By
     * default {@code .ejc/local} in the working directory. One cluster at a time uses it.
     */
    public Builder directory(Path value) {
      directory = requireNonNull(value, "directory");
      return this;
    }

    /** The master's port; 0, the default, for any free one. */
    public Builder masterPort(int value) {
      masterPort = port("masterPort", value);
      return this;
    }

    /** ZooKeeper's port; 0, the default, for any free one. */
    public Builder zookeeperPort(int value) {
      zookeeperPort = port("zookeeperPort", value);
      return this;
    }

    /** The agents' ports in the order of their numbers; where there are none, any free one. */
    public Builder agentPorts(List<Integer> values) {
      agentPorts.clear();
      values.forEach(value -> agentPorts.add(port("agentPorts", value)));
      return this;
    }

    /** Other clocks than Mesos' own, for tests. */
    public Builder timings(LocalClusterTimings value) {
      timings = requireNonNull(value, "timings");
      return this;
    }

    /**
     * Whether executors of frameworks with checkpointing are told {@code MESOS_CHECKPOINT=1} and so
     * wait for their agent's return. By default not: these agents end with this JVM, and their
     * executors should end with them.
     */
    public Builder checkpoint(boolean value) {
      checkpoint = value;
      return this;
    }

    /**
     * Starts everything. The agents are registered when this returns.
     *
     * @throws LocalClusterException if the directory or a port is in use
     */
    public LocalCluster start() {
      List<ClusterSettings.Agent> all = new ArrayList<>();
      for (int i = 0; i < agents; i++) {
        Map<String, String> own = new TreeMap<>(attributes);
        own.putAll(agentAttributes.getOrDefault(i, Map.of()));
        int port = i < agentPorts.size() ? agentPorts.get(i) : 0;
        all.add(
            new ClusterSettings.Agent(port, cpus, memMb, diskMb, Collections.unmodifiableMap(own)));
      }
      try {
        return new LocalCluster(
            new Cluster(
                new ClusterSettings(
                    directory,
                    masterPort,
                    zookeeperPort,
                    all,
                    clocks(),
                    checkpoint,
                    InstantSource.system())));
      } catch (ClusterException e) {
        throw new LocalClusterException(String.valueOf(e.getMessage()), e);
      }
    }

    private Timings clocks() {
      return new Timings(
          timings.allocationInterval(),
          timings.heartbeat(),
          timings.executorRegistrationTimeout(),
          timings.executorShutdownGrace(),
          timings.agentPingTimeout(),
          timings.maxAgentPingTimeouts(),
          timings.updateRetryMin(),
          timings.updateRetryMax());
    }

    private static long atLeastOne(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
      }
      return value;
    }

    private static int port(String name, int value) {
      if (value < 0 || value > 65_535) {
        throw new IllegalArgumentException(name + ": " + value + " (expected: 0..65535)");
      }
      return value;
    }
  }
}
