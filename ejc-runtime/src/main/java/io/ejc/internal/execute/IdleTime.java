package io.ejc.internal.execute;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts the time without work, and says when it has become too long. Any thread. */
final class IdleTime {

  private final Duration longest;
  private final ScheduledExecutorService timer;
  private final Runnable tooLong;
  private @Nullable Future<?> end;

  /**
   * Counts nothing before {@link #begins()}.
   *
   * @param longest how long is too long
   * @param timer calls
   * @param tooLong called once for each time that was too long
   */
  IdleTime(Duration longest, ScheduledExecutorService timer, Runnable tooLong) {
    this.longest = longest;
    this.timer = timer;
    this.tooLong = tooLong;
  }

  synchronized void begins() {
    ends();
    try {
      end = timer.schedule(tooLong, longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // the process ends already
      end = null;
    }
  }

  synchronized void ends() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
  }
}
