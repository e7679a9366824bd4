package com.example.jobs.elasticjob;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** What is to be done, a hundred things a city. Each executor has its own, and forgets it. */
final class TodoList {

  private static final int EACH = 100;
  private static final TodoList ONLY = new TodoList();

  private final Map<Long, Todo> open = new ConcurrentSkipListMap<>();

  private TodoList() {
    for (String location : List.of("Beijing", "Shanghai", "Guangzhou")) {
      for (int i = 0; i < EACH; i++) {
        long id = open.size();
        open.put(id, new Todo(id, location));
      }
    }
  }

  static TodoList get() {
    return ONLY;
  }

  List<Todo> find(@Nullable String location, int limit) {
    return open.values().stream()
        .filter(todo -> todo.location().equals(location))
        .limit(limit)
        .toList();
  }

  void setCompleted(long id) {
    open.remove(id);
  }
}
