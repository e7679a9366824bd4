package io.ejc.internal.localcluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tasks of a framework that are over, for operators to look at; the oldest are forgotten. */
final class TaskHistory {

  private static final int KEPT = 1_000;

  private final Deque<TaskRecord> completed = new ArrayDeque<>();
  private final Map<String, TaskRecord> unreachable = new LinkedHashMap<>();

  void completed(TaskRecord task) {
    completed.add(task);
    if (completed.size() > KEPT) {
      completed.remove();
    }
  }

  void unreachable(TaskRecord task) {
    unreachable.put(task.id(), task);
    if (unreachable.size() > KEPT) {
      unreachable.remove(unreachable.keySet().iterator().next());
    }
  }

  void reachable(String taskId) {
    unreachable.remove(taskId);
  }

  List<TaskRecord> completed() {
    return List.copyOf(completed);
  }

  List<TaskRecord> unreachable() {
    return List.copyOf(unreachable.values());
  }
}
