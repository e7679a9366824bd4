package io.ejc.internal.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A task as the agent sent it, kept whole: an executor that subscribes again must give back every
 * byte of the tasks of which no update was acknowledged (Mesos v1 executor API). Nobody outside
 * this room looks inside.
 */
public final class LaunchedTask {

  private final String taskId;
  private final byte[] taskInfo;

  LaunchedTask(String taskId, byte[] taskInfo) {
    this.taskId = taskId;
    this.taskInfo = taskInfo;
  }

  /** The Mesos task's id. */
  public String taskId() {
    return taskId;
  }

  byte[] taskInfo() {
    return taskInfo;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LaunchedTask task
        && taskId.equals(task.taskId)
        && Arrays.equals(taskInfo, task.taskInfo);
  }

  @Override
  public int hashCode() {
    return taskId.hashCode();
  }

  @Override
  public String toString() {
    return "task " + taskId;
  }
}
