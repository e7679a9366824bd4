package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.MasterLink.RunningTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one executor: queued until it subscribes, launched, then ended until the scheduler
 * has acknowledged the end.
 */
final class ExecutorTasks {

  private final Map<String, TaskInfo> queued = new LinkedHashMap<>();
  private final Map<String, RunningTask> launched = new LinkedHashMap<>();
  private final Map<String, RunningTask> ended = new LinkedHashMap<>();

  void queue(TaskInfo task) {
    queued.put(id(task), task);
  }

  @Nullable TaskInfo unqueue(String taskId) {
    return queued.remove(taskId);
  }

  /** A task taken off the queue without ever being launched. */
  void endQueued(TaskInfo task, TaskStatus status) {
    ended.put(id(task), new RunningTask(task, status));
  }

  void launch(TaskInfo task) {
    launched.put(id(task), new RunningTask(task, null));
  }

  /** Empties the queue: all of it is to be launched now. */
  List<TaskInfo> launchQueued() {
    List<TaskInfo> tasks = List.copyOf(queued.values());
    queued.clear();
    tasks.forEach(this::launch);
    return tasks;
  }

  boolean isLaunched(String taskId) {
    return launched.containsKey(taskId);
  }

  boolean knows(String taskId) {
    return launched.containsKey(taskId) || ended.containsKey(taskId);
  }

  /** Launched tasks that never reported and that the executor does not claim to have. */
  List<TaskInfo> lost(Set<String> claimed) {
    return launched.values().stream()
        .filter(task -> task.last() == null && !claimed.contains(id(task.info())))
        .map(RunningTask::info)
        .toList();
  }

  void report(TaskStatus status) {
    String taskId = status.getTaskId().getValue();
    RunningTask task = launched.get(taskId);
    if (task == null) {
      return;
    }
    RunningTask now = new RunningTask(task.info(), status);
    if (TaskStates.terminal(status.getState())) {
      launched.remove(taskId);
      ended.put(taskId, now);
    } else {
      launched.put(taskId, now);
    }
  }

  /** All that have not ended, in the order of launch. */
  List<TaskInfo> open() {
    List<TaskInfo> open = new ArrayList<>();
    launched.values().forEach(task -> open.add(task.info()));
    open.addAll(queued.values());
    return open;
  }

  void acknowledgedEnd(String taskId) {
    ended.remove(taskId);
  }

  boolean isEmpty() {
    return queued.isEmpty() && launched.isEmpty() && ended.isEmpty();
  }

  List<RunningTask> all() {
    List<RunningTask> all = new ArrayList<>(launched.values());
    queued.values().forEach(task -> all.add(new RunningTask(task, null)));
    all.addAll(ended.values());
    return all;
  }

  Set<String> ids() {
    Set<String> ids = new LinkedHashSet<>(queued.keySet());
    ids.addAll(launched.keySet());
    ids.addAll(ended.keySet());
    return ids;
  }

  private static String id(TaskInfo task) {
    return task.getTaskId().getValue();
  }
}
