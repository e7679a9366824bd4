package io.ejc.internal.engine;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.SchedulerCore;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.RunId;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host's scheduler: stands for leadership, and while it leads runs an {@link Engine} on the
 * thread {@code ejc[NAME]-engine}. That thread is no daemon: it is what keeps the host's process
 * up.
 *
 * <p>When the store refuses, the period of leadership ends, and another one begins after a pause
 * with what the store holds.
 */
public final class Scheduler implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.scheduler");
  private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(2);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final String name;
  private final Ports ports;
  private final Event.Deployed deployment;
  private final View view = new View();
  private final Requests requests = new Requests();
  private final ScheduledExecutorService thread;
  private final CompletableFuture<Void> firstTurn = new CompletableFuture<>();
  private volatile @Nullable Term term;
  private volatile boolean wanted;
  private volatile boolean closed;

  /**
   * What the scheduler works with.
   *
   * @param core decides
   * @param store keeps
   * @param masters makes a connection to the master that reports to an inbox
   * @param leadership says who leads
   * @param clock the time
   * @param faults is told of what cannot be handled
   */
  public record Ports(
      SchedulerCore core,
      RunStore store,
      Function<Inbox, MasterConnection> masters,
      Leadership leadership,
      InstantSource clock,
      Faults faults) {}

  /**
   * Makes a scheduler; {@link #start} starts it.
   *
   * @param name the application's name
   * @param ports what it works with
   * @param deployment the application's code and jobs
   */
  public Scheduler(String name, Ports ports, Event.Deployed deployment) {
    this.name = name;
    this.ports = ports;
    this.deployment = deployment;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> new Thread(work, "ejc[" + name + "]-engine"));
  }

  /** Begins to stand for leadership. */
  public void start() {
    ports
        .leadership()
        .stand(
            new Leadership.Candidate() {
              @Override
              public void elected() {
                wanted = true;
                lead(Duration.ZERO);
              }

              @Override
              public void deposed(String reason) {
                wanted = false;
                if (!closed) {
                  log.warn("ejc[{}] leads no more: {}; nothing is sent from now on", name, reason);
                }
                endTerm();
              }
            });
  }

  /** Completed when this host leads and its jobs are registered. */
  public CompletableFuture<Void> leading() {
    return firstTurn.copy();
  }

  /** What is durable. */
  public View view() {
    return view;
  }

  /** Asks for a run; see {@link Event.TriggerRequested}. */
  public CompletableFuture<Call.Result> trigger(JobName job, Optional<String> key) {
    return ask(request -> new Event.TriggerRequested(request, job, key));
  }

  /** Asks for the end of an item; see {@link Event.KillRequested}. */
  public CompletableFuture<Call.Result> kill(ItemId item) {
    return ask(request -> new Event.KillRequested(request, item));
  }

  /** Asks for the end of a run; see {@link Event.RunKillRequested}. */
  public CompletableFuture<Call.Result> kill(RunId run) {
    return ask(request -> new Event.RunKillRequested(request, run));
  }

  /** Asks for the end of all runs of a job; see {@link Event.JobKillRequested}. */
  public CompletableFuture<Call.Result> killAll(JobName job) {
    return ask(request -> new Event.JobKillRequested(request, job));
  }

  /** Asks why an item waits; see {@link Event.WhyAsked}. */
  public CompletableFuture<Call.Result> why(ItemId item) {
    return ask(request -> new Event.WhyAsked(request, item));
  }

  /** Decides whether a job fires; see {@link Event.SwitchRequested}. */
  public CompletableFuture<Call.Result> enable(JobName job, boolean enabled) {
    return ask(request -> new Event.SwitchRequested(request, job, enabled));
  }

  /** Pauses everything, or lets it go on; see {@link Event.PauseRequested}. */
  public CompletableFuture<Call.Result> pause(boolean paused) {
    return ask(request -> new Event.PauseRequested(request, paused));
  }

  private CompletableFuture<Call.Result> ask(Function<String, Event> event) {
    Requests.Asked asked = requests.ask();
    Term current = term;
    if (current == null) {
      requests.answer(
          new Call.Answer(
              asked.id(),
              new Call.Result.Refused(
                  "this host stands by and does not lead; ask the host that leads")));
    } else {
      current.inbox.put(event.apply(asked.id()));
    }
    return asked.answer();
  }

  private void lead(Duration pause) {
    try {
      var unused = thread.schedule(this::runTerm, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("ejc[{}] is closed and does not lead again", name);
    }
  }

  private void runTerm() {
    if (closed || !wanted) {
      return;
    }
    Term mine = new Term(new Inbox());
    term = mine;
    // looked at again now that the term can be told, so that no end in between is missed
    if (closed || !wanted) {
      termOver();
      return;
    }
    try (MasterConnection master = ports.masters().apply(mine.inbox)) {
      mine.run(master);
    } catch (StoreException e) {
      refused(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      firstTurn.completeExceptionally(e);
      ports.faults().fatal("the scheduler stopped on an unexpected exception", e);
    } finally {
      termOver();
    }
  }

  private void termOver() {
    term = null;
    requests.refuseAll("this host leads no more; try again at the host that does");
  }

  private void refused(StoreException e) {
    log.error(
        "ejc[{}] could not store: {}; nothing of this batch was sent, the scheduler begins again"
            + " with what the store holds",
        name,
        e.getMessage());
    log.debug("ejc[{}] the store's refusal", name, e);
    if (wanted && !closed) {
      lead(PAUSE_AFTER_REFUSAL);
    }
  }

  private void endTerm() {
    Term current = term;
    if (current != null) {
      current.end();
    }
  }

  /** Stops deciding, ends the session with the master, and gives leadership up. Idempotent. */
  @Override
  public void close() {
    closed = true;
    endTerm();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
        log.warn("ejc[{}] the engine did not stop within {} s", name, CLOSE_WAIT.toSeconds());
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    ports.leadership().close();
    view.abandon();
  }

  /** One period of leadership. */
  private final class Term {
    private final Inbox inbox;
    private volatile boolean over;

    Term(Inbox inbox) {
      this.inbox = inbox;
    }

    void run(MasterConnection master) throws StoreException, InterruptedException {
      Engine engine =
          new Engine(
              ports.core(),
              ports.store(),
              master,
              inbox,
              ports.clock(),
              new Engine.Published(view, requests, new Narrator(name)));
      inbox.put(deployment);
      while (!over) {
        engine.turn();
        firstTurn.complete(null);
      }
    }

    void end() {
      over = true;
      inbox.put(new Event.TimePassed());
    }
  }
}
