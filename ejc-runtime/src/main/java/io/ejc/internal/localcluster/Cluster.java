package io.ejc.internal.localcluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.DomainInfo;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole of it: ZooKeeper, masters, agents. Starting is all or nothing; closing leaves no
 * process and no port. The methods may be called by any thread, one at a time.
 */
public final class Cluster implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);

  private final ClusterSettings settings;
  private final DirectoryLock lock;
  private final List<AgentPlace> agents = new ArrayList<>();
  private @Nullable EmbeddedZooKeeper zooKeeper;
  private @Nullable Masters masters;
  private String zooKeeperServers = "";
  private int zooKeeperPort;
  private boolean closed;

  /**
   * Starts everything; the agents are registered when this returns.
   *
   * @throws ClusterException if the directory or a port is in use
   */
  public Cluster(ClusterSettings settings) {
    this.settings = settings;
    this.zooKeeperPort = settings.zooKeeperPort();
    boolean started = false;
    lock = DirectoryLock.take(settings.directory());
    try {
      startZooKeeper();
      Masters all =
          new Masters(settings.masterPorts(), settings.master(), zooKeeperServers, this::attachAll);
      masters = all;
      for (int i = 0; i < settings.agents().size(); i++) {
        agents.add(new AgentPlace(agent(i), i, all::leader));
      }
      LocalMaster first = all.start();
      for (AgentPlace agent : agents) {
        agent.start(first);
      }
      started = true;
      log.debug(
          "local cluster with {} agents in {}: master on port {}, ZooKeeper on {};"
              + " for development and tests, not for production",
          agents.size(),
          settings.directory().toAbsolutePath(),
          first.port(),
          zooKeeperServers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while the local cluster was starting", e);
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** The port of the HTTP API of the master that leads; while none does, of the first. */
  public int masterPort() {
    LocalMaster leader = masters().leader();
    return leader == null ? masters().ports().get(0) : leader.port();
  }

  /** The ports of all masters. */
  public List<Integer> masterPorts() {
    return masters().ports();
  }

  /** {@code 127.0.0.1:port}. */
  public String zooKeeperServers() {
    return zooKeeperServers;
  }

  /** The ids of the agents, in the order of the settings. */
  public List<String> agentIds() {
    return agents.stream().map(AgentPlace::id).toList();
  }

  /** The agent and its executors end as with {@code kill -9}. */
  public void killAgent(int index) throws InterruptedException {
    agents.get(index).kill();
  }

  /** The agent's process ends as with {@code kill -9}; its executors live on. */
  public void crashAgent(int index) throws InterruptedException {
    agents.get(index).crash();
  }

  /** Nothing passes between the agent and the master any more; executors live on. */
  public void disconnectAgent(int index) {
    agents.get(index).disconnect();
  }

  /** A disconnected agent returns; one that has ended is started again in its directory. */
  public void reconnectAgent(int index) {
    agents.get(index).reconnect();
  }

  /**
   * As an operator's DRAIN_AGENT.
   *
   * @param longestGrace null leaves each task its own
   */
  public void drainAgent(int index, @Nullable Duration longestGrace, boolean markGone) {
    DrainConfig.Builder config = DrainConfig.newBuilder().setMarkGone(markGone);
    if (longestGrace != null) {
      config.setMaxGracePeriod(DurationInfo.newBuilder().setNanoseconds(longestGrace.toNanos()));
    }
    LocalMaster leader = leader();
    String id = agents.get(index).id();
    leader.order(() -> leader.drains().drain(id, config.build()));
  }

  /** As an operator's REACTIVATE_AGENT. */
  public void reactivateAgent(int index) {
    LocalMaster leader = leader();
    String id = agents.get(index).id();
    leader.order(() -> leader.drains().reactivate(id));
  }

  /** As an operator's MARK_AGENT_GONE. */
  public void markAgentGone(int index) {
    LocalMaster leader = leader();
    String id = agents.get(index).id();
    leader.order(() -> leader.drains().markGone(id));
  }

  /** The leading master ends as with {@code kill -9}. */
  public void killMaster() {
    masters().killLeader();
  }

  /** Masters that were killed start on their ports, knowing nothing. */
  public void startMaster() {
    masters().startKilled();
  }

  /** ZooKeeper ends; what it has acknowledged stays on disk. */
  public void stopZooKeeper() {
    EmbeddedZooKeeper running = zooKeeper;
    zooKeeper = null;
    if (running != null) {
      running.close();
    }
  }

  /** ZooKeeper starts again, on the same port with its data. */
  public void startZooKeeper() {
    if (zooKeeper == null) {
      EmbeddedZooKeeper started =
          EmbeddedZooKeeper.start(settings.directory().resolve("zookeeper"), zooKeeperPort);
      zooKeeper = started;
      zooKeeperPort = started.port();
      zooKeeperServers = started.connectString();
    }
  }

  /** A session of any client of ZooKeeper ends as if it had run out. */
  public void expireSession(long sessionId) {
    if (zooKeeper != null) {
      zooKeeper.expire(sessionId);
    }
  }

  /** The leading master's session ends as if it had run out. */
  public void expireMasterSession() {
    expireSession(masters().leaderSession());
  }

  /** Executors get their grace, then everything ends. The second call does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    closeAgents();
    if (masters != null) {
      masters.stop();
    }
    stopZooKeeper();
    lock.close();
  }

  private void closeAgents() {
    List<Thread> closers = new ArrayList<>();
    for (AgentPlace agent : agents) {
      Thread closer = new Thread(() -> close(agent), "local-cluster-close");
      closers.add(closer);
      closer.start();
    }
    try {
      for (Thread closer : closers) {
        closer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AgentPlace agent) {
    try {
      agent.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** There is a new leader: everything that runs presents itself. */
  private void attachAll(LocalMaster leader) {
    for (int i = 0; i < settings.hollowAgents(); i++) {
      hollow(i, leader).register();
    }
    agents.forEach(agent -> agent.attach(leader));
  }

  private HollowAgent hollow(int number, LocalMaster leader) {
    ClusterSettings.Agent like = settings.agents().get(0);
    AgentDescription description =
        new AgentDescription(
            "hollow-S" + number,
            "hollow-" + number,
            1,
            "http",
            AgentFlags.resources(like.resources()),
            attributes(like.attributes()),
            domain(like.domain()));
    AgentUpdates updates =
        new AgentUpdates(
            settings.master().clock(), AgentID.newBuilder().setValue(description.id()).build());
    return new HollowAgent(description, leader, updates);
  }

  private AgentSettings agent(int index) {
    ClusterSettings.Agent asked = settings.agents().get(index);
    String name = "agent-" + (index + 1);
    return new AgentSettings(
        name,
        settings.directory().toAbsolutePath().resolve("agents").resolve(name),
        asked.port(),
        AgentFlags.resources(asked.resources()),
        attributes(asked.attributes()),
        domain(asked.domain()),
        settings.agentTls(),
        settings.master().timings(),
        settings.checkpoint(),
        settings.master().clock());
  }

  private static List<Attribute> attributes(Map<String, String> attributes) {
    return new TreeMap<>(attributes)
        .entrySet().stream().map(e -> AgentFlags.attribute(e.getKey(), e.getValue())).toList();
  }

  private static @Nullable DomainInfo domain(String flag) {
    return flag.isEmpty() ? null : AgentFlags.domain(flag);
  }

  private LocalMaster leader() {
    LocalMaster leader = masters().leader();
    if (leader == null) {
      throw new ClusterException("no master leads at the moment; start one, or wait for it");
    }
    return leader;
  }

  private Masters masters() {
    Masters all = masters;
    if (all == null) {
      throw new IllegalStateException("the local cluster has no master yet");
    }
    return all;
  }
}
