package io.ejc.runtime;

import io.ejc.api.Ejc;
import io.ejc.api.EjcException;
import io.ejc.api.FindingView;
import io.ejc.api.JobRegistry;
import io.ejc.api.JobView;
import io.ejc.api.ProblemView;
import io.ejc.api.RunView;
import io.ejc.api.WaitingView;
import io.ejc.internal.core.Call.Result;
import io.ejc.internal.core.Event;
import io.ejc.internal.engine.Scheduler;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Origin;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handle that the application holds. Reads what is durable; a write is an event. */
final class RunningEjc implements Ejc {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.runtime");
  private static final Comparator<Run> NEWEST_FIRST =
      Comparator.comparing(Run::created).thenComparing(Run::id).reversed();

  /** A parameter is stored with its run, in one record. */
  private static final int PARAMETER_MAX = 10_000;

  private final String name;
  private final Parts parts;
  private final Closing closing;
  private volatile boolean tornDown;
  private final Thread hook;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Void> allClosed = new CompletableFuture<>();
  private volatile @Nullable Scheduler scheduler;
  private volatile @Nullable Examination examination;
  private volatile @Nullable JobRegistry registry;

  RunningEjc(String name, Parts parts, Closing closing) {
    this.name = name;
    this.parts = parts;
    this.closing = closing;
    this.hook = new Thread(this::close, "ejc[" + name + "]-shutdown");
  }

  void begin(Scheduler started) {
    scheduler = started;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  void examinedBy(Examination how) {
    examination = how;
  }

  void registersWith(String host, ClassLoader loader) {
    registry = new RunningRegistry(host, loader, this::ask);
  }

  @Override
  public JobRegistry registry() {
    scheduler();
    return Objects.requireNonNull(registry);
  }

  /** The scheduler cannot go on: this process must not look as if it scheduled. */
  void fault(String what, Throwable cause) {
    log.error("ejc[{}] {}; EJC is closed in this process", name, what, cause);
    new Thread(this::close, "ejc[" + name + "]-fault").start();
  }

  /** Something happened in this process. */
  void happened(Event event) {
    Scheduler current = scheduler;
    if (current != null) {
      current.happened(event);
    }
  }

  private Scheduler scheduler() {
    Scheduler current = scheduler;
    if (current == null || closed.get()) {
      throw new EjcException("ejc[" + name + "] is closed; start it again with Ejc.run");
    }
    return current;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean leads() {
    return scheduler().view().leading();
  }

  @Override
  public Optional<Instant> asOf() {
    Scheduler current = scheduler();
    return current.view().leading() ? Optional.of(current.now()) : current.view().seenAt();
  }

  @Override
  public List<ProblemView> problems() {
    return scheduler().problems().stream()
        .map(problem -> new ProblemView(problem.what(), problem.reason(), problem.nextStep()))
        .toList();
  }

  @Override
  public List<FindingView> examine() {
    scheduler();
    try {
      return Objects.requireNonNull(examination).everything().stream().map(Views::finding).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EjcException("interrupted while the cluster was examined", e);
    }
  }

  @Override
  public void setLedgerBack(String jobName) {
    JobName job = jobName(jobName);
    done(ask(request -> new Event.LedgerSetBackRequested(request, job)));
  }

  @Override
  public List<JobView> jobs() {
    return scheduler().view().jobs().stream()
        .sorted(Comparator.comparing(Job::name))
        .map(this::shown)
        .toList();
  }

  private JobView shown(Job job) {
    boolean underWay =
        scheduler().view().runs().stream()
            .filter(run -> run.id().job().equals(job.name()))
            .anyMatch(run -> run.id().origin() == Origin.SCHEDULE && !run.state().ended());
    return Views.job(job, underWay);
  }

  @Override
  public Optional<JobView> job(String jobName) {
    return JobName.isValid(jobName)
        ? scheduler().view().job(new JobName(jobName)).map(this::shown)
        : Optional.empty();
  }

  @Override
  public List<RunView> runs(String jobName) {
    return scheduler().view().runs().stream()
        .filter(run -> run.id().job().value().equals(jobName))
        .sorted(NEWEST_FIRST)
        .map(Views::run)
        .toList();
  }

  @Override
  public Optional<RunView> findRun(String runId) {
    return parse(runId).flatMap(id -> scheduler().view().run(id)).map(Views::run);
  }

  @Override
  public RunView trigger(String jobName) {
    return trigger(jobName, Optional.empty(), Optional.empty());
  }

  @Override
  public RunView trigger(String jobName, String key) {
    return trigger(jobName, checked(key), Optional.empty());
  }

  @Override
  public RunView trigger(String jobName, String key, String parameter) {
    if (parameter.length() > PARAMETER_MAX) {
      throw new EjcException(
          "parameter: "
              + parameter.length()
              + " characters (expected: at most "
              + PARAMETER_MAX
              + "); store it elsewhere and hand over where it is");
    }
    return trigger(jobName, checked(key), Optional.of(parameter));
  }

  private static Optional<String> checked(String key) {
    if (!RunId.isValidKey(key)) {
      throw new EjcException("key: " + key + " (expected: " + RunId.KEY_RULE + ")");
    }
    return Optional.of(key);
  }

  private RunView trigger(String jobName, Optional<String> key, Optional<String> parameter) {
    JobName job = jobName(jobName);
    Result result = ask(request -> new Event.TriggerRequested(request, job, key, parameter));
    if (result instanceof Result.Triggered triggered) {
      return scheduler()
          .view()
          .run(triggered.run())
          .map(Views::run)
          .orElseThrow(() -> new EjcException("run " + triggered.run() + " is not kept any more"));
    }
    throw refused(result);
  }

  @Override
  public boolean kill(String runId, int item) {
    RunId run = parse(runId).orElseThrow(() -> unknown(runId));
    return found(ask(request -> new Event.KillRequested(request, new ItemId(run, item))));
  }

  @Override
  public boolean kill(String runId) {
    RunId run = parse(runId).orElseThrow(() -> unknown(runId));
    return found(ask(request -> new Event.RunKillRequested(request, run)));
  }

  @Override
  public boolean killAll(String jobName) {
    JobName job = jobName(jobName);
    return found(ask(request -> new Event.JobKillRequested(request, job)));
  }

  private static boolean found(Result result) {
    if (result instanceof Result.Killed killed) {
      return killed.found();
    }
    throw refused(result);
  }

  @Override
  public WaitingView whyWaiting(String runId, int item) {
    RunId run = parse(runId).orElseThrow(() -> unknown(runId));
    Result result = ask(request -> new Event.WhyAsked(request, new ItemId(run, item)));
    if (result instanceof Result.Explained explained) {
      return Views.waiting(explained.waiting());
    }
    throw refused(result);
  }

  @Override
  public void enable(String jobName) {
    switched(jobName(jobName), true);
  }

  @Override
  public void disable(String jobName) {
    switched(jobName(jobName), false);
  }

  @Override
  public void pause() {
    done(ask(request -> new Event.PauseRequested(request, true)));
  }

  @Override
  public void resume() {
    done(ask(request -> new Event.PauseRequested(request, false)));
  }

  @Override
  public void rollBack(String bundle) {
    Optional<String> which = Optional.of(bundle).filter(text -> !text.equals("previous"));
    done(ask(request -> new Event.RollBackRequested(request, which)));
  }

  @Override
  public void rollForward() {
    done(ask(Event.RollForwardRequested::new));
  }

  @Override
  public boolean paused() {
    return scheduler().view().paused();
  }

  @Override
  public void teardown() {
    Closing.teardown(name, scheduler());
    tornDown = true;
    close();
  }

  static void done(Result result) {
    if (!(result instanceof Result.Done)) {
      throw refused(result);
    }
  }

  static JobName jobName(String text) {
    if (!JobName.isValid(text)) {
      throw new EjcException("job: " + text + " (expected: " + JobName.RULE + ")");
    }
    return new JobName(text);
  }

  static EjcException refused(Result result) {
    return new EjcException(
        result instanceof Result.Refused refused ? refused.message() : result.toString());
  }

  private static EjcException unknown(String runId) {
    return new EjcException(
        "run: " + runId + " (expected: the id of a run that is kept); look at runs(job)");
  }

  private void switched(JobName job, boolean enabled) {
    done(ask(request -> new Event.SwitchRequested(request, job, enabled)));
  }

  private Result ask(Function<String, Event> event) {
    return scheduler().ask(event).join();
  }

  @Override
  public CompletableFuture<RunView> whenEnded(String runId) {
    Optional<CompletableFuture<Run>> ended =
        parse(runId).flatMap(id -> scheduler().view().whenEnded(id));
    if (ended.isEmpty()) {
      return CompletableFuture.failedFuture(unknown(runId));
    }
    return ended
        .get()
        .thenApply(Views::run)
        .exceptionally(
            failed -> {
              Throwable cause = failed.getCause() == null ? failed : failed.getCause();
              throw new CompletionException(new EjcException(String.valueOf(cause.getMessage())));
            });
  }

  private static Optional<RunId> parse(String runId) {
    try {
      return Optional.of(RunId.parse(runId));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      allClosed.join();
      return;
    }
    closing.begins(name, Optional.ofNullable(scheduler), tornDown);
    parts.close();
    if (Thread.currentThread() != hook) {
      removeHook();
    }
    log.info("ejc[{}] closed", name);
    allClosed.complete(null);
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the JVM is ending and calls the hook itself", e);
    }
  }
}
