package io.ejc.internal.localcluster;

import java.time.Instant;
import java.time.InstantSource;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/** The updates that a master makes up itself: without uuid, so never acknowledged. */
final class MasterUpdates {

  private final InstantSource clock;

  MasterUpdates(InstantSource clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** Of a task that was refused; such an update names no executor. */
  Event refused(TaskInfo task, TaskState state, TaskStatus.Reason reason, String message) {
    return event(status(task.getTaskId(), state, reason, message).setAgentId(task.getAgentId()));
  }

  /** Of a task that the master knows. */
  TaskStatus.Builder known(
      TaskRecord task, TaskState state, TaskStatus.Reason reason, String message) {
    TaskStatus.Builder status =
        status(task.info().getTaskId(), state, reason, message)
            .setAgentId(task.info().getAgentId());
    if (task.info().hasExecutor()) {
      status.setExecutorId(task.info().getExecutor().getExecutorId());
    }
    return status;
  }

  /** With the container of the last update, as Mesos answers for living tasks. */
  TaskStatus.Builder alive(TaskRecord task, TaskStatus.Reason reason, String message) {
    TaskStatus.Builder status = known(task, task.told(), reason, message);
    TaskStatus last = task.last();
    if (last != null) {
      if (last.hasContainerStatus()) {
        status.setContainerStatus(last.getContainerStatus());
      }
      if (last.hasExecutorId()) {
        status.setExecutorId(last.getExecutorId());
      }
      if (last.hasHealthy()) {
        status.setHealthy(last.getHealthy());
      }
    }
    return status;
  }

  /** An answer about a task that the master does not know. */
  TaskStatus.Builder unknown(
      TaskID task, @Nullable AgentID agent, TaskState state, String message) {
    TaskStatus.Builder status =
        status(task, state, TaskStatus.Reason.REASON_RECONCILIATION, message);
    if (agent != null) {
      status.setAgentId(agent);
    }
    return status;
  }

  static Event event(TaskStatus.Builder status) {
    return event(status.build());
  }

  static Event event(TaskStatus status) {
    return Event.newBuilder()
        .setType(Event.Type.UPDATE)
        .setUpdate(Event.Update.newBuilder().setStatus(status))
        .build();
  }

  static TimeInfo time(Instant instant) {
    long nanos =
        Math.addExact(
            Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    return TimeInfo.newBuilder().setNanoseconds(nanos).build();
  }

  static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  private TaskStatus.Builder status(
      TaskID task, TaskState state, TaskStatus.Reason reason, String message) {
    return TaskStatus.newBuilder()
        .setTaskId(task)
        .setState(state)
        .setMessage(message)
        .setSource(TaskStatus.Source.SOURCE_MASTER)
        .setReason(reason)
        .setTimestamp(seconds(clock.instant()));
  }
}
