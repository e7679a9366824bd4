package io.ejc.internal.execute;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The threads of each job: its items', and those that they start and leave behind. A group for each
 * item would be more exact, but before Java 19 a group that was not destroyed is never collected.
 * Safe for use by any thread.
 */
final class JobThreads {

  private static final System.Logger LOG = ExecutorLog.logger();

  // guarded by this
  private final Map<String, ThreadGroup> groups = new HashMap<>();
  private final Map<String, Integer> told = new HashMap<>();

  /** The group in which a job's items run. */
  synchronized ThreadGroup of(String job) {
    return groups.computeIfAbsent(job, name -> new ThreadGroup("job " + name));
  }

  /** Says which threads a job has left, when there are more than before. */
  void tellLeft(String job) {
    List<String> left =
        members(of(job))
            .filter(thread -> !(thread instanceof ItemThread) && thread.isAlive())
            .map(Thread::getName)
            .sorted()
            .toList();
    synchronized (this) {
      int before = told.getOrDefault(job, 0);
      told.put(job, left.size());
      if (left.size() <= before) {
        return;
      }
    }
    LOG.log(
        Level.WARNING,
        "job {0}: {1} threads go on after its items have ended (expected: none; end them, or let a"
            + " JobFactory own them): {2}",
        job,
        left.size(),
        String.join(", ", left.subList(0, Math.min(left.size(), 10))));
  }

  /** Whether a thread that asks the JVM to end is one of a job's, other than its items'. */
  boolean endsJvm(String job) {
    return members(of(job)).anyMatch(JobThreads::isEndingJvm);
  }

  /** Whether a thread is asking the JVM to end: from there no thread returns. */
  static boolean isEndingJvm(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit"));
  }

  private static Stream<Thread> members(ThreadGroup group) {
    // the count is an estimate: threads come and go
    Thread[] threads = new Thread[group.activeCount() * 2 + 16];
    int count = group.enumerate(threads, true);
    return Stream.of(threads).limit(count);
  }
}
