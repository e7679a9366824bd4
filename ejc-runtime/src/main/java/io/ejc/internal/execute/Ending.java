package io.ejc.internal.execute;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The order in which the process ends, and the times within which it does. Any thread. */
final class Ending implements ProcessEnd {

  private static final System.Logger LOG = ExecutorLog.logger();
  private static final long SOON_MS = 1_000;

  private final Updates updates;
  private final Exit exit;
  private final ScheduledExecutorService timer;
  private final Duration grace;
  private final CompletableFuture<JobCode> code;
  private final AtomicBoolean orderly = new AtomicBoolean();
  private volatile boolean shutdown;

  /**
   * Decides nothing by itself.
   *
   * @param updates what must be sent first
   * @param exit the way out
   * @param timer halts when something takes too long
   * @param grace what the agent gives an executor to end
   * @param code what must be closed
   */
  Ending(
      Updates updates,
      Exit exit,
      ScheduledExecutorService timer,
      Duration grace,
      CompletableFuture<JobCode> code) {
    this.updates = updates;
    this.exit = exit;
    this.timer = timer;
    this.grace = grace;
    this.code = code;
  }

  /** Whether the agent asked for the end, or it has begun: a lost stream changes nothing then. */
  boolean begun() {
    return shutdown || orderly.get();
  }

  @Override
  public void whenReported() {
    var unused = updates.whenAcknowledged().thenRun(this::endInOrder);
  }

  @Override
  public void halt(ExitStatus status, String why) {
    exit.halt(status, why);
  }

  @Override
  public void haltSoon(ExitStatus status, String why) {
    after(SOON_MS, () -> exit.halt(status, why));
    var unused = updates.whenSent().thenRun(() -> exit.halt(status, why));
  }

  /**
   * The agent asked for the end, and kills this process after the grace.
   *
   * @param attempts done when all attempts have ended
   */
  void shutdown(CompletableFuture<Void> attempts) {
    shutdown = true;
    // a tenth is left to the JVM, so that the log says what happened
    after(
        grace.toMillis() * 9 / 10,
        () -> exit.halt(ExitStatus.SHUTDOWN_OVER, "the agent's grace of " + grace + " is over"));
    // an agent that shuts executors down may not acknowledge any more: sent is enough
    var unused = attempts.thenCompose(ended -> updates.whenSent()).thenRun(this::endInOrder);
  }

  private void endInOrder() {
    if (!orderly.compareAndSet(false, true)) {
      return;
    }
    after(
        grace.toMillis(),
        () -> exit.halt(ExitStatus.ORDERLY, "user code's end took longer than " + grace));
    new Thread(this::closeAndExit, "ejc-end").start();
  }

  private void closeAndExit() {
    if (code.isDone() && !code.isCompletedExceptionally()) {
      code.join().close();
      LOG.log(Level.INFO, "the application is closed");
    }
    exit.orderly();
  }

  private void after(long delayMs, Runnable then) {
    var unused = timer.schedule(then, delayMs, TimeUnit.MILLISECONDS);
  }
}
