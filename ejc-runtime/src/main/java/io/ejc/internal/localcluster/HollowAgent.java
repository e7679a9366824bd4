package io.ejc.internal.localcluster;

import java.util.List;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * An agent of which there is nothing but its offers: thousands of them make a large cluster for a
 * scheduler's matching. A task that is launched there fails as one whose container cannot be
 * launched.
 */
final class HollowAgent implements AgentLink {

  private final AgentDescription description;
  private final MasterLink master;
  private final AgentUpdates updates;

  HollowAgent(AgentDescription description, MasterLink master, AgentUpdates updates) {
    this.description = description;
    this.master = master;
    this.updates = updates;
  }

  void register() {
    master.register(description, this, List.of());
  }

  @Override
  public void run(FrameworkInfo framework, TaskInfo task) {
    TaskStatus failed =
        updates
            .update(
                task.getTaskId(),
                TaskState.TASK_FAILED,
                TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED,
                "Failed to launch container: this agent only offers")
            .build();
    master.update(description.id(), framework.getId().getValue(), failed, TaskState.TASK_FAILED);
  }

  @Override
  public void registered() {}

  @Override
  public void kill(String frameworkId, String taskId, @Nullable KillPolicy policy) {}

  @Override
  public void shutdownExecutor(String frameworkId, String executorId) {}

  @Override
  public void shutdownFramework(String frameworkId) {}

  @Override
  public void message(String frameworkId, String executorId, ByteString data) {}

  @Override
  public void acknowledge(String frameworkId, String taskId, ByteString uuid) {}

  @Override
  public void frameworkUpdated(FrameworkInfo framework) {}

  @Override
  public void frameworkSubscribed(FrameworkInfo framework) {}

  @Override
  public void drain(DrainConfig config) {}

  @Override
  public void end(String why) {}

  @Override
  public void reconcile(String frameworkId, List<String> taskIds) {}
}
