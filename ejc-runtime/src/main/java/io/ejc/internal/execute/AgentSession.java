package io.ejc.internal.execute;

import io.ejc.internal.wire.ExecutorEvent;
import io.ejc.internal.wire.ExecutorEvents;
import io.ejc.internal.wire.PayloadException;
import io.ejc.internal.wire.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The subscription to the agent, on one thread: opens the stream, hands events on, and when the
 * stream is lost decides between another subscription and the end (Mesos v1 executor API): with
 * checkpointing the agent may come back within the recovery timeout; without, it will not know us.
 */
final class AgentSession implements ExecutorEvent.Handler {

  private static final System.Logger LOG = ExecutorLog.logger();
  private static final int RECORD_MAX_BYTES = 64 * 1024 * 1024;
  private static final long BACKOFF_FIRST_MS = 50;

  private final AgentEnvironment agent;
  private final AgentConnection connection;
  private final Updates updates;
  private final Ending ending;
  private final Leases leases;
  private final CodeLoading code;
  private final Function<ExecutorEvent.Subscribed, TaskRunner> firstSubscription;
  private final CountDownLatch never = new CountDownLatch(1);

  private @Nullable TaskRunner runner;
  private long lostAtNanos = System.nanoTime();
  private int failures;
  private volatile @Nullable InputStream stream;

  /**
   * Does nothing before {@link #run()}.
   *
   * @param agent what the agent told us
   * @param connection to it
   * @param updates what we tell it
   * @param ending the way out
   * @param leases told of messages
   * @param code told where layers are
   * @param firstSubscription makes the runner once the agent has said what this executor is
   */
  AgentSession(
      AgentEnvironment agent,
      AgentConnection connection,
      Updates updates,
      Ending ending,
      Leases leases,
      CodeLoading code,
      Function<ExecutorEvent.Subscribed, TaskRunner> firstSubscription) {
    this.agent = agent;
    this.connection = connection;
    this.updates = updates;
    this.ending = ending;
    this.leases = leases;
    this.code = code;
    this.firstSubscription = firstSubscription;
  }

  /** Returns only when the end of the process has been decided. */
  void run() throws InterruptedException {
    boolean again = true;
    while (again) {
      String why = subscription();
      updates.closed();
      again = !ending.begun() && recovering(why);
    }
  }

  /** Any thread: the agent no longer accepts what we say in this subscription. */
  void drop() {
    InputStream open = stream;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the stream was not closed in order", e);
    }
  }

  private String subscription() throws InterruptedException {
    try (InputStream in = connection.subscribe(updates.subscribeCall())) {
      stream = in;
      RecordReader records = new RecordReader(in, RECORD_MAX_BYTES);
      for (byte[] record = records.next(); record != null; record = records.next()) {
        ExecutorEvents.decode(record).to(this);
      }
      return "the agent ended the stream";
    } catch (AgentConnection.RefusedException e) {
      ending.halt(ExitStatus.REFUSED, "SUBSCRIBE: " + e.getMessage());
      return "refused";
    } catch (PayloadException e) {
      ending.halt(ExitStatus.FAULT, String.valueOf(e.getMessage()));
      return "not understood";
    } catch (IOException e) {
      return e.toString();
    } finally {
      stream = null;
    }
  }

  /** Pauses before the next subscription; false when there is to be none. */
  private boolean recovering(String why) throws InterruptedException {
    if (failures == 0) {
      lostAtNanos = System.nanoTime();
    }
    if (!agent.checkpoint()) {
      ending.halt(ExitStatus.AGENT_LOST, "stream lost, no checkpointing: " + why);
      return false;
    }
    Duration lostFor = Duration.ofNanos(System.nanoTime() - lostAtNanos);
    if (lostFor.compareTo(agent.recoveryTimeout()) >= 0) {
      ending.halt(
          ExitStatus.AGENT_LOST,
          "the agent did not come back within " + agent.recoveryTimeout() + ": " + why);
      return false;
    }
    Level level = failures == 0 ? Level.WARNING : Level.DEBUG;
    LOG.log(level, "stream lost ({0}); subscribing again", why);
    failures++;
    return !never.await(pauseMs(), TimeUnit.MILLISECONDS);
  }

  /** A returning agent waits about the longest pause for its executors: half of it leaves time. */
  private long pauseMs() {
    long max = Math.max(1, agent.backoffMax().toMillis() / 2);
    long limit = Math.min(max, BACKOFF_FIRST_MS << Math.min(failures, 10));
    return 1 + ThreadLocalRandom.current().nextLong(limit);
  }

  @Override
  public void subscribed(ExecutorEvent.Subscribed event) {
    failures = 0;
    LOG.log(
        Level.INFO,
        "subscribed to agent {0} on {1} for application {2}",
        event.agent(),
        event.agentHost(),
        event.executor().application());
    if (runner == null) {
      runner = firstSubscription.apply(event);
    }
    updates.opened();
  }

  @Override
  public void launch(ExecutorEvent.Launch event) {
    updates.launched(event.task());
    code.launched(event.layers());
    runner().launch(event.taskId(), event.payload());
  }

  @Override
  public void unusable(ExecutorEvent.Unusable event) {
    event.tasks().forEach(updates::launched);
    runner().unusable(event.tasks(), event.why());
  }

  @Override
  public void kill(ExecutorEvent.Kill event) {
    runner().kill(event.taskId(), event.grace());
  }

  @Override
  public void acknowledged(ExecutorEvent.Acknowledged event) {
    updates.acknowledged(event.taskId(), event.uuid());
  }

  @Override
  public void message(ExecutorEvent.Message event) {
    leases.message(event.data());
  }

  @Override
  public void shutdown() {
    LOG.log(Level.INFO, "the agent asks this executor to end");
    ending.shutdown(runner().shutdown());
  }

  @Override
  public void failed(ExecutorEvent.Failed event) {
    ending.halt(ExitStatus.REFUSED, "the agent reports an error: " + event.message());
  }

  @Override
  public void unknown(ExecutorEvent.Unknown event) {
    LOG.log(Level.DEBUG, "event {0} ignored", event.type());
  }

  private TaskRunner runner() {
    TaskRunner current = runner;
    if (current == null) {
      throw new IllegalStateException("event before SUBSCRIBED (expected: SUBSCRIBED first)");
    }
    return current;
  }
}
