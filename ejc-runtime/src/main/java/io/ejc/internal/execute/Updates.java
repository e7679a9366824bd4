package io.ejc.internal.execute;

import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.wire.ExecutorCalls;
import io.ejc.internal.wire.ExecutorUpdate;
import io.ejc.internal.wire.LaunchedTask;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The status updates that the agent has not stored yet. Each is sent once in every subscription:
 * with the SUBSCRIBE call if it was made before, else by a call of its own, one after another in
 * the order in which they were made. Any thread.
 */
final class Updates implements Reports {

  /** Sends one call; returns when it is accepted. */
  interface Sender {
    void send(byte[] call) throws IOException, InterruptedException;
  }

  private static final System.Logger LOG = ExecutorLog.logger();
  private static final long RETRY_FIRST_MS = 100;
  private static final long RETRY_MAX_MS = 5_000;

  private final ExecutorCalls calls;
  private final InstantSource clock;
  private final Sender sender;
  private final ScheduledExecutorService lane;
  private final Runnable refused;

  // guarded by this
  private final Map<String, Pending> pending = new LinkedHashMap<>();
  private final Map<String, LaunchedTask> tasks = new LinkedHashMap<>();
  private final List<CompletableFuture<Void>> untilSent = new ArrayList<>();
  private final List<CompletableFuture<Void>> untilAcknowledged = new ArrayList<>();
  private boolean open;

  // on the lane only
  private long retryMs = RETRY_FIRST_MS;
  private boolean pausing;

  /**
   * Nothing is sent before {@link #opened()}.
   *
   * @param calls writes the calls
   * @param clock dates the updates
   * @param sender sends them
   * @param lane one thread, on which they are sent
   * @param refused told on the lane when the agent does not accept an update: the subscription is
   *     void
   */
  Updates(
      ExecutorCalls calls,
      InstantSource clock,
      Sender sender,
      ScheduledExecutorService lane,
      Runnable refused) {
    this.calls = calls;
    this.clock = clock;
    this.sender = sender;
    this.lane = lane;
    this.refused = refused;
  }

  private static final class Pending {
    private final ExecutorUpdate update;
    private boolean sent;

    Pending(ExecutorUpdate update) {
      this.update = update;
    }
  }

  @Override
  public void report(
      String taskId, TaskState state, String message, Optional<AttemptReport> report) {
    String uuid = UUID.randomUUID().toString().replace("-", "");
    ExecutorUpdate update =
        new ExecutorUpdate(taskId, state, uuid, clock.instant(), message, report);
    synchronized (this) {
      pending.put(uuid, new Pending(update));
    }
    lane.execute(this::drain);
  }

  /** Remembers a task until one of its updates is stored. */
  synchronized void launched(LaunchedTask task) {
    tasks.put(task.taskId(), task);
  }

  /** The agent has stored an update. */
  void acknowledged(String taskId, String uuid) {
    synchronized (this) {
      pending.remove(uuid);
      tasks.remove(taskId);
    }
    wakeWaiters();
  }

  /** The next SUBSCRIBE call, which carries all that is not stored. */
  synchronized byte[] subscribeCall() {
    List<ExecutorUpdate> updates = new ArrayList<>();
    for (Pending each : pending.values()) {
      each.sent = true;
      updates.add(each.update);
    }
    return calls.subscribe(List.copyOf(tasks.values()), updates);
  }

  /** The agent has answered the SUBSCRIBE call. */
  void opened() {
    synchronized (this) {
      open = true;
    }
    lane.execute(this::resume);
  }

  /** The stream has ended. */
  synchronized void closed() {
    open = false;
  }

  /** Done when every update made so far has been sent. */
  CompletableFuture<Void> whenSent() {
    return wait(untilSent);
  }

  /** Done when the agent has stored every update. */
  CompletableFuture<Void> whenAcknowledged() {
    return wait(untilAcknowledged);
  }

  private CompletableFuture<Void> wait(List<CompletableFuture<Void>> waiters) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (this) {
      waiters.add(done);
    }
    wakeWaiters();
    return done;
  }

  private void wakeWaiters() {
    List<CompletableFuture<Void>> done = new ArrayList<>();
    synchronized (this) {
      if (pending.values().stream().allMatch(each -> each.sent)) {
        done.addAll(untilSent);
        untilSent.clear();
      }
      if (pending.isEmpty()) {
        done.addAll(untilAcknowledged);
        untilAcknowledged.clear();
      }
    }
    done.forEach(waiter -> waiter.complete(null));
  }

  private synchronized @Nullable Pending nextUnsent() {
    if (!open) {
      return null;
    }
    return pending.values().stream().filter(each -> !each.sent).findFirst().orElse(null);
  }

  /** On the lane. */
  private void resume() {
    pausing = false;
    drain();
  }

  /** On the lane. */
  private void drain() {
    if (pausing) {
      return;
    }
    for (Pending next = nextUnsent(); next != null; next = nextUnsent()) {
      if (!send(next)) {
        return;
      }
      synchronized (this) {
        next.sent = true;
      }
    }
    wakeWaiters();
  }

  private boolean send(Pending next) {
    try {
      sender.send(calls.update(next.update));
      retryMs = RETRY_FIRST_MS;
      return true;
    } catch (AgentConnection.RefusedException e) {
      LOG.log(Level.WARNING, "update of task {0}: {1}", next.update.taskId(), e.getMessage());
      closed();
      refused.run();
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "update of task {0} not sent yet: {1}",
          next.update.taskId(),
          e.getMessage());
      pausing = true;
      var unused = lane.schedule(this::resume, retryMs, TimeUnit.MILLISECONDS);
      retryMs = Math.min(2 * retryMs, RETRY_MAX_MS);
    } catch (InterruptedException e) {
      // only the end of the process interrupts the lane
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
