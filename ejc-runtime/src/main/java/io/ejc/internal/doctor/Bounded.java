package io.ejc.internal.doctor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * An examination on a thread of its own, so that a server that hangs cannot hold up the whole. What
 * is given up is interrupted, and its thread is a daemon.
 */
final class Bounded {

  private Bounded() {}

  /**
   * Examines.
   *
   * @param examination what finds something
   * @param within how long it may take
   * @param late what is found instead when it takes longer
   */
  static List<Finding> run(
      Callable<List<Finding>> examination, Duration within, Function<Duration, Finding> late)
      throws InterruptedException {
    FutureTask<List<Finding>> task = new FutureTask<>(examination);
    Thread thread = new Thread(task, "ejc-doctor");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return List.of(late.apply(within));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException fault
          ? fault
          : new IllegalStateException(e.getCause());
    } finally {
      task.cancel(true);
    }
  }
}
