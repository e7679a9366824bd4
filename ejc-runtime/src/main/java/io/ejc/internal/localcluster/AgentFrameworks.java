package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.MasterLink.RunningFramework;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.jspecify.annotations.Nullable;

/** The frameworks that have executors on an agent. Owned by the agent's thread. */
final class AgentFrameworks {

  private final Map<String, AgentFramework> frameworks = new LinkedHashMap<>();

  /** A framework that has executors here. */
  static final class AgentFramework {
    private final Map<String, ExecutorSession> executors = new LinkedHashMap<>();
    private FrameworkInfo info;
    private boolean removed;

    AgentFramework(FrameworkInfo info) {
      this.info = info;
    }

    FrameworkInfo info() {
      return info;
    }

    void update(FrameworkInfo newer) {
      info = newer;
    }

    Map<String, ExecutorSession> executors() {
      return executors;
    }

    /** The master says it was torn down: what its executors still say is not passed on. */
    void remove() {
      removed = true;
    }

    boolean isRemoved() {
      return removed;
    }
  }

  AgentFramework findOrAdd(FrameworkInfo info) {
    return frameworks.computeIfAbsent(info.getId().getValue(), id -> new AgentFramework(info));
  }

  @Nullable AgentFramework find(String frameworkId) {
    return frameworks.get(frameworkId);
  }

  @Nullable ExecutorSession find(String frameworkId, String executorId) {
    AgentFramework framework = frameworks.get(frameworkId);
    return framework == null ? null : framework.executors.get(executorId);
  }

  void with(String frameworkId, String executorId, Consumer<ExecutorSession> work) {
    ExecutorSession executor = find(frameworkId, executorId);
    if (executor != null) {
      work.accept(executor);
    }
  }

  List<ExecutorSession> executors() {
    List<ExecutorSession> all = new ArrayList<>();
    frameworks.values().forEach(framework -> all.addAll(framework.executors.values()));
    return all;
  }

  /** The executor that has or had this task and still answers for it. */
  List<ExecutorSession> holding(String frameworkId, String taskId) {
    AgentFramework framework = frameworks.get(frameworkId);
    return framework == null
        ? List.of()
        : framework.executors.values().stream()
            .filter(executor -> executor.tasks().ids().contains(taskId))
            .toList();
  }

  boolean isRemoved(String frameworkId) {
    AgentFramework framework = frameworks.get(frameworkId);
    return framework != null && framework.removed;
  }

  void forget(ExecutorSession session) {
    AgentFramework framework = frameworks.get(session.frameworkId());
    if (framework != null && framework.executors.remove(session.id(), session)) {
      if (framework.executors.isEmpty()) {
        frameworks.remove(session.frameworkId());
      }
    }
  }

  /** How a task that the agent does not have is reported to this framework. */
  TaskState dropped(String frameworkId) {
    AgentFramework framework = frameworks.get(frameworkId);
    boolean aware = framework == null || Capabilities.of(framework.info).partitionAware();
    return aware ? TaskState.TASK_DROPPED : TaskState.TASK_LOST;
  }

  List<RunningFramework> describe() {
    return frameworks.values().stream()
        .map(
            framework ->
                new RunningFramework(
                    framework.info,
                    framework.executors.values().stream()
                        .filter(
                            e -> e.state() != ExecutorSession.State.TERMINATED && !e.isCommand())
                        .map(ExecutorSession::info)
                        .toList(),
                    framework.executors.values().stream()
                        .flatMap(e -> e.tasks().all().stream())
                        .toList()))
        .toList();
  }
}
