package io.ejc.internal.execute;

import io.ejc.api.spi.JobFactory;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt without an executor around it, run by the code that runs it in one: the door for the
 * kit of authors. It reports to memory, asks nobody for a lease, and never ends the process. Any
 * thread.
 */
public final class LoneAttempt {

  private static final Duration NEVER_IDLE = Duration.ofDays(1);

  private final Work work;
  private final JobCode code;
  private final Memory memory = new Memory();
  // what is asked of it after the end is of no use any more
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(
          1, LoneAttempt::timerThread, new ThreadPoolExecutor.DiscardPolicy());
  private final TaskRunner runner;
  private final CompletableFuture<Ended> ended;

  private volatile boolean overdue;

  private LoneAttempt(Work work) throws Exception {
    this.work = work;
    this.code = code(work);
    this.ended =
        memory
            .end
            .whenCompleteAsync((stuck, problem) -> close(Boolean.FALSE.equals(stuck)), timer)
            .thenApply(stuck -> memory.ended(overdue));
    this.runner =
        new TaskRunner(
            new TaskRunner.Rules(false, Duration.ZERO, thisProcess(), NEVER_IDLE),
            CompletableFuture.completedFuture(code),
            memory,
            memory,
            timer,
            new Leases(timer, timer, data -> {}));
  }

  /**
   * What is run.
   *
   * @param payload what an executor is sent; its lease is zero
   * @param loader sees the application's classes
   * @param object the object to run; empty to have it made as on an agent
   * @param timeout after which it is killed as by the scheduler; zero for never. Unused where the
   *     caller's thread runs it
   */
  public record Work(
      TaskPayload payload, ClassLoader loader, Optional<Object> object, Duration timeout) {}

  /**
   * What an agent would have been told.
   *
   * @param state of the Mesos task
   * @param message for people, may be empty
   * @param report for the scheduler
   */
  public record Reported(TaskState state, String message, Optional<AttemptReport> report) {}

  /**
   * How it ended.
   *
   * @param reports what an agent would have been told, in order; the last one says the end, or that
   *     it does not end
   * @param thrown what user code threw
   * @param overdue whether its timeout was over before its end
   */
  public record Ended(List<Reported> reports, Optional<Throwable> thrown, boolean overdue) {

    /** The last report, for the scheduler. */
    public AttemptReport report() {
      return reports.get(reports.size() - 1).report().orElseThrow();
    }
  }

  /**
   * Runs it on the calling thread, which nothing here interrupts.
   *
   * @throws Exception when the application's factory cannot be used
   */
  public static Ended run(Work work) throws Exception {
    Thread caller = Thread.currentThread();
    ClassLoader before = caller.getContextClassLoader();
    try {
      JobCode code = code(work);
      try {
        Memory memory = new Memory();
        new RunningItem(
                taskId(work),
                work.payload(),
                CompletableFuture.completedFuture(code),
                memory,
                thisProcess(),
                memory)
            .run();
        boolean unused = memory.end.join();
        return memory.ended(false);
      } finally {
        code.close();
      }
    } finally {
      caller.setContextClassLoader(before);
    }
  }

  /**
   * Runs it on a thread of its own, as an executor does.
   *
   * @return when user code is about to be called, or will not be
   * @throws Exception when the application's factory cannot be used
   */
  public static LoneAttempt start(Work work) throws Exception {
    LoneAttempt attempt = new LoneAttempt(work);
    attempt.runner.launch(taskId(work), work.payload());
    attempt.memory.begun.get();
    if (!work.timeout().isZero()) {
      var unused =
          attempt.timer.schedule(
              attempt::timeoutOver, work.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }
    return attempt;
  }

  /** Asks it to end, as an agent does; of no effect when it has ended. */
  public void kill() {
    runner.kill(taskId(work), Optional.empty());
  }

  /**
   * Its end, or that it did not end within its grace: the process would be halted then, and here
   * its thread is left alone. What the application's factory made is given back before.
   */
  public CompletableFuture<Ended> ended() {
    return ended.copy();
  }

  private void timeoutOver() {
    overdue = true;
    kill();
  }

  private void close(boolean itsThreadHasEnded) {
    if (itsThreadHasEnded) {
      code.close();
    }
    timer.shutdownNow();
  }

  /** Its name to Mesos here, where it has no other. */
  private static String taskId(Work work) {
    return work.payload().attempt().toString();
  }

  private static JobCode code(Work work) throws Exception {
    Optional<Object> object = work.object();
    JobFactory factory =
        object.isPresent() ? new Given(object.get()) : JobCode.factory(work.loader());
    factory.start();
    return new JobCode(work.loader(), factory);
  }

  private static ThisProcess thisProcess() {
    return ThisProcess.printsTogether(ProcessHandle.current().pid());
  }

  private static Thread timerThread(Runnable work) {
    Thread thread = new Thread(work, "ejc-timer");
    thread.setDaemon(true);
    return thread;
  }

  /** The object that was brought. */
  private record Given(Object object) implements JobFactory {

    @Override
    public <T> T create(Class<T> jobClass) {
      return jobClass.cast(object);
    }

    @Override
    public void close() {}
  }

  /** Keeps what is said instead of sending it. */
  private static final class Memory implements Reports, ProcessEnd, RunningItem.Owner {

    private final List<Reported> reports = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    /** Whether it is stuck. */
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();

    private volatile @Nullable Throwable thrown;

    Ended ended(boolean overdue) {
      return new Ended(List.copyOf(reports), Optional.ofNullable(thrown), overdue);
    }

    @Override
    public void report(
        String taskId, TaskState state, String message, Optional<AttemptReport> report) {
      reports.add(new Reported(state, message, report));
      begun.complete(null);
      if (!state.alive()) {
        end.complete(false);
      }
    }

    @Override
    public void threw(String taskId, Throwable problem) {
      thrown = problem;
    }

    @Override
    public void ended(RunningItem item) {}

    @Override
    public void fault(RunningItem item, Throwable problem) {
      begun.completeExceptionally(problem);
      end.completeExceptionally(problem);
    }

    @Override
    public void whenReported() {}

    /** Of those there are the item that is stuck, and a fault. */
    @Override
    public void halt(ExitStatus status, String why) {
      if (status == ExitStatus.STUCK) {
        end.complete(true);
      } else {
        IllegalStateException problem = new IllegalStateException(status + ": " + why);
        begun.completeExceptionally(problem);
        end.completeExceptionally(problem);
      }
    }

    @Override
    public void haltSoon(ExitStatus status, String why) {
      // the end was reported; this process is not ours to end
    }
  }
}
