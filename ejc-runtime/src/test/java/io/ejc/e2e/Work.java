package io.ejc.e2e;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One attempt, as user code itself wrote it down.
 *
 * @param task its id
 * @param run its run
 * @param item its item
 * @param attempt which launch of the item
 * @param token its fencing token
 * @param scheduled the instant for which it was told to be due
 * @param process the executor's process id
 * @param beginnings how often user code began under this id
 * @param began when user code began
 * @param last the last sign of its life
 * @param finished whether user code came to its end
 */
record Work(
    String task,
    String run,
    int item,
    int attempt,
    long token,
    Instant scheduled,
    long process,
    int beginnings,
    Instant began,
    Instant last,
    boolean finished) {

  /** Adds what the lines of a journal say to what is known by task. */
  static void add(List<Evidence.Line> lines, Map<String, Work> known) {
    for (Evidence.Line line : lines) {
      known.merge(line.task(), of(line), Work::and);
    }
  }

  private static Work of(Evidence.Line line) {
    Instant at = Instant.parse(line.value("at"));
    String task = line.task();
    int attempt = Math.toIntExact(line.number("attempt"));
    int item = Math.toIntExact(line.number("item"));
    String suffix = "." + item + "." + attempt;
    if (!task.endsWith(suffix)) {
      throw new IllegalArgumentException("task: " + task + " (expected: RUN" + suffix + ")");
    }
    return new Work(
        task,
        task.substring(0, task.length() - suffix.length()),
        item,
        attempt,
        line.number("token"),
        line.scheduled(),
        line.number("pid"),
        line.event().equals("began") ? 1 : 0,
        at,
        at,
        line.event().equals("finished"));
  }

  private Work and(Work later) {
    return new Work(
        task,
        run,
        item,
        attempt,
        token,
        scheduled,
        process,
        beginnings + later.beginnings,
        began,
        later.last.isAfter(last) ? later.last : last,
        finished || later.finished);
  }

  /** Whether there are signs of life before and after an instant. */
  boolean around(Instant instant) {
    return began.isBefore(instant) && last.isAfter(instant);
  }

  boolean overlaps(Work other) {
    return began.isBefore(other.last) && other.began.isBefore(last);
  }
}
