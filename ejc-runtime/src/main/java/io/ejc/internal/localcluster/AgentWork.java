package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.AgentCheckpoint.SavedExecutor;
import io.ejc.internal.localcluster.AgentFrameworks.AgentFramework;
import io.ejc.internal.localcluster.Containers.Container;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/** What an agent does when its master speaks, and what its executors need of it. On its thread. */
final class AgentWork implements ExecutorSession.Host {

  private final AgentDescription agent;
  private final Tools tools;
  private final AgentUpdates updates;
  private final boolean checkpoint;
  private final Exits exits;
  private @Nullable DrainConfig drain;

  AgentWork(
      AgentDescription agent, Tools tools, AgentUpdates updates, boolean checkpoint, Exits exits) {
    this.agent = agent;
    this.tools = tools;
    this.updates = updates;
    this.checkpoint = checkpoint;
    this.exits = exits;
  }

  /** The parts of an agent that work together. */
  record Tools(
      Loop loop,
      Timings timings,
      ContainerLauncher launcher,
      Sandboxes sandboxes,
      UpdateStreams streams,
      AgentFrameworks frameworks) {}

  /** Tells the master that an executor has ended. */
  interface Exits {
    void exited(ExecutorSession executor, int rawStatus);
  }

  void run(FrameworkInfo info, TaskInfo task) {
    boolean draining = isDraining();
    AgentFramework framework = tools.frameworks().findOrAdd(info);
    if (framework.isRemoved()) {
      return;
    }
    if (draining) {
      lost(
          info.getId().getValue(),
          task.getTaskId(),
          TaskStatus.Reason.REASON_AGENT_DRAINING,
          "Task was received while agent was already draining");
      return;
    }
    boolean command = task.hasCommand();
    ExecutorInfo executor = command ? CommandTask.describe(info, task) : task.getExecutor();
    ExecutorSession session = framework.executors().get(executor.getExecutorId().getValue());
    if (session == null) {
      session = new ExecutorSession(this, info, executor, command);
      framework.executors().put(session.id(), session);
      launchContainer(framework.info(), session);
    }
    session.launch(task);
  }

  void kill(String frameworkId, String taskId, @Nullable KillPolicy policy) {
    TaskID id = TaskID.newBuilder().setValue(taskId).build();
    List<ExecutorSession> holders = tools.frameworks().holding(frameworkId, taskId);
    holders.forEach(executor -> executor.kill(id, policy));
    if (holders.isEmpty()) {
      lost(frameworkId, id, TaskStatus.Reason.REASON_EXECUTOR_TERMINATED, "Cannot find executor");
    }
  }

  /** Kills every task, with its own grace or, if that is longer, the drain's. */
  void drain(DrainConfig config) {
    drain = config;
    for (ExecutorSession executor : tools.frameworks().executors()) {
      for (TaskInfo task : executor.tasks().open()) {
        executor.kill(task.getTaskId(), DrainingUpdates.killPolicy(config, task.getKillPolicy()));
      }
    }
  }

  /** A drain is over when the last executor has ended, whatever an operator says meanwhile. */
  private boolean isDraining() {
    if (drain != null && tools.frameworks().executors().isEmpty()) {
      drain = null;
    }
    return drain != null;
  }

  /** Takes over what the agent before this one left; executors have yet to subscribe. */
  void recover(AgentCheckpoint left) {
    for (SavedExecutor saved : left.executors()) {
      ExecutorSession session = new ExecutorSession(this, saved);
      AgentFramework framework = tools.frameworks().findOrAdd(saved.framework());
      framework.executors().put(session.id(), session);
      Path sandbox =
          tools.sandboxes().path(session.frameworkId(), session.id(), session.containerId());
      ContainerReport report =
          new ContainerReport(session, this, saved.framework(), tools, sandbox);
      Container container = saved.container();
      if (container == null) {
        report.failed("the agent ended before it was started");
      } else {
        report.resumed(container);
        tools.launcher().watch(container, report);
      }
    }
    left.updates()
        .forEach((framework, updates) -> updates.forEach(u -> tools.streams().add(framework, u)));
  }

  /** What is left to the next agent; executors of other frameworks are to be killed. */
  AgentCheckpoint save() {
    List<SavedExecutor> saved = new ArrayList<>();
    for (ExecutorSession executor : tools.frameworks().executors()) {
      AgentFramework framework = tools.frameworks().find(executor.frameworkId());
      boolean lives = executor.state() != ExecutorSession.State.TERMINATED;
      if (lives && framework != null && checkpoint && framework.info().getCheckpoint()) {
        saved.add(executor.save());
      }
    }
    return new AgentCheckpoint(saved, tools.streams().save());
  }

  void reconcile(String frameworkId, List<String> taskIds) {
    for (String taskId : taskIds) {
      lost(
          frameworkId,
          TaskID.newBuilder().setValue(taskId).build(),
          TaskStatus.Reason.REASON_RECONCILIATION,
          "Reconciliation: task unknown to the agent");
    }
  }

  void shutdownFramework(String frameworkId) {
    tools.streams().drop(frameworkId);
    AgentFramework framework = tools.frameworks().find(frameworkId);
    if (framework == null) {
      return;
    }
    framework.remove();
    for (ExecutorSession executor : List.copyOf(framework.executors().values())) {
      if (executor.state() == ExecutorSession.State.TERMINATED) {
        tools.frameworks().forget(executor);
      } else {
        executor.shutdown();
      }
    }
  }

  void acknowledge(String frameworkId, String taskId, ByteString uuid) {
    TaskStatus done = tools.streams().acknowledge(frameworkId, taskId, uuid);
    if (done != null && TaskStates.terminal(done.getState())) {
      tools
          .frameworks()
          .with(
              frameworkId,
              done.getExecutorId().getValue(),
              executor -> executor.acknowledgedEnd(taskId));
    }
  }

  void frameworkUpdated(FrameworkInfo info) {
    AgentFramework framework = tools.frameworks().find(info.getId().getValue());
    if (framework != null) {
      framework.update(info);
    }
  }

  void frameworkSubscribed(FrameworkInfo info) {
    frameworkUpdated(info);
    tools.streams().resend(info.getId().getValue()::equals);
  }

  @Override
  public AgentUpdates updates() {
    return updates;
  }

  @Override
  public Timings timings() {
    return tools.timings();
  }

  @Override
  public Loop.Timer after(Duration delay, Runnable work) {
    return tools.loop().after(delay, work);
  }

  @Override
  public void destroy(Container container) {
    tools.launcher().execute(container::destroy);
  }

  @Override
  public void terminate(Container container) {
    tools.launcher().execute(container::terminate);
  }

  @Override
  public void forward(String frameworkId, TaskStatus status) {
    AgentFramework framework = tools.frameworks().find(frameworkId);
    if (!tools.frameworks().isRemoved(frameworkId)) {
      boolean aware = framework != null && Capabilities.of(framework.info()).partitionAware();
      tools.streams().add(frameworkId, DrainingUpdates.mark(status, drain, aware));
    }
  }

  @Override
  public void exited(ExecutorSession session, int rawStatus) {
    if (tools.frameworks().isRemoved(session.frameworkId())) {
      tools.frameworks().forget(session);
    } else if (!session.isCommand()) {
      exits.exited(session, rawStatus);
    }
  }

  @Override
  public void done(ExecutorSession session) {
    tools.frameworks().forget(session);
  }

  @Override
  public AgentInfo describe() {
    return AgentMessages.info(agent);
  }

  private void lost(String frameworkId, TaskID task, TaskStatus.Reason reason, String message) {
    tools
        .streams()
        .add(
            frameworkId,
            updates.update(task, tools.frameworks().dropped(frameworkId), reason, message).build());
  }

  private void launchContainer(FrameworkInfo framework, ExecutorSession session) {
    Path sandbox =
        tools.sandboxes().path(session.frameworkId(), session.id(), session.containerId());
    boolean checkpointed = checkpoint && framework.getCheckpoint();
    try {
      Map<String, String> environment =
          ExecutorEnvironment.of(
              agent, framework, session.info(), sandbox, tools.timings(), checkpointed);
      ContainerPlan plan =
          new ContainerPlan(
              session.containerId(),
              sandbox,
              session.info().getCommand(),
              environment,
              framework.getUser());
      tools.launcher().launch(plan, new ContainerReport(session, this, framework, tools, sandbox));
    } catch (LaunchFailure e) {
      tools.loop().post(() -> session.launchFailed(e.text()));
    }
  }
}
