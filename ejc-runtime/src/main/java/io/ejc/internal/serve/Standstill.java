package io.ejc.internal.serve;

import com.sun.net.httpserver.HttpExchange;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends answers that nobody takes. An agent that is frozen, or whose machine died in the middle,
 * would hold one of the few threads that serve for as long as TCP believes in it.
 */
final class Standstill implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Standstill.class);

  private final ScheduledThreadPoolExecutor timer;
  private final Duration patience;

  /**
   * Watches nothing yet.
   *
   * @param thread the name of the thread that watches
   * @param patience how long an answer may stand still before it is ended; twice that at most
   */
  Standstill(String thread, Duration patience) {
    this.patience = patience;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread watching = new Thread(work, thread);
              watching.setDaemon(true);
              return watching;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Watches an answer until it is closed. */
  Answer watch(HttpExchange exchange) {
    return new Answer(exchange);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** An answer on its way. */
  final class Answer implements AutoCloseable {

    private final AtomicBoolean moved = new AtomicBoolean(true);
    private final ScheduledFuture<?> watch;

    private Answer(HttpExchange exchange) {
      this.watch =
          timer.scheduleWithFixedDelay(
              () -> look(exchange),
              patience.toMillis(),
              patience.toMillis(),
              TimeUnit.MILLISECONDS);
    }

    private void look(HttpExchange exchange) {
      if (!moved.getAndSet(false)) {
        log.warn(
            "an answer to {} stood still for {} s and is ended; it may ask again for the rest",
            exchange.getRemoteAddress(),
            patience.toSeconds());
        exchange.close();
      }
    }

    /** Some of it was taken. */
    void moves() {
      moved.set(true);
    }

    @Override
    public void close() {
      watch.cancel(false);
    }
  }
}
