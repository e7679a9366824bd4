package io.ejc.internal.mesos;

import io.ejc.internal.core.Call;
import io.ejc.internal.engine.Inbox;
import io.ejc.internal.engine.MasterConnection;
import io.ejc.internal.wire.FrameworkSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a Mesos master over the v1 scheduler API.
 *
 * <p>Threads, all daemons, named {@code ejc[NAME]-mesos-...} after the framework: {@code calls}
 * sends one call after another, each when the one before was answered; {@code stream-N} opens and
 * reads the stream of session N; {@code silence} is the timer that misses heartbeats; {@code
 * http-N} are the HTTP client's. Nothing polls. The inbox takes what comes at once, so a slow
 * engine never holds up a stream, and heartbeats are heard meanwhile; what can wait in it is
 * bounded by the cluster (see {@link Inbox}).
 */
public final class HttpMasterConnection implements MasterConnection {

  private static final Duration LAST_WAIT = Duration.ofSeconds(1);

  private final Means means;
  private final Thread calls;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean cut = new AtomicBoolean();

  /** Calls to be sent; an empty one ends the thread. */
  private final BlockingQueue<Optional<Call.ToMaster>> queue = new LinkedBlockingQueue<>();

  private volatile @Nullable Session session;

  /**
   * Starts the thread of the calls; nothing is sent before the first {@link Call.Subscribe}.
   *
   * @param address where the masters are
   * @param access how this process makes itself known to them
   * @param settings what they are told of the framework
   * @param inbox where events go
   */
  public HttpMasterConnection(
      MasterAddress address, MasterAccess access, FrameworkSettings settings, Inbox inbox) {
    this(address, access, settings, inbox, Timings.USUAL);
  }

  HttpMasterConnection(
      MasterAddress address,
      MasterAccess access,
      FrameworkSettings settings,
      Inbox inbox,
      Timings timings) {
    String prefix = Means.threadPrefix(settings);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(task -> daemon(task, prefix + "-silence"));
    MasterHttp http = new MasterHttp(prefix, timings.connect(), access);
    this.means = new Means(masters(address), settings, inbox, http, timer, timings);
    this.calls = daemon(this::sendAll, prefix + "-calls");
    calls.start();
  }

  private static Masters masters(MasterAddress address) {
    return address
        .group()
        .<Masters>map(ElectedMaster::watch)
        .orElseGet(() -> new NamedMasters(address.masters()));
  }

  @Override
  public void send(Call.ToMaster call) {
    if (!closed.get() && !cut.get()) {
      queue.add(Optional.of(call));
    }
  }

  @Override
  public void cut() {
    cut.set(true);
    queue.clear();
    queue.add(Optional.empty());
  }

  /** Waits for the calls in hand, for two seconds, and then for its threads. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    queue.add(Optional.empty());
    try {
      calls.join(means.timings().drain().toMillis());
      calls.interrupt();
      Session last = session;
      if (last != null) {
        last.abandon();
        last.join(LAST_WAIT);
      }
      calls.join(LAST_WAIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      calls.interrupt();
    } finally {
      Session last = session;
      if (last != null) {
        last.abandon();
      }
      means.timer().shutdownNow();
      means.http().close();
      means.masters().close();
    }
  }

  private void sendAll() {
    try {
      for (Optional<Call.ToMaster> call = queue.take();
          call.isPresent() && !cut.get();
          call = queue.take()) {
        send(call.get(), session);
      }
    } catch (InterruptedException e) {
      // Only close() interrupts, and it ends the session itself.
      Thread.currentThread().interrupt();
    }
  }

  private void send(Call.ToMaster call, @Nullable Session current) throws InterruptedException {
    if (call instanceof Call.Subscribe subscribe) {
      begin(subscribe, current);
    } else if (current != null) {
      try {
        current.send(call);
      } catch (RuntimeException e) {
        current.fail("a fault in " + OutgoingCall.name(call), e);
      }
    }
  }

  private void begin(Call.Subscribe subscribe, @Nullable Session current) {
    if (current != null) {
      current.abandon();
    }
    if (!closed.get()) {
      Session next = new Session(means, subscribe);
      session = next;
      next.start();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
