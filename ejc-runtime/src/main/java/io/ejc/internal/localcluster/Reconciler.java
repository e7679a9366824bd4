package io.ejc.internal.localcluster;

import java.time.Instant;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

/** Answers "what became of this task?" as Mesos does; KILL of an unknown task is answered alike. */
final class Reconciler {

  private final MasterState state;
  private final MasterUpdates updates;

  Reconciler(MasterState state, MasterUpdates updates) {
    this.state = state;
    this.updates = updates;
  }

  /** An empty list asks for every task that the master knows and that has not ended. */
  void reconcile(FrameworkSession framework, Call.Reconcile call) {
    if (call.getTasksCount() == 0) {
      framework.tasks().values().stream()
          .filter(task -> !TaskStates.terminal(task.told()))
          .forEach(task -> framework.send(MasterUpdates.event(latest(task))));
      return;
    }
    for (Call.Reconcile.Task asked : call.getTasksList()) {
      answer(framework, asked.getTaskId(), asked.hasAgentId() ? asked.getAgentId() : null);
    }
  }

  void answer(FrameworkSession framework, TaskID taskId, @Nullable AgentID agentId) {
    TaskRecord task = framework.tasks().get(taskId.getValue());
    framework.send(
        MasterUpdates.event(task == null ? unknown(framework, taskId, agentId) : latest(task)));
  }

  private TaskStatus.Builder latest(TaskRecord task) {
    return updates.alive(
        task, TaskStatus.Reason.REASON_RECONCILIATION, "Reconciliation: Latest task state");
  }

  private TaskStatus.Builder unknown(
      FrameworkSession framework, TaskID taskId, @Nullable AgentID agentId) {
    boolean aware = framework.capabilities().partitionAware();
    Instant since = agentId == null ? null : state.unreachable().get(agentId.getValue());
    if (since != null) {
      TaskState lost = aware ? TaskState.TASK_UNREACHABLE : TaskState.TASK_LOST;
      return updates
          .unknown(taskId, agentId, lost, "Reconciliation: Task is unreachable")
          .setUnreachableTime(MasterUpdates.time(since));
    }
    if (agentId != null && state.gone().contains(agentId.getValue())) {
      TaskState gone = aware ? TaskState.TASK_GONE_BY_OPERATOR : TaskState.TASK_LOST;
      return updates.unknown(taskId, agentId, gone, "Reconciliation: Task is gone");
    }
    if (agentId != null && state.agents().containsKey(agentId.getValue())) {
      TaskState gone = aware ? TaskState.TASK_GONE : TaskState.TASK_LOST;
      return updates.unknown(taskId, agentId, gone, "Reconciliation: Task is unknown to the agent");
    }
    TaskState unknown = aware ? TaskState.TASK_UNKNOWN : TaskState.TASK_LOST;
    return updates.unknown(taskId, agentId, unknown, "Reconciliation: Task is unknown");
  }
}
