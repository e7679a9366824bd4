package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.AgentCheckpoint.SavedExecutor;
import io.ejc.internal.localcluster.Containers.Container;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One executor of an agent, from its launch to its end. Owned by the agent's thread. */
final class ExecutorSession {

  private static final Logger log = LoggerFactory.getLogger(ExecutorSession.class);
  private static final int SIGKILL = 9;

  private final Host host;
  private final FrameworkInfo framework;
  private final ExecutorInfo info;
  private final boolean command;
  private final String containerId;
  private final ExecutorTasks tasks;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private State state = State.REGISTERING;
  private @Nullable EventSink stream;
  private @Nullable Container container;
  private Loop.Timer timer = Loop.Timer.NONE;
  private TaskStatus.Reason endReason = TaskStatus.Reason.REASON_EXECUTOR_TERMINATED;
  private String endMessage = "Executor terminated";

  /** As in Mesos: launched, subscribed, told or made to end, ended with updates left to send. */
  enum State {
    REGISTERING,
    RUNNING,
    TERMINATING,
    TERMINATED
  }

  /** What a session needs of its agent. */
  interface Host {
    AgentUpdates updates();

    Timings timings();

    Loop.Timer after(Duration delay, Runnable work);

    /** Away from the agent's thread. */
    void destroy(Container container);

    /** Away from the agent's thread: SIGTERM to all its processes. */
    void terminate(Container container);

    void forward(String frameworkId, TaskStatus status);

    void exited(ExecutorSession session, int rawStatus);

    /** Everything is over and acknowledged. */
    void done(ExecutorSession session);

    AgentInfo describe();
  }

  /**
   * @param command whether it is Mesos' own executor of one command
   */
  ExecutorSession(Host host, FrameworkInfo framework, ExecutorInfo info, boolean command) {
    this.host = host;
    this.framework = framework;
    this.info = info;
    this.command = command;
    this.containerId = UUID.randomUUID().toString();
    this.tasks = new ExecutorTasks();
    timer = host.after(host.timings().executorRegistration(), this::neverSubscribed);
  }

  /** One that outlived its agent: it has a moment to subscribe to the new one. */
  ExecutorSession(Host host, SavedExecutor saved) {
    this.host = host;
    this.framework = saved.framework();
    this.info = saved.info();
    this.command = saved.command();
    this.containerId = saved.containerId();
    this.tasks = saved.tasks();
    timer = host.after(host.timings().executorReregistration(), this::neverReturned);
  }

  /** What is left to the next agent. */
  SavedExecutor save() {
    timer.cancel();
    return new SavedExecutor(framework, info, command, containerId, container, tasks);
  }

  String id() {
    return info.getExecutorId().getValue();
  }

  String frameworkId() {
    return framework.getId().getValue();
  }

  String containerId() {
    return containerId;
  }

  ExecutorInfo info() {
    return info;
  }

  /** Schedulers are told of its tasks, never of the executor itself. */
  boolean isCommand() {
    return command;
  }

  State state() {
    return state;
  }

  /** The process id of its container, once that runs. */
  OptionalInt pid() {
    return container == null
        ? OptionalInt.empty()
        : OptionalInt.of((int) container.process().pid());
  }

  ExecutorTasks tasks() {
    return tasks;
  }

  /** Completed when every process is gone. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  // From the master.

  void launch(TaskInfo task) {
    switch (state) {
      case REGISTERING -> tasks.queue(task);
      case RUNNING -> {
        tasks.launch(task);
        deliver(task);
      }
      default ->
          host.forward(
              frameworkId(),
              host.updates()
                  .update(
                      task.getTaskId(),
                      info.getExecutorId(),
                      dropped(),
                      TaskStatus.Reason.REASON_EXECUTOR_TERMINATED,
                      "Executor terminating/terminated"));
    }
  }

  void kill(TaskID taskId, @Nullable KillPolicy policy) {
    TaskInfo queued = tasks.unqueue(taskId.getValue());
    if (queued != null) {
      TaskStatus killed =
          host.updates()
              .update(
                  taskId,
                  info.getExecutorId(),
                  TaskState.TASK_KILLED,
                  TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH,
                  "Killed before delivery to the executor");
      tasks.endQueued(queued, killed);
      host.forward(frameworkId(), killed);
    } else if (state == State.RUNNING) {
      Event.Kill.Builder kill = Event.Kill.newBuilder().setTaskId(taskId);
      if (policy != null) {
        kill.setKillPolicy(policy);
      }
      send(Event.newBuilder().setType(Event.Type.KILL).setKill(kill));
    }
  }

  void message(ByteString data) {
    if (state == State.RUNNING) {
      send(
          Event.newBuilder()
              .setType(Event.Type.MESSAGE)
              .setMessage(Event.Message.newBuilder().setData(data)));
    }
  }

  /** SHUTDOWN, and the end of its container if it has not ended by itself after the grace. */
  void shutdown() {
    if (state == State.REGISTERING || state == State.RUNNING) {
      send(Event.newBuilder().setType(Event.Type.SHUTDOWN));
      state = State.TERMINATING;
      timer.cancel();
      timer = host.after(host.timings().executorShutdownGrace(), this::destroy);
    }
  }

  /** True if nobody listens to a SHUTDOWN. */
  boolean isDeaf() {
    return stream == null;
  }

  void destroy() {
    if (container != null) {
      host.destroy(container);
    } else {
      // Still being fetched: it ends here, and is killed should it start after all.
      ended(SIGKILL);
    }
  }

  void acknowledgedEnd(String taskId) {
    tasks.acknowledgedEnd(taskId);
    finishIfEmpty();
  }

  // From the executor.

  void subscribe(Call.Subscribe call, EventSink newStream) {
    if (state == State.TERMINATING || state == State.TERMINATED) {
      newStream.send(Event.newBuilder().setType(Event.Type.SHUTDOWN).build());
      newStream.end();
      return;
    }
    if (stream != null) {
      stream.end();
    }
    stream = newStream;
    state = State.RUNNING;
    timer.cancel();
    send(
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setExecutorInfo(info)
                    .setFrameworkInfo(framework)
                    .setAgentInfo(host.describe())
                    .setContainerId(ContainerID.newBuilder().setValue(containerId))));
    call.getUnacknowledgedUpdatesList().forEach(update -> update(update.getStatus()));
    Set<String> claimed = new HashSet<>();
    call.getUnacknowledgedTasksList().forEach(task -> claimed.add(task.getTaskId().getValue()));
    for (TaskInfo task : tasks.lost(claimed)) {
      end(
          task,
          dropped(),
          TaskStatus.Reason.REASON_AGENT_RESTARTED,
          "Task launched during agent restart");
    }
    tasks.launchQueued().forEach(this::deliver);
  }

  void streamBroken(EventSink broken) {
    if (stream == broken) {
      stream = null;
    }
  }

  void update(TaskStatus reported) {
    TaskStatus.Builder status =
        reported.toBuilder()
            .setAgentId(host.updates().agentId())
            .setExecutorId(info.getExecutorId())
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR);
    if (!status.hasTimestamp()) {
      status.setTimestamp(host.updates().now());
    }
    if (tasks.knows(reported.getTaskId().getValue())) {
      status.setContainerStatus(
          AgentMessages.container(status.getContainerStatus(), containerId, pid()));
    }
    TaskStatus full = status.build();
    tasks.report(full);
    host.forward(frameworkId(), full);
    send(
        Event.newBuilder()
            .setType(Event.Type.ACKNOWLEDGED)
            .setAcknowledged(
                Event.Acknowledged.newBuilder()
                    .setTaskId(full.getTaskId())
                    .setUuid(full.getUuid())));
  }

  // From the container.

  void started(Container started) {
    if (state == State.TERMINATED) {
      host.destroy(started);
    } else {
      container = started;
    }
  }

  void launchFailed(String message) {
    if (state == State.TERMINATED) {
      return;
    }
    endReason = TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED;
    endMessage = "Failed to launch container: " + message;
    ended(SIGKILL);
  }

  void ended(int rawStatus) {
    if (state == State.TERMINATED) {
      return;
    }
    state = State.TERMINATED;
    timer.cancel();
    if (stream != null) {
      stream.end();
      stream = null;
    }
    log.debug("executor {} ended with raw status {}", id(), rawStatus);
    host.exited(this, rawStatus);
    for (TaskInfo task : List.copyOf(tasks.open())) {
      end(task, TaskState.TASK_FAILED, endReason, endMessage);
    }
    gone.complete(null);
    finishIfEmpty();
  }

  private void neverSubscribed() {
    endReason = TaskStatus.Reason.REASON_EXECUTOR_REGISTRATION_TIMEOUT;
    endMessage =
        "Executor did not register within "
            + MesosDuration.text(host.timings().executorRegistration());
    state = State.TERMINATING;
    destroy();
  }

  private void neverReturned() {
    endReason = TaskStatus.Reason.REASON_EXECUTOR_REREGISTRATION_TIMEOUT;
    endMessage =
        "Executor did not reregister within "
            + MesosDuration.text(host.timings().executorReregistration());
    state = State.TERMINATING;
    destroy();
  }

  private void end(TaskInfo task, TaskState as, TaskStatus.Reason reason, String message) {
    TaskStatus status =
        host.updates().update(task.getTaskId(), info.getExecutorId(), as, reason, message);
    if (tasks.unqueue(task.getTaskId().getValue()) != null) {
      tasks.endQueued(task, status);
    } else {
      tasks.report(status);
    }
    host.forward(frameworkId(), status);
  }

  private void finishIfEmpty() {
    if (state == State.TERMINATED && tasks.isEmpty()) {
      host.done(this);
    }
  }

  private void deliver(TaskInfo task) {
    send(
        Event.newBuilder()
            .setType(Event.Type.LAUNCH)
            .setLaunch(Event.Launch.newBuilder().setTask(task)));
  }

  private void send(Event.Builder event) {
    if (stream != null) {
      stream.send(event.build());
    }
  }

  private TaskState dropped() {
    return Capabilities.of(framework).partitionAware()
        ? TaskState.TASK_DROPPED
        : TaskState.TASK_LOST;
  }
}
