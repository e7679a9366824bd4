package io.ejc.internal.localcluster;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/** A task as the master knows it. Owned by the master's thread. */
final class TaskRecord {

  private final TaskInfo info;
  private final Quantities resources;
  private @Nullable TaskStatus last;
  private TaskState latest = TaskState.TASK_STAGING;
  private boolean released;

  TaskRecord(TaskInfo info, Quantities resources) {
    this.info = info;
    this.resources = resources;
  }

  String id() {
    return info.getTaskId().getValue();
  }

  String agentId() {
    return info.getAgentId().getValue();
  }

  TaskInfo info() {
    return info;
  }

  /** The last status that was passed on, if any. */
  @Nullable TaskStatus last() {
    return last;
  }

  /** What the framework was told last. */
  TaskState told() {
    return last == null ? TaskState.TASK_STAGING : last.getState();
  }

  void report(TaskStatus status, TaskState newest) {
    last = status;
    latest = newest;
  }

  boolean ended() {
    return TaskStates.terminal(latest);
  }

  /** True if the acknowledgement is that of the terminal update. */
  boolean endedBy(ByteString uuid) {
    return last != null && TaskStates.terminal(last.getState()) && last.getUuid().equals(uuid);
  }

  /** What it still holds; the second call answers nothing. */
  Quantities release() {
    Quantities held = released ? Quantities.NONE : resources;
    released = true;
    return held;
  }
}
