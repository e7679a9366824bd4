package io.ejc.internal.execute;

import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.wire.LaunchedTask;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs attempts, ends them when told, and reports honestly: a task is reported as ended after its
 * thread has ended. Called by the session's thread, by the items' threads and by the timer.
 */
final class TaskRunner implements RunningItem.Owner {

  private static final System.Logger LOG = ExecutorLog.logger();

  /**
   * What one executor does with its attempts.
   *
   * @param oneAttempt whether the process ends after its first attempt
   * @param killForceAfter how long after its grace a killed attempt may hold up a shared process
   * @param process what they share of it
   * @param endIdleAfter without work for so long, nobody leads any more and the process ends
   */
  record Rules(
      boolean oneAttempt, Duration killForceAfter, ThisProcess process, Duration endIdleAfter) {}

  /** A process that ends by itself goes on refusing work for so long, so that a launch is heard. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Rules rules;
  private final CompletableFuture<JobCode> code;
  private final Reports reports;
  private final ProcessEnd end;
  private final ScheduledExecutorService timer;
  private final Leases leases;
  private final IdleTime idle;

  // guarded by this
  private final Map<String, RunningItem> items = new LinkedHashMap<>();
  private final Set<String> stuck = new HashSet<>();
  private boolean closed;
  private final CompletableFuture<Void> idleForEver = new CompletableFuture<>();

  TaskRunner(
      Rules rules,
      CompletableFuture<JobCode> code,
      Reports reports,
      ProcessEnd end,
      ScheduledExecutorService timer,
      Leases leases) {
    this.rules = rules;
    this.code = code;
    this.reports = reports;
    this.end = end;
    this.timer = timer;
    this.leases = leases;
    this.idle = new IdleTime(rules.endIdleAfter(), timer, this::endIdle);
    idle.begins();
  }

  /** Begins an attempt; it waits on its own thread until the code is there. */
  void launch(String taskId, TaskPayload payload) {
    RunningItem item = new RunningItem(taskId, payload, code, reports, rules.process(), this);
    synchronized (this) {
      if (items.containsKey(taskId)) {
        LOG.log(Level.WARNING, "task {0} is already here; its second launch is ignored", taskId);
        return;
      }
      if (closed) {
        LOG.log(Level.WARNING, "task {0} is dropped: this executor takes no more work", taskId);
        reports.report(
            taskId, TaskState.DROPPED, "this executor takes no more work", Optional.empty());
        return;
      }
      closed = rules.oneAttempt();
      items.put(taskId, item);
      idle.ends();
    }
    Lease lease = leases.begin(taskId, payload, holder(item));
    if (lease != null) {
      item.needs(lease);
    }
    item.start();
  }

  private Lease.Holder holder(RunningItem item) {
    return new Lease.Holder() {
      @Override
      public boolean works() {
        return item.works();
      }

      @Override
      public void endsSoon() {
        timer.execute(
            () -> {
              LOG.log(
                  Level.WARNING,
                  "task {0} is asked to end: its lease ends soon or is not granted",
                  item.taskId());
              boolean unused = item.kill();
            });
      }

      @Override
      public void isOver() {
        end.halt(ExitStatus.LEASE_OVER, "the lease of task " + item.taskId() + " ran out");
      }
    };
  }

  /** Says of tasks that they cannot be run here. */
  void unusable(List<LaunchedTask> tasks, String why) {
    for (LaunchedTask task : tasks) {
      LOG.log(Level.ERROR, "task {0} cannot be run: {1}", task.taskId(), why);
      reports.report(task.taskId(), TaskState.ERROR, why, Optional.empty());
    }
    if (rules.oneAttempt()) {
      endIfIdle(true);
    }
  }

  /**
   * Asks an attempt to end, and sees to it. A second kill may shorten its grace and never lengthens
   * it: whichever is over first counts.
   *
   * @param taskId the Mesos task
   * @param wanted the call's grace, as of an agent that drains; the task's own when it is shorter
   */
  void kill(String taskId, Optional<Duration> wanted) {
    RunningItem item;
    synchronized (this) {
      item = items.get(taskId);
    }
    Duration grace = item == null ? Duration.ZERO : item.graceOf(wanted);
    if (item == null || !item.kill(grace)) {
      LOG.log(Level.INFO, "task {0} is not here; its kill is ignored", taskId);
      return;
    }
    LOG.log(Level.INFO, "task {0} is asked to end within {1}", taskId, grace);
    after(grace, () -> graceOver(item));
  }

  /**
   * Takes no more work and asks every attempt to end.
   *
   * @return done when all have ended
   */
  CompletableFuture<Void> shutdown() {
    List<RunningItem> running;
    synchronized (this) {
      closed = true;
      running = List.copyOf(items.values());
    }
    for (RunningItem item : running) {
      boolean asked = item.kill();
      LOG.log(Level.INFO, "task {0} {1}", item.taskId(), asked ? "is asked to end" : "has ended");
    }
    endIfIdle(false);
    return idleForEver;
  }

  @Override
  public void ended(RunningItem item) {
    leases.end(item.taskId());
    String job = item.job();
    boolean lastOfJob;
    synchronized (this) {
      items.remove(item.taskId());
      stuck.remove(item.taskId());
      lastOfJob = items.values().stream().noneMatch(other -> other.job().equals(job));
      if (items.isEmpty()) {
        idle.begins();
      }
    }
    if (lastOfJob && !rules.oneAttempt()) {
      rules.process().tellLeft(job);
    }
    if (item.outOfMemory()) {
      end.haltSoon(ExitStatus.OUT_OF_MEMORY, "task " + item.taskId() + " met OutOfMemoryError");
    } else {
      endIfIdle(rules.oneAttempt() || hasNoCode());
    }
  }

  /** A process that could not get its code is of no use to any other attempt. */
  private boolean hasNoCode() {
    return code.isDone()
        && code.handle((ready, problem) -> problem instanceof BundleException).join();
  }

  @Override
  public void fault(RunningItem item, Throwable problem) {
    ExitStatus status =
        problem instanceof OutOfMemoryError ? ExitStatus.OUT_OF_MEMORY : ExitStatus.FAULT;
    end.halt(status, "the end of task " + item.taskId() + " cannot be reported: " + problem);
  }

  /**
   * The JVM is ending, and not because this executor wants it. What user code did it has failed;
   * its neighbours are lost with the process.
   *
   * @return whether it was user code; the process is halted then as soon as that is reported
   */
  boolean userEndsJvm() {
    List<RunningItem> running;
    synchronized (this) {
      closed = true;
      running = List.copyOf(items.values());
    }
    List<RunningItem> ending = running.stream().filter(RunningItem::endsJvm).toList();
    if (ending.isEmpty()) {
      JobThreads threads = rules.process().threads();
      ending = running.stream().filter(item -> threads.endsJvm(item.job())).toList();
    }
    ending.forEach(RunningItem::endedJvm);
    if (!ending.isEmpty()) {
      end.haltSoon(
          ExitStatus.USER_EXIT, "user code of task " + ending.get(0).taskId() + " ended the JVM");
    }
    return !ending.isEmpty();
  }

  private void endIfIdle(boolean processToo) {
    synchronized (this) {
      if (!closed && processToo) {
        closed = true;
      }
      if (!closed || !items.isEmpty()) {
        return;
      }
    }
    idleForEver.complete(null);
    if (processToo) {
      end.whenReported();
    }
  }

  /** Nobody gave this process work or ended it for long: nobody leads. */
  private void endIdle() {
    synchronized (this) {
      if (closed || !items.isEmpty()) {
        return;
      }
      closed = true;
    }
    LOG.log(Level.INFO, "no work and no leader for {0}: this executor ends", rules.endIdleAfter());
    after(LINGER, () -> endIfIdle(true));
  }

  private void graceOver(RunningItem item) {
    if (item.hasEnded()) {
      return;
    }
    if (rules.oneAttempt()) {
      end.halt(ExitStatus.GRACE_OVER, "task " + item.taskId() + " did not end within its grace");
      return;
    }
    synchronized (this) {
      if (!stuck.add(item.taskId())) {
        return;
      }
    }
    LOG.log(
        Level.WARNING,
        "task {0} is stuck in shared executor: it did not end within its grace; the process is"
            + " halted in {1} unless it ends; its thread stands{2}",
        item.taskId(),
        rules.killForceAfter(),
        item.stack());
    item.reportStuck();
    after(rules.killForceAfter(), () -> force(item));
  }

  private void force(RunningItem item) {
    if (!item.hasEnded()) {
      end.halt(ExitStatus.STUCK, "task " + item.taskId() + " is stuck in shared executor");
    }
  }

  private void after(Duration delay, Runnable then) {
    var unused = timer.schedule(then, delay.toMillis(), TimeUnit.MILLISECONDS);
  }
}
