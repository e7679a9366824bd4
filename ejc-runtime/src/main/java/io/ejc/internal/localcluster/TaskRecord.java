package io.ejc.internal.localcluster;

import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/** A task as the master knows it. Owned by the master's thread. */
final class TaskRecord {

  private final TaskInfo info;
  private final Quantities resources;
  private final String role;
  private final List<TaskStatus> statuses = new ArrayList<>();
  private @Nullable TaskStatus last;
  private TaskState latest = TaskState.TASK_STAGING;
  private boolean released;

  TaskRecord(TaskInfo info, Quantities resources) {
    this.info = info;
    this.resources = resources;
    this.role = ResourceMessages.roleOf(info.getResourcesList());
  }

  String id() {
    return info.getTaskId().getValue();
  }

  String agentId() {
    return info.getAgentId().getValue();
  }

  /** The role whose share it is in. */
  String role() {
    return role;
  }

  Quantities resources() {
    return resources;
  }

  /** The last status of each state, in the order in which they came. */
  List<TaskStatus> statuses() {
    return statuses;
  }

  TaskState latest() {
    return latest;
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
    statuses.removeIf(earlier -> earlier.getState() == status.getState());
    statuses.add(status);
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
