package io.ejc.internal.localcluster;

import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/** What a drain changes in the kills of an agent and in what is said of them. */
final class DrainingUpdates {

  private DrainingUpdates() {}

  /** The policy of a KILL; null leaves the task its own. */
  static @Nullable KillPolicy killPolicy(DrainConfig config, KillPolicy own) {
    if (!config.hasMaxGracePeriod()) {
      return null;
    }
    long longest = config.getMaxGracePeriod().getNanoseconds();
    boolean shorter = own.hasGracePeriod() && own.getGracePeriod().getNanoseconds() <= longest;
    return shorter
        ? null
        : KillPolicy.newBuilder().setGracePeriod(config.getMaxGracePeriod()).build();
  }

  /**
   * A kill during a drain has that as its reason; on an agent that will be gone, so is the task.
   */
  static TaskStatus mark(TaskStatus status, @Nullable DrainConfig drain, boolean partitionAware) {
    boolean kill =
        status.getState() == TaskState.TASK_KILLING || status.getState() == TaskState.TASK_KILLED;
    if (drain == null || !kill) {
      return status;
    }
    TaskStatus.Builder marked =
        status.toBuilder().setReason(TaskStatus.Reason.REASON_AGENT_DRAINING);
    if (drain.getMarkGone() && partitionAware) {
      marked.setState(TaskState.TASK_GONE_BY_OPERATOR);
    }
    return marked.build();
  }
}
