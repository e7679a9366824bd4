package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.Containers.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.StringJoiner;
import org.apache.mesos.protobuf.Message;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
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

/**
 * Mesos' command executor: runs the command of one task and reports what becomes of it. It hears
 * and says the same messages as an executor over HTTP, but is no process of its own: the container
 * is the command. On the agent's thread.
 */
final class CommandTask implements EventSink {

  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(3);

  /** The forced kill comes so long before the agent's own, so that TASK_KILLED can be sent. */
  private static final Duration SHUTDOWN_BUFFER = Duration.ofSeconds(2);

  private static final int SHOWN_OF_COMMAND = 15;

  private final ExecutorSession session;
  private final ExecutorSession.Host host;
  private final FrameworkInfo framework;
  private final @Nullable Container container;
  private @Nullable TaskInfo task;
  private boolean killed;
  private boolean tooLong;
  private Instant killAt = Instant.MAX;
  private Instant killedAt = Instant.MAX;
  private Loop.Timer completion = Loop.Timer.NONE;
  private Loop.Timer escalation = Loop.Timer.NONE;

  /**
   * @param container null if the command could not even be executed
   */
  CommandTask(
      ExecutorSession session,
      ExecutorSession.Host host,
      FrameworkInfo framework,
      @Nullable Container container) {
    this.session = session;
    this.host = host;
    this.framework = framework;
    this.container = container;
  }

  /** As Mesos describes the executor that it makes up for a task with a command. */
  static ExecutorInfo describe(FrameworkInfo framework, TaskInfo task) {
    CommandInfo command = task.getCommand();
    String shown;
    if (command.getShell()) {
      String line = command.getValue();
      shown =
          "sh -c '"
              + (line.length() > SHOWN_OF_COMMAND
                  ? line.substring(0, SHOWN_OF_COMMAND - 3) + "..."
                  : line)
              + "'";
    } else {
      StringJoiner words = new StringJoiner(", ", "[", "]");
      words.add(command.getValue());
      command.getArgumentsList().forEach(words::add);
      shown = words.toString();
    }
    String id = task.getTaskId().getValue();
    return ExecutorInfo.newBuilder()
        .setExecutorId(ExecutorID.newBuilder().setValue(id))
        .setFrameworkId(framework.getId())
        .setName("Command Executor (Task: " + id + ") (Command: " + shown + ")")
        .setCommand(command)
        .build();
  }

  /** Subscribes; the task is launched by the answer, unless it was killed before. */
  void subscribe() {
    session.subscribe(Call.Subscribe.getDefaultInstance(), this);
    if (task == null && container != null) {
      host.destroy(container);
    }
  }

  /** After a restart of the agent: the command has gone on meanwhile. */
  void resume(TaskInfo running) {
    task = running;
    session.subscribe(Call.Subscribe.newBuilder().addUnacknowledgedTasks(running).build(), this);
  }

  @Override
  public void send(Message event) {
    if (event instanceof Event said) {
      hear(said);
    }
  }

  @Override
  public void end() {
    completion.cancel();
    escalation.cancel();
  }

  /** The command has ended; its end is the task's. */
  void exited(int rawStatus) {
    TaskInfo ended = task;
    if (ended == null) {
      return;
    }
    TaskStatus.Builder status = status(ended.getTaskId(), TaskState.TASK_FAILED);
    status.setMessage("Command " + Signals.describe(rawStatus));
    if (tooLong) {
      status.setReason(TaskStatus.Reason.REASON_MAX_COMPLETION_TIME_REACHED);
    } else if (killed) {
      status.setState(TaskState.TASK_KILLED);
    } else if (rawStatus == 0) {
      status.setState(TaskState.TASK_FINISHED);
    }
    task = null;
    session.update(status.build());
  }

  private void hear(Event event) {
    switch (event.getType()) {
      case LAUNCH -> launch(event.getLaunch().getTask());
      case KILL -> {
        TaskInfo running = task;
        if (running != null) {
          KillPolicy asked = event.getKill().getKillPolicy();
          KillPolicy own = running.getKillPolicy();
          kill(asked.hasGracePeriod() ? grace(asked) : grace(own), true);
        }
      }
      case SHUTDOWN -> {
        Duration grace = host.timings().executorShutdownGrace().minus(SHUTDOWN_BUFFER);
        kill(grace.isNegative() ? Duration.ZERO : grace, true);
      }
      default -> {
        return;
      }
    }
  }

  private void launch(TaskInfo launched) {
    task = launched;
    session.update(status(launched.getTaskId(), TaskState.TASK_STARTING).build());
    session.update(status(launched.getTaskId(), TaskState.TASK_RUNNING).build());
    if (launched.hasMaxCompletionTime()) {
      Duration longest = Duration.ofNanos(launched.getMaxCompletionTime().getNanoseconds());
      completion =
          host.after(
              longest,
              () -> {
                tooLong = true;
                kill(Duration.ZERO, false);
              });
    }
  }

  /** A second KILL may shorten the grace, never lengthen it. */
  private void kill(Duration grace, boolean tell) {
    TaskInfo running = task;
    Container process = container;
    if (process == null) {
      return;
    }
    if (running == null) {
      host.destroy(process);
      return;
    }
    Instant now = host.updates().instant();
    if (!killed) {
      killed = true;
      killedAt = now;
      if (tell && Capabilities.of(framework).taskKilling()) {
        session.update(status(running.getTaskId(), TaskState.TASK_KILLING).build());
      }
      host.terminate(process);
    }
    Instant until = killedAt.plus(grace);
    if (until.isBefore(killAt)) {
      killAt = until;
      escalation.cancel();
      Duration left = Duration.between(now, until);
      escalation =
          host.after(left.isNegative() ? Duration.ZERO : left, () -> host.destroy(process));
    }
  }

  private TaskStatus.Builder status(TaskID id, TaskState state) {
    return TaskStatus.newBuilder()
        .setTaskId(id)
        .setState(state)
        .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
        .setTimestamp(host.updates().now())
        .setUuid(AgentUpdates.uuid());
  }

  private static Duration grace(KillPolicy policy) {
    return policy.hasGracePeriod()
        ? Duration.ofNanos(Math.max(0, policy.getGracePeriod().getNanoseconds()))
        : DEFAULT_GRACE;
  }
}
