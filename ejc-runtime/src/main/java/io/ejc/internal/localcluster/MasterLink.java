package io.ejc.internal.localcluster;

import java.util.List;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/** What an agent tells its master. Any thread; nothing is answered. */
interface MasterLink {

  /**
   * An agent presents itself with all that it runs.
   *
   * @param link how to reach it
   */
  void register(AgentDescription agent, AgentLink link, List<RunningFramework> running);

  /**
   * The oldest unacknowledged update of a task.
   *
   * @param latest the newest state that the agent knows, for the accounts
   */
  void update(String agentId, String frameworkId, TaskStatus status, TaskState latest);

  void executorExited(String agentId, String frameworkId, String executorId, int rawStatus);

  void message(String agentId, String frameworkId, String executorId, ByteString data);

  /** A framework on an agent that registers. */
  record RunningFramework(
      FrameworkInfo info, List<ExecutorInfo> executors, List<RunningTask> tasks) {}

  /**
   * A task on an agent that registers.
   *
   * @param last its last status, null while it has none
   */
  record RunningTask(TaskInfo info, @Nullable TaskStatus last) {}
}
