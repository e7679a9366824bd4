package io.ejc.internal.execute;

import io.ejc.api.spi.ItemExecution;
import io.ejc.api.spi.JobItemExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The kinds of job that the application's code can be: ours, and those that its libraries add. All
 * of them run in the same way.
 */
final class Kinds {

  private final List<JobItemExecutor<?>> executors;

  /** Knows our kinds and others. */
  Kinds(List<? extends JobItemExecutor<?>> others) {
    List<JobItemExecutor<?>> all =
        new ArrayList<>(
            List.of(new SimpleItems(), new DataflowItems(), new ScriptItems(), new HttpItems()));
    all.addAll(others);
    executors = List.copyOf(all);
  }

  /** What runs objects of a class. */
  @FunctionalInterface
  interface Work {
    void process(Object job, ItemExecution item) throws Exception;
  }

  /**
   * Finds what runs objects of a class: the one kind whose interface it implements, and where one
   * interface extends another the narrower.
   *
   * @throws IllegalArgumentException when it is of no kind, or of several
   */
  Work of(Class<?> type) {
    List<JobItemExecutor<?>> fitting =
        executors.stream().filter(kind -> kind.getJobInterface().isAssignableFrom(type)).toList();
    List<JobItemExecutor<?>> narrowest =
        fitting.stream()
            .filter(kind -> fitting.stream().noneMatch(other -> isNarrower(other, kind)))
            .toList();
    if (narrowest.size() != 1) {
      throw new IllegalArgumentException(
          "class: "
              + type.getName()
              + " implements "
              + (narrowest.isEmpty() ? "no job interface" : names(narrowest))
              + " (expected: one of "
              + names(executors)
              + ")");
    }
    return work(narrowest.get(0));
  }

  private static boolean isNarrower(JobItemExecutor<?> one, JobItemExecutor<?> other) {
    return one.getJobInterface() != other.getJobInterface()
        && other.getJobInterface().isAssignableFrom(one.getJobInterface());
  }

  // an object is only given to a kind whose interface its class implements
  @SuppressWarnings("unchecked")
  private static <T> Work work(JobItemExecutor<T> kind) {
    return (job, item) -> kind.process((T) job, item);
  }

  private static String names(List<JobItemExecutor<?>> kinds) {
    return kinds.stream()
        .map(kind -> kind.getJobInterface().getName())
        .collect(Collectors.joining(", "));
  }
}
