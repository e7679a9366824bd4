package io.ejc.runtime;

import io.ejc.api.RunListener;
import io.ejc.api.RunView;
import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.engine.Listening;
import io.ejc.internal.model.Run;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the application's listeners of runs, on a thread of its own, one after another. */
final class RunListeners implements Listening, AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger("io.ejc.listeners");

  private final List<RunListener> listeners;
  private final Duration patience;
  private final Consumer<Event> answers;
  private final ExecutorService thread;
  private final ScheduledThreadPoolExecutor watch;

  /**
   * Makes them.
   *
   * @param name the application's name
   * @param listeners in the order in which they are called
   * @param patience how long one may take
   * @param answers is told when a run was told of
   */
  RunListeners(
      String name, List<RunListener> listeners, Duration patience, Consumer<Event> answers) {
    this.listeners = listeners;
    this.patience = patience;
    this.answers = answers;
    String threads = "ejc[" + name + "]-listeners";
    this.thread =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> daemon(work, threads));
    this.watch = new ScheduledThreadPoolExecutor(1, work -> daemon(work, threads + "-watch"));
    watch.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void tell(Call.TellListeners call, Run run) {
    RunView view = Views.run(run);
    try {
      thread.execute(() -> tellAll(call, view));
    } catch (RejectedExecutionException e) {
      log.debug("run {} is told of by the host that leads next", call.run());
    }
  }

  private void tellAll(Call.TellListeners call, RunView run) {
    for (RunListener listener : listeners) {
      Thread caller = Thread.currentThread();
      Future<?> late =
          watch.schedule(caller::interrupt, patience.toMillis(), TimeUnit.MILLISECONDS);
      try {
        if (call.phase() == Run.Phase.BEFORE) {
          listener.beforeRun(run, call.again());
        } else {
          listener.afterRun(run, call.again());
        }
      } catch (Exception | LinkageError | AssertionError e) {
        log.warn(
            "run {}: listener {} failed {} it, and everything goes on: {}",
            run.id(),
            listener.getClass().getName(),
            call.phase() == Run.Phase.BEFORE ? "before" : "after",
            e.toString());
        log.debug("run {}: listener {}", run.id(), listener.getClass().getName(), e);
      }
      late.cancel(false);
      boolean unused = Thread.interrupted();
      if (thread.isShutdown()) {
        return; // whoever leads next tells again what was not told to the end
      }
    }
    answers.accept(new Event.ListenersReturned(call.run(), call.phase()));
  }

  /** What is being told is interrupted, and what waits to be told is told by the next leader. */
  @Override
  public void close() {
    thread.shutdownNow();
    watch.shutdownNow();
  }
}
