package io.ejc.internal.engine;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.SchedulerCore;
import io.ejc.internal.core.StoredState;
import io.ejc.internal.record.CannotLeadException;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StateRecords;
import io.ejc.internal.record.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * with what the store holds. A host that must not lead, because its clock is wrong or it cannot
 * read what is stored, gives leadership up, and stands for it again when the next look finds that
 * right.
 *
 * <p>A host that does not lead looks at the records, so that its view shows what others store.
 */
public final class Scheduler implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.scheduler");
  private static final Duration CLOSING_WAIT = Duration.ofSeconds(3);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final String name;
  private final Ports ports;
  private final Optional<Event.ClusterBegan> cluster;
  private final Listening listening;
  private final View view = new View();
  private final Requests requests = new Requests();
  private final ScheduledThreadPoolExecutor thread;
  private final CompletableFuture<Void> firstTurn = new CompletableFuture<>();
  private final Refusals refusals;
  private final LedgerAlarm alarm;
  private final ClockWatch clockWatch;
  private volatile @Nullable Term term;
  private volatile @Nullable Problem hindrance;
  private volatile boolean wanted;
  private volatile boolean suspended;
  private volatile boolean closed;

  /**
   * What the scheduler works with.
   *
   * @param core decides
   * @param store keeps
   * @param masters makes a connection to the master that reports to an inbox
   * @param leadership says who leads
   * @param hosts says what the live hosts carry
   * @param lookout looks at the records while another host leads
   * @param clocks the time
   * @param faults is told of what cannot be handled
   */
  public record Ports(
      SchedulerCore core,
      RunStore store,
      Function<Inbox, MasterConnection> masters,
      Leadership leadership,
      Hosts hosts,
      Lookout lookout,
      Clocks clocks,
      Faults faults) {}

  /**
   * Makes a scheduler; {@link #start} starts it.
   *
   * @param name the application's name
   * @param ports what it works with
   */
  public Scheduler(String name, Ports ports) {
    this(name, ports, Optional.empty(), Listening.NOBODY);
  }

  /**
   * Makes a scheduler of a host that has a local cluster; {@link #start} starts it.
   *
   * @param name the application's name
   * @param ports what it works with
   * @param cluster the local cluster that ends with this host; empty for one that does not
   * @param listening tells the application's listeners of runs
   */
  public Scheduler(
      String name, Ports ports, Optional<Event.ClusterBegan> cluster, Listening listening) {
    this.listening = listening;
    this.name = name;
    this.ports = ports;
    this.cluster = cluster;
    this.refusals = new Refusals(log, name);
    this.alarm = new LedgerAlarm(ports.clocks().maxSkew());
    this.clockWatch = new ClockWatch(ports.clocks());
    this.thread =
        new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "ejc[" + name + "]-engine"));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Begins to stand for leadership, and to look at what others store. */
  public void start() {
    ports.hosts().whenChanged(this::hostsChanged);
    ports.lookout().follow(() -> !view.leading() && !closed, this::seen);
    later(Duration.ZERO, this::stand);
  }

  private void hostsChanged() {
    Term current = term;
    if (current != null) {
      current.hostsChanged();
    }
  }

  private void seen(Map<String, byte[]> records, Instant when) {
    try {
      view.seen(ClusterState.restore(new StateRecords().restore(records)), when);
    } catch (StoreException | IllegalArgumentException | IllegalStateException e) {
      // read while others wrote, or written by a newer host: shown is what was read before
      log.debug("ejc[{}] what is stored cannot be shown now", name, e);
    }
  }

  /** A host whose clock is wrong does not even stand, so that another one is elected. */
  private void stand() {
    if (closed) {
      return;
    }
    try {
      clockWatch.compare();
    } catch (CannotLeadException e) {
      standsBy(e);
      return;
    } catch (StoreException e) {
      log.debug("ejc[{}] the clocks could not be compared; they are before it leads", name, e);
    }
    hindrance = null;
    ports.leadership().stand(new Candidacy());
  }

  private final class Candidacy implements Leadership.Candidate {
    @Override
    public void elected() {
      wanted = true;
      later(Duration.ZERO, Scheduler.this::runTerm);
    }

    @Override
    public void deposed(String reason) {
      if (!closed && wanted) {
        log.warn("ejc[{}] leads no more: {}; nothing is sent from now on", name, reason);
      }
      wanted = false;
      Term current = term;
      if (current != null) {
        current.depose();
      }
    }

    @Override
    public void suspended(boolean now) {
      boolean news = suspended != now;
      suspended = now;
      Term current = term;
      if (current != null && news) {
        if (now) {
          log.warn(
              "ejc[{}] the connection to ZooKeeper is broken; nothing is sent until it is"
                  + " back",
              name);
        } else {
          log.info("ejc[{}] the connection to ZooKeeper is back", name);
        }
        current.suspended(now);
      }
    }
  }

  /** Completed when this host leads and its jobs are registered. */
  public CompletableFuture<Void> leading() {
    return firstTurn.copy();
  }

  /** What is durable. */
  public View view() {
    return view;
  }

  /** Why this host does not lead although it is to; empty when nothing keeps it from leading. */
  public Optional<Problem> hindrance() {
    return Optional.ofNullable(hindrance);
  }

  /** Now, by this host's clock. */
  public Instant now() {
    return ports.clocks().host().instant();
  }

  /** What waits for an operator. */
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    hindrance().ifPresent(problems::add);
    for (StoredState.SetAside aside : view.setAside()) {
      problems.add(
          new Problem(
              "record " + aside.record(),
              aside.problem(),
              "it stays as it is stored, everything else goes on; restore the record, or remove it"));
    }
    Instant now = ports.clocks().host().instant();
    alarm.ahead(view.jobs(), now).forEach(job -> problems.add(alarm.problem(job, now)));
    problems.addAll(OverrideProblems.of(view.overrides()));
    return problems;
  }

  /** Asks for the end of the framework; see {@link Event.TeardownRequested}. */
  public CompletableFuture<Call.Result> teardown() {
    return ask(Event.TeardownRequested::new);
  }

  /** Puts a request into the inbox, made with its id; answered after its commit. */
  public CompletableFuture<Call.Result> ask(Function<String, Event> event) {
    Requests.Asked asked = requests.ask();
    Term current = term;
    if (current == null) {
      requests.answer(
          new Call.Answer(
              asked.id(),
              new Call.Result.Refused(
                  "this host stands by and does not lead; ask the host that leads")));
    } else {
      current.put(event.apply(asked.id()));
    }
    return asked.answer();
  }

  /** Something happened in this process; of no use unless this host leads. */
  public void happened(Event event) {
    Term current = term;
    if (current != null) {
      current.put(event);
    }
  }

  private void later(Duration pause, Runnable work) {
    try {
      var unused = thread.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("ejc[{}] is closed and does nothing more", name);
    }
  }

  private void runTerm() {
    if (closed || !wanted) {
      return;
    }
    Term mine =
        new Term(
            ports,
            new Engine.Published(view, requests, new Narrator(name, alarm), listening),
            new Footing(clockWatch),
            cluster);
    term = mine;
    mine.suspended(suspended);
    // looked at again now that the term can be told, so that no end in between is missed
    if (closed || !wanted) {
      mine.end();
    }
    try {
      mine.run(this::turned);
    } catch (CannotLeadException e) {
      standsBy(e);
      firstTurn.completeExceptionally(e);
    } catch (StoreException e) {
      refused(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      firstTurn.completeExceptionally(e);
      ports.faults().fatal("the scheduler stopped on an unexpected exception", e);
    } finally {
      term = null;
      view.follow(ports.clocks().host().instant());
      ports.lookout().look();
      requests.refuseAll("this host leads no more; try again at the host that does");
    }
  }

  private void turned() {
    hindrance = null;
    refusals.over();
    firstTurn.complete(null);
  }

  /** Gives leadership up, so that a host that can lead does. */
  private void standsBy(CannotLeadException e) {
    hindrance = new Problem("this host", String.valueOf(e.getMessage()), "until then it stands by");
    Duration pause = refusals.refused("does not lead", e);
    wanted = false;
    ports.leadership().withdraw();
    later(pause, this::stand);
  }

  private void refused(StoreException e) {
    if (!wanted || closed) {
      log.debug("ejc[{}] a store that refuses a host which leads no more", name, e);
      return;
    }
    String what = "was refused by the store, and nothing of this batch was sent";
    hindrance =
        new Problem("this host", String.valueOf(e.getMessage()), "it tries again by itself");
    later(refusals.refused(what, e), this::runTerm);
  }

  /**
   * Ends executors without work, stops deciding, ends the session with the master, and gives
   * leadership up; what runs goes on. Idempotent.
   */
  @Override
  public void close() {
    if (term != null && !closed) {
      awaitClosing();
    }
    closed = true;
    Term current = term;
    if (current != null) {
      current.end();
    }
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
    ports.lookout().close();
    ports.leadership().close();
    view.abandon();
  }

  /** A leader that cannot say goodbye in time closes all the same: executors end by themselves. */
  private void awaitClosing() {
    try {
      var unused = ask(Event.Closing::new).get(CLOSING_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn(
          "ejc[{}] closes without ending executors that have no work; they end by themselves",
          name);
      log.debug("ejc[{}] could not prepare its close", name, e);
    }
  }
}
