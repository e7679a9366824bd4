package io.ejc.sim;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import java.util.Optional;

/**
 * An update of an agent's stream.
 *
 * @param uuid its own
 * @param state the task's state
 * @param reason as Mesos names it, without prefix
 * @param fromExecutor whether the executor sent it, and not the agent
 * @param attempt what the executor said of the attempt
 */
record SimUpdate(
    String uuid,
    TaskState state,
    String reason,
    boolean fromExecutor,
    Optional<AttemptReport> attempt) {

  TaskReport report(String task, AgentId agent) {
    return new TaskReport(
        task,
        state,
        reason,
        fromExecutor,
        fromExecutor ? "" : reason,
        Optional.of(agent),
        Optional.of(uuid),
        attempt);
  }

  /** What the master says by itself: nobody acknowledges it. */
  static TaskReport byMaster(String task, TaskState state, String reason, Optional<AgentId> agent) {
    return new TaskReport(
        task, state, reason, false, reason, agent, Optional.empty(), Optional.empty());
  }
}
