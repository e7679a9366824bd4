package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.AgentSlot.RunningExecutor;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.jspecify.annotations.Nullable;

/** Judges one task of a LAUNCH against its offers, in the order and words of a Mesos master. */
final class TaskCheck {

  private static final String RULER = "-".repeat(60);

  private final FrameworkSession framework;
  private final AgentSlot agent;
  private final String role;

  TaskCheck(FrameworkSession framework, AgentSlot agent, String role) {
    this.framework = framework;
    this.agent = agent;
    this.role = role;
  }

  /** The task and, if it is not running yet, its executor: what both take from the offers. */
  record Accepted(TaskInfo task, Quantities taskNeeds, @Nullable RunningExecutor newExecutor) {
    Quantities needs() {
      return newExecutor == null ? taskNeeds : taskNeeds.plus(newExecutor.resources());
    }
  }

  /** A task that gets TASK_ERROR. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message, null, false, false);
    }

    String text() {
      String message = getMessage();
      return message == null ? "" : message;
    }
  }

  /** What the scheduler may leave out is filled in: allocation and the executor's framework. */
  TaskInfo complete(TaskInfo task) {
    TaskInfo.Builder full =
        task.toBuilder()
            .clearResources()
            .addAllResources(ResourceMessages.allocatedTo(task.getResourcesList(), role));
    if (task.hasExecutor()) {
      ExecutorInfo executor = task.getExecutor();
      ExecutorInfo.Builder fullExecutor =
          executor.toBuilder()
              .clearResources()
              .addAllResources(ResourceMessages.allocatedTo(executor.getResourcesList(), role));
      if (!executor.hasFrameworkId()) {
        fullExecutor.setFrameworkId(framework.frameworkId());
      }
      full.setExecutor(fullExecutor);
    }
    return full.build();
  }

  /**
   * Checks a completed task.
   *
   * @param available what the offers still hold
   */
  Accepted check(TaskInfo task, Quantities available) throws Invalid {
    String problem = MesosId.problem(task.getTaskId().getValue());
    if (problem != null) {
      throw new Invalid(problem);
    }
    if (framework.tasks().containsKey(task.getTaskId().getValue())) {
      throw new Invalid("Task has duplicate ID: " + task.getTaskId().getValue());
    }
    if (!task.getAgentId().getValue().equals(agent.id())) {
      throw new Invalid(
          "Task uses invalid agent "
              + task.getAgentId().getValue()
              + " while agent "
              + agent.id()
              + " is expected");
    }
    if (task.hasCommand() == task.hasExecutor()) {
      throw new Invalid(
          "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present");
    }
    if (task.hasContainer()) {
      throw new Invalid("'TaskInfo.container' is not supported: tasks are plain processes");
    }
    if (task.getResourcesCount() == 0) {
      throw new Invalid("Task uses no resources");
    }
    Quantities taskNeeds = read(task);
    if (taskNeeds.isEmpty()) {
      throw new Invalid("Task uses no resources");
    }
    return fit(task, taskNeeds, available);
  }

  private Accepted fit(TaskInfo task, Quantities taskNeeds, Quantities available) throws Invalid {
    ExecutorInfo executor = task.getExecutor();
    RunningExecutor fresh = null;
    if (task.hasExecutor()) {
      checkExecutor(executor);
      if (agent.executor(framework.id(), executor.getExecutorId().getValue()) == null) {
        fresh = new RunningExecutor(executor, read(executor));
      }
    }
    Accepted accepted = new Accepted(task, taskNeeds, fresh);
    boolean foreign =
        ResourceMessages.foreign(task.getResourcesList(), role)
            || (fresh != null && ResourceMessages.foreign(executor.getResourcesList(), role));
    if (foreign || !available.contains(accepted.needs())) {
      throw new Invalid(
          "Total resources "
              + accepted.needs().describe(roleOf(task))
              + " required by task and its executor is more than available "
              + available.describe(role));
    }
    return accepted;
  }

  private void checkExecutor(ExecutorInfo executor) throws Invalid {
    String id = executor.getExecutorId().getValue();
    String problem = MesosId.problem(id);
    if (problem != null) {
      throw new Invalid(problem);
    }
    if (!executor.getFrameworkId().equals(framework.frameworkId())) {
      throw new Invalid(
          "ExecutorInfo has an invalid FrameworkID (Actual: "
              + executor.getFrameworkId().getValue()
              + " vs Expected: "
              + framework.id()
              + ")");
    }
    if (executor.getType() == ExecutorInfo.Type.DEFAULT) {
      throw new Invalid(
          "'ExecutorInfo.type' must be 'CUSTOM': the local cluster has no default executor");
    }
    if (!executor.hasCommand()) {
      throw new Invalid("'ExecutorInfo.command' must be set for 'CUSTOM' executor");
    }
    if (executor.hasContainer()) {
      throw new Invalid("'ExecutorInfo.container' is not supported: executors are plain processes");
    }
    RunningExecutor running = agent.executor(framework.id(), id);
    if (running != null && !running.info().equals(executor)) {
      throw new Invalid(
          "ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID.\n"
              + RULER
              + "\nExisting ExecutorInfo:\n"
              + running.info()
              + "\n"
              + RULER
              + "\nExecutorInfo:\n"
              + executor
              + "\n"
              + RULER
              + "\n");
    }
  }

  private String roleOf(TaskInfo task) {
    return ResourceMessages.roleOf(task.getResourcesList());
  }

  private static Quantities read(TaskInfo task) throws Invalid {
    try {
      return ResourceMessages.read(task.getResourcesList());
    } catch (ResourceMessages.Unusable e) {
      throw new Invalid("Task uses invalid resources: " + e.getMessage());
    }
  }

  private static Quantities read(ExecutorInfo executor) throws Invalid {
    try {
      return ResourceMessages.read(executor.getResourcesList());
    } catch (ResourceMessages.Unusable e) {
      throw new Invalid("Executor uses invalid resources: " + e.getMessage());
    }
  }
}
