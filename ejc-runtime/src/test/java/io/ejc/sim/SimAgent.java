package io.ejc.sim;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AgentTraits;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.Firings;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An agent: its executors, its tasks, and the streams of updates that it keeps. */
final class SimAgent {

  private static final long RESEND_FIRST = 10_000;
  private static final int RESEND_DOUBLINGS = 3;

  /** An executor of a framework. */
  record Key(FrameworkId framework, ExecutorId executor) {}

  final AgentId id;
  final Resources total;
  final AgentTraits traits;
  final Map<Key, SimExecutor> executors = new LinkedHashMap<>();
  final Map<String, SimTask> tasks = new LinkedHashMap<>();

  /** Whether its messages reach the master and the master's reach it. */
  boolean reachable = true;

  boolean dead;

  /** Counts connections to a master; what was sent on an earlier one is lost. */
  int link;

  long lastUp;
  long lastDown;
  private final World world;

  SimAgent(World world, AgentId id, Resources total, AgentTraits traits) {
    this.world = world;
    this.id = id;
    this.total = total;
    this.traits = traits;
  }

  /** A launch that the master carried out. */
  void launch(SimTask task) {
    Key key = new Key(task.framework, task.launch.executor().id());
    tasks.put(task.id, task);
    task.arrived = true;
    SimExecutor executor = executors.get(key);
    if (executor == null) {
      executor = start(key, task.launch.executor());
    }
    if (executor.ending) {
      task.mark(SimTask.Mark.NOT_TAKEN);
      update(
          task,
          new SimUpdate(
              world.uuid(),
              TaskState.DROPPED,
              executor.endsByItself ? "" : "EXECUTOR_TERMINATED",
              executor.endsByItself,
              Optional.empty()));
    } else {
      executor.launch(task);
    }
  }

  private SimExecutor start(Key key, ExecutorSpec spec) {
    SimExecutor executor = new SimExecutor(world, this, key, spec);
    executors.put(key, executor);
    world.note(() -> "agent " + id + " starts executor " + key.executor());
    executor.start();
    return executor;
  }

  void kill(String id) {
    SimTask task = tasks.get(id);
    SimExecutor executor = task == null || task.ended() ? null : executorOf(task);
    if (executor != null) {
      executor.kill(task);
    }
  }

  void shutdown(Key key) {
    SimExecutor executor = executors.get(key);
    if (executor != null) {
      executor.shutdown();
    }
  }

  SimExecutor executorOf(SimTask task) {
    return executors.get(new Key(task.framework, task.launch.executor().id()));
  }

  /** The executor's process has ended. */
  void exited(SimExecutor executor, int status, String reason) {
    executors.remove(executor.key);
    if (dead) {
      return;
    }
    if (reachable) {
      world.master.executorExited(this, executor.key, status);
    }
    for (SimTask task : List.copyOf(tasks.values())) {
      if (!task.ended()
          && new Key(task.framework, task.launch.executor().id()).equals(executor.key)) {
        task.mark(SimTask.Mark.LOSS);
        byAgent(task, TaskState.FAILED, reason);
      }
    }
  }

  void byAgent(SimTask task, TaskState state, String reason) {
    update(task, new SimUpdate(world.uuid(), state, reason, false, Optional.empty()));
  }

  void byExecutor(SimTask task, TaskState state, Kind kind, String thrown) {
    AttemptReport report =
        new AttemptReport(
            task.launch.payload().attempt(), kind, thrown, thrown.isEmpty() ? "" : "said", 4711);
    boolean silent = state == TaskState.KILLING && kind != Kind.STUCK;
    boolean drained = state == TaskState.KILLED && task.is(SimTask.Mark.DRAINED);
    String reason = drained ? "AGENT_DRAINING" : "";
    update(
        task,
        new SimUpdate(
            world.uuid(), state, reason, true, silent ? Optional.empty() : Optional.of(report)));
  }

  /** What an attempt that stays tells. */
  void fired(SimTask task, Firings firings) {
    AttemptReport report =
        AttemptReport.fired(task.launch.payload().attempt(), /* process= */ 4711, firings);
    update(task, new SimUpdate(world.uuid(), TaskState.RUNNING, "", true, Optional.of(report)));
  }

  private void update(SimTask task, SimUpdate update) {
    if (task.ended() || !tasks.containsKey(task.id)) {
      return;
    }
    task.latest = update.state();
    task.pending.add(update);
    world.note(() -> "agent " + id + " keeps update " + update.uuid() + " " + task);
    if (task.pending.size() == 1) {
      send(task);
    }
  }

  /** Sends the oldest update of a task, and again until it is acknowledged. */
  private void send(SimTask task) {
    int mine = ++task.sends;
    sendNow(task);
    resend(task, mine, 0);
  }

  private void resend(SimTask task, int mine, int earlier) {
    long pause = RESEND_FIRST << Math.min(earlier, RESEND_DOUBLINGS);
    world.time.in(
        pause,
        () -> {
          if (!dead && task.sends == mine && !task.pending.isEmpty()) {
            sendNow(task);
            resend(task, mine, earlier + 1);
          }
        });
  }

  private void sendNow(SimTask task) {
    SimUpdate head = task.pending.element();
    int times = world.strikes(Fault.DUPLICATE_UPDATE, 0.1) ? 2 : 1;
    for (int i = 0; i < times; i++) {
      world.toMaster(this, () -> world.master.updated(this, task, head));
    }
  }

  void acknowledge(String id, String uuid) {
    SimTask task = tasks.get(id);
    SimUpdate head = task == null ? null : task.pending.peek();
    if (head == null || !head.uuid().equals(uuid)) {
      return;
    }
    task.pending.remove();
    task.sends++;
    if (!task.pending.isEmpty()) {
      send(task);
    } else if (task.ended()) {
      tasks.remove(id);
    }
  }

  /** A framework subscribed again, or the master hears of this agent again. */
  void resendAll() {
    for (SimTask task : List.copyOf(tasks.values())) {
      if (!task.pending.isEmpty()) {
        send(task);
      }
    }
  }

  /** Its machine is gone. */
  void die() {
    dead = true;
    reachable = false;
    for (SimExecutor executor : new ArrayList<>(executors.values())) {
      executor.exit(9, "EXECUTOR_TERMINATED");
    }
    for (SimTask task : tasks.values()) {
      task.mark(SimTask.Mark.LOSS);
    }
  }

  /** The master removed the framework. */
  void removeFramework(FrameworkId framework) {
    for (SimExecutor executor : List.copyOf(executors.values())) {
      if (executor.key.framework().equals(framework)) {
        executor.shutdown();
      }
    }
    for (SimTask task : List.copyOf(tasks.values())) {
      if (task.framework.equals(framework)) {
        task.mark(SimTask.Mark.LOSS);
        task.mark(SimTask.Mark.REMOVED);
        task.pending.clear();
        task.sends++;
        tasks.remove(task.id);
      }
    }
  }
}
