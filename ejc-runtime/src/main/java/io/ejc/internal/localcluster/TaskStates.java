package io.ejc.internal.localcluster;

import org.apache.mesos.v1.Protos.TaskState;

/** Which states end a task. */
final class TaskStates {

  private TaskStates() {}

  static boolean terminal(TaskState state) {
    return switch (state) {
      case TASK_FINISHED,
          TASK_FAILED,
          TASK_KILLED,
          TASK_ERROR,
          TASK_LOST,
          TASK_DROPPED,
          TASK_GONE,
          TASK_GONE_BY_OPERATOR ->
          true;
      default -> false;
    };
  }
}
