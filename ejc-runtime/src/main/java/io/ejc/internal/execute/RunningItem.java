package io.ejc.internal.execute;

import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.Firings;
import io.ejc.internal.model.Residence;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.model.TaskState;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on its own thread: waits for the code, runs it, and reports the end as the last thing
 * that the thread does. A kill may come from another thread at any moment:
 *
 * <ol>
 *   <li>before user code began: it never begins;
 *   <li>while it runs: cancelled, reported as killing, interrupted;
 *   <li>after its end was reported: of no effect.
 * </ol>
 */
final class RunningItem implements Runnable {

  /** Who is told of the end, on the item's thread. */
  interface Owner {
    /** The end has been reported. */
    void ended(RunningItem item);

    /** The end could not be reported. */
    void fault(RunningItem item, Throwable problem);
  }

  private static final System.Logger LOG = ExecutorLog.logger();

  private final String taskId;
  private final TaskPayload payload;
  private final CompletableFuture<JobCode> code;
  private final Reports reports;
  private final Owner owner;
  private final ThisProcess process;
  private final ItemThread thread;

  // guarded by this
  private boolean killed;
  private @Nullable Lease lease;

  // written guarded by this; read by the lease's thread, which may wait for nobody
  private volatile boolean begun;
  private volatile boolean over;

  private volatile Duration grace;
  private volatile boolean cancelled;
  private volatile boolean sawCancelled;
  private volatile boolean outOfMemory;

  RunningItem(
      String taskId,
      TaskPayload payload,
      CompletableFuture<JobCode> code,
      Reports reports,
      ThisProcess process,
      Owner owner) {
    this.taskId = taskId;
    this.payload = payload;
    this.grace = payload.killGrace();
    this.code = code;
    this.reports = reports;
    this.process = process;
    this.owner = owner;
    RunId run = payload.attempt().run();
    String name = run.job() + "/" + run.key() + "/" + payload.attempt().item();
    this.thread = new ItemThread(process.threads().of(run.job().toString()), name, this);
  }

  String taskId() {
    return taskId;
  }

  String job() {
    return payload.attempt().run().job().toString();
  }

  TaskPayload payload() {
    return payload;
  }

  /** Whether user code met an OutOfMemoryError, after which nothing in this JVM can be trusted. */
  boolean outOfMemory() {
    return outOfMemory;
  }

  void start() {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      // the JVM's word for "no more threads"
      outOfMemory = true;
      end(Verdict.failed(e));
    }
  }

  /** What a kill leaves it: what the kill says, where that is less than its own. */
  Duration graceOf(Optional<Duration> wanted) {
    Duration own = payload.killGrace();
    return wanted.filter(less -> less.compareTo(own) < 0).orElse(own);
  }

  /** Asks it to end within its own grace, and interrupts it. False when it has already ended. */
  boolean kill() {
    return kill(payload.killGrace());
  }

  /** Asks it to end, and interrupts it. False when it has already ended. */
  synchronized boolean kill(Duration within) {
    if (over) {
      return false;
    }
    grace = within.compareTo(grace) < 0 ? within : grace;
    boolean first = !killed;
    killed = true;
    cancelled = true;
    if (begun && first) {
      reports.report(taskId, TaskState.KILLING, "", Optional.empty());
    }
    thread.interrupt();
    return true;
  }

  /** Whether user code runs. Waits for nobody. */
  boolean works() {
    return begun && !over;
  }

  /** User code begins when this is held. */
  synchronized void needs(Lease needed) {
    lease = needed;
  }

  /** Says that it does not end, unless it has. */
  synchronized void reportStuck() {
    if (!over) {
      reports.report(
          taskId,
          TaskState.KILLING,
          "stuck in shared executor",
          Optional.of(
              new AttemptReport(
                  payload.attempt(), AttemptReport.Kind.STUCK, "", "", process.id())));
    }
  }

  /** Whether its own thread asks the JVM to end; from there it does not return. */
  boolean endsJvm() {
    return JobThreads.isEndingJvm(thread);
  }

  /** Reports that it ended the JVM, unless it has ended before. */
  void endedJvm() {
    report(killed ? Verdict.killed("user code ended the JVM") : Verdict.endedJvm());
  }

  /** Where its thread stands, for people. */
  String stack() {
    return Stream.of(thread.getStackTrace())
        .map(frame -> System.lineSeparator() + "\tat " + frame)
        .collect(Collectors.joining());
  }

  synchronized boolean hasEnded() {
    return over;
  }

  /** On the item's own thread. */
  @Override
  public void run() {
    try {
      end(process.outputs().during(payload.attempt().toString(), this::attempt));
    } catch (Throwable problem) {
      owner.fault(this, problem);
    }
  }

  private Verdict attempt() {
    JobCode ready;
    try {
      ready = code.get();
      awaitLease();
    } catch (InterruptedException e) {
      return Verdict.killed("killed before it began");
    } catch (ExecutionException e) {
      return notUsable(e.getCause() == null ? e : e.getCause());
    }
    if (!begin()) {
      return Verdict.killed("killed before it began");
    }
    Thread.currentThread().setContextClassLoader(ready.loader());
    return payload.isProbe()
        ? Verdict.looked(AgentLook.from(Path.of(""), ExecutorMain.CLOCK.instant()))
        : runUserCode(ready);
  }

  private void awaitLease() throws InterruptedException {
    Lease needed;
    synchronized (this) {
      needed = lease;
    }
    if (needed != null) {
      needed.awaitHeld();
    }
  }

  private Verdict notUsable(Throwable problem) {
    LOG.log(Level.ERROR, "task {0} cannot run: {1}", taskId, problem);
    return problem instanceof BundleException bundle
        ? Verdict.badBundle(bundle)
        : Verdict.failed(problem);
  }

  private synchronized boolean begin() {
    if (killed) {
      return false;
    }
    begun = true;
    LOG.log(Level.INFO, "task {0} begins: {1}", taskId, payload.jobClass());
    AttemptReport started =
        AttemptReport.started(payload.attempt(), process.id(), process.start().begun());
    reports.report(taskId, TaskState.RUNNING, "", Optional.of(started));
    return true;
  }

  /** User code may throw anything, and whatever it throws is what happened. */
  private Verdict runUserCode(JobCode ready) {
    ItemContext context = new ItemContext(payload, this::askedWhetherCancelled);
    try {
      JobCode.Job job = ready.create(payload.jobClass());
      try {
        return payload.residence().isPresent()
            ? stay(ready, job, payload.residence().get())
            : work(ready, job, payload, context);
      } finally {
        ready.release(job);
      }
    } catch (Throwable thrown) {
      return threw(ready, context, thrown);
    }
  }

  /** Fires until it is killed: an exception is what became of one firing, and no end. */
  private Verdict stay(JobCode ready, JobCode.Job job, Residence residence) {
    AtomicReference<Verdict> last = new AtomicReference<>(Verdict.SUCCEEDED);
    FiringLoop loop =
        new FiringLoop(
            residence,
            ExecutorMain.CLOCK,
            FiringLoop::park,
            due -> {
              TaskPayload now = payload.firing(due);
              Verdict verdict =
                  work(ready, job, now, new ItemContext(now, this::askedWhetherCancelled));
              last.set(verdict);
              return verdict.failure();
            },
            this::reportFirings,
            FiringLoop.tellEvery(payload.shardingTotalCount()),
            () -> outOfMemory || askedWhetherCancelled());
    loop.run();
    return outOfMemory ? Objects.requireNonNull(last.get()) : returned();
  }

  private synchronized void reportFirings(Firings firings) {
    reports.report(
        taskId,
        killed ? TaskState.KILLING : TaskState.RUNNING,
        "",
        Optional.of(AttemptReport.fired(payload.attempt(), process.id(), firings)));
  }

  private Verdict work(JobCode ready, JobCode.Job job, TaskPayload payload, ItemContext context) {
    Listening listening = new Listening(taskId, context);
    Throwable failure = null;
    Verdict verdict;
    try {
      listening.before(ready.extensions().listeners(payload.handling().listeners()));
      job.process(new ItemScope(payload, context, () -> grace));
      verdict = returned();
    } catch (Throwable thrown) {
      failure = thrown;
      verdict = threw(ready, context, thrown);
    }
    // an interrupt was for the job, not for those who are told
    boolean unused = Thread.interrupted();
    listening.after(failure);
    unused = Thread.interrupted();
    return verdict;
  }

  private boolean askedWhetherCancelled() {
    boolean answer = cancelled;
    if (answer) {
      sawCancelled = true;
    }
    return answer;
  }

  private synchronized Verdict returned() {
    boolean noticed = sawCancelled || thread.noticedInterrupt();
    return killed && noticed
        ? Verdict.killed("returned after it was asked to end")
        : Verdict.SUCCEEDED;
  }

  private Verdict threw(JobCode ready, ItemContext context, Throwable thrown) {
    reports.threw(taskId, thrown);
    if (!isFailure(thrown)) {
      return Verdict.killed(thrown);
    }
    Failures.Failed failed = new Failures.Failed(taskId, context, thrown);
    if (outOfMemory) {
      Failures.log(failed);
    } else {
      Failures.handle(ready.extensions(), payload.handling(), failed);
    }
    return Verdict.failed(thrown, Failures.forGood(payload.handling(), thrown));
  }

  /** What a killed attempt throws is its end, unless it was the memory's. */
  private synchronized boolean isFailure(Throwable thrown) {
    outOfMemory = outOfMemory || thrown instanceof OutOfMemoryError;
    return !killed || outOfMemory;
  }

  private void end(Verdict verdict) {
    boolean unused = Thread.interrupted();
    report(verdict);
    owner.ended(this);
  }

  private void report(Verdict verdict) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      reports.report(
          taskId,
          verdict.state(),
          verdict.line(),
          Optional.of(
              new AttemptReport(
                  payload.attempt(),
                  verdict.kind(),
                  verdict.exceptionClass(),
                  verdict.message(),
                  process.id(),
                  verdict.forGood())));
    }
    LOG.log(
        Level.INFO, "task {0} ended: {1} {2}", taskId, verdict.kind(), verdict.exceptionClass());
  }
}
