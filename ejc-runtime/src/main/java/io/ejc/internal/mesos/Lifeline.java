package io.ejc.internal.mesos;

import io.ejc.internal.core.Event;
import io.ejc.internal.engine.Inbox;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The life of one session. Posts its events until it ends, then one {@code SessionEnded} and
 * nothing more; a session that was replaced falls silent without one. Its end stops whatever it
 * waits for. Any thread.
 */
final class Lifeline {

  private final long session;
  private final Inbox inbox;
  private final List<Runnable> stops = new ArrayList<>();
  private boolean over;

  Lifeline(long session, Inbox inbox) {
    this.session = session;
    this.inbox = inbox;
  }

  /** The number of the session. */
  long session() {
    return session;
  }

  synchronized boolean over() {
    return over;
  }

  /** Posts an event of the session, unless it has ended. */
  synchronized void post(Event event) {
    if (!over) {
      inbox.put(event);
    }
  }

  /** Ends the session; the first end counts. */
  void end(String reason, boolean frameworkRemoved) {
    List<Runnable> stopping;
    synchronized (this) {
      post(new Event.SessionEnded(session, reason, frameworkRemoved));
      stopping = close();
    }
    stopping.forEach(Runnable::run);
  }

  /** Ends the session without a word. */
  void abandon() {
    close().forEach(Runnable::run);
  }

  /** Runs this when the session ends; at once when it has ended. Once, on any thread. */
  void atEnd(Runnable stop) {
    boolean late;
    synchronized (this) {
      late = over;
      if (!late) {
        stops.add(stop);
      }
    }
    if (late) {
      stop.run();
    }
  }

  /**
   * Waits for something. Gives up when the session ends.
   *
   * @throws IOException when there is none
   */
  <T> T await(CompletableFuture<T> request, Duration patience)
      throws IOException, InterruptedException {
    Runnable stop = () -> request.cancel(true);
    atEnd(stop);
    try {
      return request.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no answer within " + patience.toMillis() + " ms");
    } catch (CancellationException e) {
      throw new IOException("the session has ended", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException fault ? fault : new IOException(e.getCause());
    } finally {
      request.cancel(true);
      forget(stop);
    }
  }

  /**
   * Lets time pass.
   *
   * @throws IOException when the session ended meanwhile
   */
  void pause(Duration pause) throws IOException, InterruptedException {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    await(
        over.completeOnTimeout(true, pause.toNanos(), TimeUnit.NANOSECONDS), pause.multipliedBy(2));
  }

  private synchronized void forget(Runnable stop) {
    stops.remove(stop);
  }

  private synchronized List<Runnable> close() {
    over = true;
    List<Runnable> stopping = List.copyOf(stops);
    stops.clear();
    return stopping;
  }
}
