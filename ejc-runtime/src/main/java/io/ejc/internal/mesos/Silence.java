package io.ejc.internal.mesos;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a stream has fallen silent. One timer, set again only when it has run: that bytes
 * were heard costs a write of a field. Any thread.
 */
final class Silence {

  private final LongSupplier nanoTime;
  private final Alarm alarm;
  private final LongConsumer whenSilent;
  private volatile long heardAt;
  private long patienceNanos;
  private boolean stopped;
  private @Nullable Future<?> next;

  /**
   * Waits for {@link #expect}.
   *
   * @param nanoTime a monotonic clock
   * @param alarm runs the check
   * @param whenSilent told once, with the milliseconds of silence
   */
  Silence(LongSupplier nanoTime, Alarm alarm, LongConsumer whenSilent) {
    this.nanoTime = nanoTime;
    this.alarm = alarm;
    this.whenSilent = whenSilent;
    this.heardAt = nanoTime.getAsLong();
  }

  /** Runs a task later. */
  interface Alarm {
    /** Runs it once, after so many nanoseconds. */
    Future<?> in(long nanos, Runnable task);
  }

  /** Something was heard. */
  void heard() {
    heardAt = nanoTime.getAsLong();
  }

  /** From now on, silence may last for so long. */
  synchronized void expect(Duration patience) {
    patienceNanos = patience.toNanos();
    heard();
    schedule(patienceNanos);
  }

  /** Silence matters no more. */
  synchronized void stop() {
    stopped = true;
    if (next != null) {
      next.cancel(false);
    }
  }

  private synchronized void schedule(long nanos) {
    if (next != null) {
      next.cancel(false);
    }
    if (!stopped) {
      next = alarm.in(nanos, this::check);
    }
  }

  private void check() {
    long silent = nanoTime.getAsLong() - heardAt;
    synchronized (this) {
      if (stopped) {
        return;
      }
      if (silent < patienceNanos) {
        schedule(patienceNanos - silent);
        return;
      }
      stopped = true;
    }
    whenSilent.accept(TimeUnit.NANOSECONDS.toMillis(silent));
  }
}
