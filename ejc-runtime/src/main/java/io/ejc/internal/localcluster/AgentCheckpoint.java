package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.Containers.Container;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * What an agent whose process died leaves to the next one in its place, as a Mesos agent leaves it
 * on disk: the executors of checkpointing frameworks, which live on, and the updates that nobody
 * has acknowledged, by framework.
 */
record AgentCheckpoint(List<SavedExecutor> executors, Map<String, List<TaskStatus>> updates) {

  /**
   * @param container null if it had not been started yet
   */
  record SavedExecutor(
      FrameworkInfo framework,
      ExecutorInfo info,
      boolean command,
      String containerId,
      @Nullable Container container,
      ExecutorTasks tasks) {}
}
