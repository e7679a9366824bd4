package io.ejc.internal.localcluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one agent: its process runs in it, was cut off, has crashed while its executors live
 * on, or has ended. Any thread.
 */
final class AgentPlace {

  private static final Logger log = LoggerFactory.getLogger(AgentPlace.class);

  private final AgentSettings settings;
  private final int index;
  private final Supplier<@Nullable LocalMaster> leader;
  private LocalAgent agent;
  private int port;
  private boolean running;
  private boolean mayBeGone;
  private @Nullable AgentCheckpoint left;

  /**
   * Takes the agent's port.
   *
   * @param leader the master that leads at the moment, null if none does
   */
  AgentPlace(AgentSettings settings, int index, Supplier<@Nullable LocalMaster> leader) {
    this.settings = settings;
    this.index = index;
    this.leader = leader;
    this.port = settings.port();
    this.agent = make(null);
  }

  synchronized String id() {
    return agent.id();
  }

  /** It answers, and knows no master yet. */
  synchronized void start(LocalMaster first) {
    running = true;
    agent.start(first);
  }

  /** There is another leader. */
  synchronized void attach(LocalMaster next) {
    if (running) {
      agent.attach(next);
    }
  }

  /** The agent and its executors end as with {@code kill -9}. */
  synchronized void kill() throws InterruptedException {
    if (running) {
      running = false;
      agent.kill();
      closedConnection();
    }
    killLeft();
  }

  /** The agent's process ends as with {@code kill -9}; its executors live on. */
  synchronized void crash() throws InterruptedException {
    if (running) {
      running = false;
      left = agent.crash();
      closedConnection();
    }
  }

  /** Nothing passes between the agent and the master any more; executors live on. */
  synchronized void disconnect() {
    if (running) {
      agent.cutOff();
      LocalMaster master = leader.get();
      if (master != null) {
        master.agentSilent(agent.id());
      }
    }
  }

  /** A disconnected agent returns; one that has ended is started again in its directory. */
  synchronized void reconnect() {
    LocalMaster master = leader.get();
    if (running) {
      if (master != null) {
        agent.attach(master);
      }
      return;
    }
    if (mayBeGone) {
      mayBeGone = false;
      forgetIdentity();
    }
    AgentCheckpoint kept = left;
    left = null;
    LocalAgent next = make(kept);
    agent = next;
    running = true;
    if (kept == null) {
      next.start(master);
    } else {
      next.recover(kept, () -> recovered(next));
    }
  }

  /** Executors get their grace, then everything ends. */
  synchronized void close() throws InterruptedException {
    if (running) {
      running = false;
      agent.close();
    } else {
      killLeft();
    }
    agent.release();
  }

  private void recovered(LocalAgent next) {
    LocalMaster master = leader.get();
    if (master != null) {
      next.attach(master);
    }
  }

  private LocalAgent make(@Nullable AgentCheckpoint kept) {
    AgentSettings here =
        new AgentSettings(
            settings.name(),
            settings.directory(),
            port,
            settings.total(),
            settings.attributes(),
            settings.domain(),
            settings.tls(),
            settings.timings(),
            settings.checkpoint(),
            settings.clock());
    LocalAgent made = new LocalAgent(here, UUID.randomUUID() + "-S" + index, kept, this::toldToEnd);
    port = made.port();
    return made;
  }

  /** A master has said that it has to end; should it be started again, it is another agent. */
  private void toldToEnd() {
    try {
      synchronized (this) {
        if (running) {
          running = false;
          mayBeGone = true;
          agent.close();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closedConnection() {
    LocalMaster master = leader.get();
    if (master != null) {
      master.agentConnectionClosed(agent.id());
    }
  }

  private void killLeft() {
    AgentCheckpoint kept = left;
    left = null;
    if (kept != null) {
      for (AgentCheckpoint.SavedExecutor executor : kept.executors()) {
        if (executor.container() != null) {
          executor.container().destroy();
        }
      }
    }
  }

  private void forgetIdentity() {
    Path id = settings.directory().resolve("id");
    try {
      Files.deleteIfExists(id);
    } catch (java.io.IOException e) {
      log.warn("{} cannot be deleted, the agent will be refused: {}", id, e.toString());
    }
  }
}
