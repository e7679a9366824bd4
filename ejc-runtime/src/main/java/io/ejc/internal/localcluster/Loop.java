package io.ejc.internal.localcluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the state of a master or an agent, its inbox and its timers. Work posted
 * by one thread runs in the order of posting. After {@link #close()} posted work is dropped.
 */
final class Loop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private final ScheduledThreadPoolExecutor executor;
  private final String name;

  Loop(String name) {
    this.name = name;
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /** Something planned that may be called off. */
  interface Timer {
    Timer NONE = () -> {};

    void cancel();
  }

  /** Any thread: runs the work on the owner thread, after what was posted before. */
  void post(Runnable work) {
    try {
      executor.execute(() -> guarded(work));
    } catch (RejectedExecutionException e) {
      log.trace("{} has stopped, a message is dropped", name);
    }
  }

  /** Any thread but the owner: runs the work on the owner thread and waits for its answer. */
  <T> T ask(Supplier<T> work) throws InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Runnable asked =
        () -> {
          try {
            answer.complete(work.get());
          } catch (RuntimeException | Error e) {
            log.error("{} failed on one call and goes on with the next", name, e);
            answer.completeExceptionally(e);
          }
        };
    try {
      executor.execute(asked);
      return answer.get();
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException(name + " has stopped", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + " failed", e.getCause());
    }
  }

  /** Runs the work once after the delay, unless it is called off or the loop is closed. */
  Timer after(Duration delay, Runnable work) {
    return plan(() -> executor.schedule(() -> guarded(work), nanos(delay), TimeUnit.NANOSECONDS));
  }

  /** Runs the work again and again, first after one period. */
  Timer every(Duration period, Runnable work) {
    long nanos = nanos(period);
    return plan(
        () ->
            executor.scheduleAtFixedRate(() -> guarded(work), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  /**
   * Drops what waits; work that runs is finished. Waits a moment for it, so that it is the last.
   */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
        log.warn("{} did not stop within 5 s and is left behind", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Timer plan(Supplier<Future<?>> schedule) {
    try {
      Future<?> planned = schedule.get();
      return () -> planned.cancel(false);
    } catch (RejectedExecutionException e) {
      log.trace("{} has stopped, a timer is dropped", name);
      return Timer.NONE;
    }
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("{} failed on one message and goes on with the next", name, e);
    }
  }

  private static long nanos(Duration duration) {
    return duration.compareTo(Duration.ofDays(365)) > 0
        ? Duration.ofDays(365).toNanos()
        : duration.toNanos();
  }
}
