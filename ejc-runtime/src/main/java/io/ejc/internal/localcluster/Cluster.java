package io.ejc.internal.localcluster;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole of it: ZooKeeper, a master, agents. Starting is all or nothing; closing leaves no
 * process and no port. The methods may be called by any thread, one at a time.
 */
public final class Cluster implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);
  private static final int FIRST_OFFERED_PORT = 31_000;
  private static final int OFFERED_PORTS = 1_000;

  private final ClusterSettings settings;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<LocalAgent> agents = new ArrayList<>();
  private final List<Boolean> running = new ArrayList<>();
  private final EmbeddedZooKeeper zooKeeper;
  private @Nullable LocalMaster master;
  private boolean closed;

  /**
   * Starts everything; the agents are registered when this returns.
   *
   * @throws ClusterException if the directory or a port is in use
   */
  public Cluster(ClusterSettings settings) {
    this.settings = settings;
    boolean started = false;
    try {
      opened.add(DirectoryLock.take(settings.directory()));
      zooKeeper =
          EmbeddedZooKeeper.start(
              settings.directory().resolve("zookeeper"), settings.zooKeeperPort());
      opened.add(zooKeeper);
      LocalMaster first =
          new LocalMaster(settings.masterPort(), settings.timings(), settings.clock());
      master = first;
      for (int i = 0; i < settings.agents().size(); i++) {
        agents.add(agent(i));
        running.add(true);
      }
      for (LocalAgent agent : agents) {
        agent.start();
      }
      first.start();
      started = true;
      log.debug(
          "local cluster with {} agents in {}: master on port {}, ZooKeeper on {};"
              + " for development and tests, not for production",
          agents.size(),
          settings.directory().toAbsolutePath(),
          first.port(),
          zooKeeper.connectString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while the local cluster was starting", e);
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** The port of the master's HTTP API. */
  public int masterPort() {
    return master().port();
  }

  /** {@code 127.0.0.1:port}. */
  public String zooKeeperServers() {
    return zooKeeper.connectString();
  }

  /** The ids of the agents, in the order of the settings. */
  public List<String> agentIds() {
    return agents.stream().map(LocalAgent::id).toList();
  }

  /** The agent and its executors end as with {@code kill -9}. */
  public void killAgent(int index) throws InterruptedException {
    LocalAgent agent = agents.get(index);
    if (running.set(index, false)) {
      agent.kill();
      master().agentConnectionClosed(agent.id());
    }
  }

  /** Nothing passes between the agent and the master any more; executors live on. */
  public void disconnectAgent(int index) {
    LocalAgent agent = agents.get(index);
    agent.cutOff();
    master().agentSilent(agent.id());
  }

  /** A disconnected agent returns; a killed one is started again in its directory. */
  public void reconnectAgent(int index) throws InterruptedException {
    if (running.set(index, true)) {
      agents.get(index).attach(master());
    } else {
      LocalAgent agent = agent(index);
      agents.set(index, agent);
      agent.start();
    }
  }

  /** The master ends as with {@code kill -9}, and another one starts on its port. */
  public void restartMaster() throws InterruptedException {
    int port = master().port();
    master().stop();
    LocalMaster next = new LocalMaster(port, settings.timings(), settings.clock());
    master = next;
    for (int i = 0; i < agents.size(); i++) {
      if (running.get(i)) {
        agents.get(i).attach(next);
      }
    }
    next.start();
  }

  /** Executors get their grace, then everything ends. The second call does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    closeAgents();
    if (master != null) {
      master.stop();
    }
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (Exception e) {
        log.warn("a part of the local cluster did not close: {}", e.toString());
      }
    }
  }

  private void closeAgents() {
    List<Thread> closers = new ArrayList<>();
    for (int i = 0; i < agents.size(); i++) {
      if (running.get(i)) {
        LocalAgent agent = agents.get(i);
        Thread closer = new Thread(() -> close(agent), "local-cluster-close-" + i);
        closers.add(closer);
        closer.start();
      }
    }
    try {
      for (Thread closer : closers) {
        closer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(LocalAgent agent) {
    try {
      agent.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private LocalMaster master() {
    LocalMaster current = master;
    if (current == null) {
      throw new IllegalStateException("the local cluster has no master yet");
    }
    return current;
  }

  private LocalAgent agent(int index) {
    ClusterSettings.Agent asked = settings.agents().get(index);
    String name = "agent-" + (index + 1);
    AgentSettings agent =
        new AgentSettings(
            name,
            settings.directory().toAbsolutePath().resolve("agents").resolve(name),
            asked.port(),
            Math.round(asked.cpus() * 1_000),
            asked.memMb(),
            asked.diskMb(),
            FIRST_OFFERED_PORT + index * OFFERED_PORTS,
            asked.attributes());
    return new LocalAgent(
        agent,
        UUID.randomUUID() + "-S" + index,
        master(),
        settings.timings(),
        settings.checkpoint(),
        settings.clock());
  }
}
