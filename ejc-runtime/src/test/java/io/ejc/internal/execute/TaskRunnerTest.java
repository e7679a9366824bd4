package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.api.ShardingContext;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskRunnerTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final RecordedReports seen = new RecordedReports();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final CountDownLatch begun = new CountDownLatch(1);
  // what a test leaves running ends with this
  private final Semaphore release = new Semaphore(0);

  @AfterEach
  void stop() {
    release.release(1_000);
    timer.shutdownNow();
  }

  @Test
  void says_that_it_begins_before_user_code_and_that_it_succeeded_after() {
    AtomicReference<List<TaskState>> before = new AtomicReference<>();
    ScriptedJobs jobs = new ScriptedJobs(context -> before.set(seen.states("t")));
    TaskRunner runner = runner(false, jobs);
    runner.launch("t", payload());
    AttemptReport end = seen.end("t");
    assertThat(before.get()).containsExactly(TaskState.RUNNING);
    assertThat(seen.all.get(0).report().orElseThrow().kind()).isEqualTo(Kind.STARTED);
    assertThat(end).isEqualTo(new AttemptReport(payload().attempt(), Kind.SUCCEEDED, "", "", 42));
    assertThat(seen.states("t")).containsExactly(TaskState.RUNNING, TaskState.FINISHED);
    assertThat(jobs.released).hasSize(1);
    assertThat(seen.ends).isEmpty();
  }

  @Test
  void the_context_says_which_item_it_is() {
    AtomicReference<String> said = new AtomicReference<>();
    TaskRunner runner =
        runner(
            false,
            new ScriptedJobs(
                c ->
                    said.set(
                        String.join(
                            " ",
                            c.getJobName(),
                            c.getRunId(),
                            c.getTaskId(),
                            c.getShardingItem() + "/" + c.getShardingTotalCount(),
                            c.getShardingParameter(),
                            c.getJobParameter(),
                            c.getScheduledInstant().toString(),
                            c.getAttempt() + "",
                            c.getFencingToken() + "",
                            c.isCancelled() + "",
                            Thread.currentThread().getName()))));
    runner.launch("t", payload());
    assertThat(seen.end("t").kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(said.get())
        .isEqualTo(
            "settle settle.1.s.20261122T080000Z settle.1.s.20261122T080000Z.2.5 2/3 Guangzhou all"
                + " 2026-11-22T08:00:00Z 5 99 false settle/20261122T080000Z/2");
  }

  @Test
  void an_exception_is_a_failure_with_class_and_message() {
    runner(false, failing(new IllegalStateException("no orders"))).launch("t", payload());
    AttemptReport end = seen.end("t");
    assertThat(end.kind()).isEqualTo(Kind.FAILED);
    assertThat(end.exceptionClass()).isEqualTo("java.lang.IllegalStateException");
    assertThat(end.message()).isEqualTo("no orders");
    assertThat(seen.states("t")).containsExactly(TaskState.RUNNING, TaskState.FAILED);
  }

  @Test
  void any_error_is_a_failure() {
    List<Throwable> errors =
        List.of(
            new NoClassDefFoundError("com/example/Missing"),
            new ExceptionInInitializerError(new IllegalStateException("static")),
            new AssertionError("assert"));
    for (int i = 0; i < errors.size(); i++) {
      runner(false, failing(errors.get(i))).launch("t" + i, payload());
      AttemptReport end = seen.end("t" + i);
      assertThat(end.kind()).isEqualTo(Kind.FAILED);
      assertThat(end.exceptionClass()).isEqualTo(errors.get(i).getClass().getName());
    }
    assertThat(seen.end("t1").message()).isEqualTo("java.lang.IllegalStateException: static");
    assertThat(seen.ends).isEmpty();
  }

  @Test
  void a_message_is_bounded_and_may_fail_itself() {
    runner(false, failing(new IllegalStateException("x".repeat(100_000)))).launch("t", payload());
    assertThat(seen.end("t").message()).hasSize(Verdict.MESSAGE_MAX).endsWith("...");
    runner(false, failing(new SpeechlessException())).launch("u", payload());
    assertThat(seen.end("u").message()).contains("cannot be had");
    assertThat(seen.end("u").exceptionClass()).isEqualTo(SpeechlessException.class.getName());
  }

  @Test
  void out_of_memory_is_reported_and_ends_the_process() {
    runner(false, failing(new OutOfMemoryError("Java heap space"))).launch("t", payload());
    assertThat(seen.end("t").kind()).isEqualTo(Kind.FAILED);
    await().until(() -> seen.ends.contains("haltSoon OUT_OF_MEMORY"));
  }

  @Test
  void a_class_that_is_missing_or_no_job_is_a_failure() {
    TaskRunner runner = runner(false, new ScriptedJobs(context -> begun.countDown()));
    runner.launch("t", payload("com.example.Missing"));
    assertThat(seen.end("t").exceptionClass()).isEqualTo("java.lang.ClassNotFoundException");
    runner.launch("u", payload("java.lang.String"));
    assertThat(seen.end("u").message())
        .startsWith("class: java.lang.String implements no job interface (expected: one of ");
  }

  @Test
  void a_killed_item_is_reported_as_killed_only_after_its_thread_has_ended() throws Exception {
    TaskRunner runner =
        runner(
            false,
            new ScriptedJobs(
                context -> {
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    release.acquireUninterruptibly();
                  }
                }));
    runner.launch("t", payload());
    begun.await();
    runner.kill("t", Optional.of(HOUR));
    assertThat(seen.states("t")).containsExactly(TaskState.RUNNING, TaskState.KILLING);
    release.release();
    assertThat(seen.end("t").kind()).isEqualTo(Kind.KILLED);
    assertThat(seen.end("t").exceptionClass()).isEqualTo("java.lang.InterruptedException");
    assertThat(seen.states("t"))
        .containsExactly(TaskState.RUNNING, TaskState.KILLING, TaskState.KILLED);
  }

  @Test
  void an_item_that_never_noticed_its_kill_has_succeeded() throws Exception {
    TaskRunner runner =
        runner(
            false,
            new ScriptedJobs(
                context -> {
                  begun.countDown();
                  release.acquireUninterruptibly();
                }));
    runner.launch("t", payload());
    begun.await();
    runner.kill("t", Optional.of(HOUR));
    release.release();
    assertThat(seen.end("t").kind()).isEqualTo(Kind.SUCCEEDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"isCancelled", "isInterrupted", "interrupted", "exception"})
  void an_item_that_returns_because_it_noticed_is_killed(String how) throws Exception {
    TaskRunner runner =
        runner(
            false,
            new ScriptedJobs(
                context -> {
                  begun.countDown();
                  release.acquireUninterruptibly();
                  boolean asked =
                      switch (how) {
                        case "isCancelled" -> context.isCancelled();
                        case "isInterrupted" -> Thread.currentThread().isInterrupted();
                        case "interrupted" -> Thread.interrupted();
                        default -> interruptedWhileWaiting();
                      };
                  assertThat(asked).isTrue();
                }));
    runner.launch("t", payload());
    begun.await();
    runner.kill("t", Optional.of(HOUR));
    release.release();
    assertThat(seen.end("t").kind()).isEqualTo(Kind.KILLED);
  }

  @Test
  void an_item_killed_before_the_code_is_there_never_begins() {
    CompletableFuture<JobCode> code = new CompletableFuture<>();
    ScriptedJobs jobs = new ScriptedJobs(context -> begun.countDown());
    TaskRunner runner = runner(true, HOUR, code);
    runner.launch("t", payload());
    runner.kill("t", Optional.empty());
    assertThat(seen.end("t").kind()).isEqualTo(Kind.KILLED);
    code.complete(new JobCode(TaskRunnerTest.class.getClassLoader(), jobs));
    assertThat(seen.states("t")).containsExactly(TaskState.KILLED);
    assertThat(begun.getCount()).isOne();
    await().until(() -> seen.ends.equals(List.of("whenReported")));
  }

  @Test
  void a_bad_bundle_is_not_the_jobs_failure() {
    TaskRunner runner =
        runner(false, HOUR, CompletableFuture.failedFuture(new BundleException("layer x: bad")));
    runner.launch("t", payload());
    assertThat(seen.end("t").kind()).isEqualTo(Kind.BUNDLE_ERROR);
    assertThat(seen.end("t").message()).isEqualTo("layer x: bad");
    assertThat(seen.states("t")).containsExactly(TaskState.FAILED);
  }

  @Test
  void a_factory_that_does_not_start_fails_every_attempt() {
    TaskRunner runner =
        runner(false, HOUR, CompletableFuture.failedFuture(new IllegalStateException("no pool")));
    runner.launch("t", payload());
    assertThat(seen.end("t").kind()).isEqualTo(Kind.FAILED);
    assertThat(seen.end("t").message()).isEqualTo("no pool");
  }

  @Test
  void a_stubborn_only_attempt_ends_the_process_after_its_grace() throws Exception {
    stubborn(true, HOUR).kill("t", Optional.of(MOMENT));
    await().until(() -> seen.ends.equals(List.of("halt GRACE_OVER")));
    assertThat(seen.states("t")).containsExactly(TaskState.RUNNING, TaskState.KILLING);
  }

  @Test
  void a_stubborn_attempt_ends_a_shared_process_only_after_killForceAfter() throws Exception {
    stubborn(false, MOMENT).kill("t", Optional.of(MOMENT));
    await().until(() -> seen.ends.equals(List.of("halt STUCK")));
    assertThat(seen.all.get(2).report().orElseThrow().kind()).isEqualTo(Kind.STUCK);
  }

  @Test
  void the_end_of_the_executor_can_be_seen_in_the_context() {
    CompletableFuture<ShardingContext> context = new CompletableFuture<>();
    TaskRunner runner =
        runner(
            false,
            new ScriptedJobs(
                given -> {
                  context.complete(given);
                  release.acquireUninterruptibly();
                }));
    runner.launch("t", payload());
    assertThat(context.join().isCancelled()).isFalse();
    var unused = runner.shutdown();
    assertThat(context.join().isCancelled()).isTrue();
  }

  @Test
  void a_second_kill_shortens_the_grace() throws Exception {
    TaskRunner runner = stubborn(true, HOUR);
    runner.kill("t", Optional.of(HOUR));
    assertThat(seen.ends).isEmpty();
    runner.kill("t", Optional.of(MOMENT));
    await().until(() -> seen.ends.equals(List.of("halt GRACE_OVER")));
    assertThat(seen.states("t")).containsExactly(TaskState.RUNNING, TaskState.KILLING);
  }

  @Test
  void a_second_kill_never_lengthens_the_grace() throws Exception {
    TaskRunner runner = stubborn(true, HOUR);
    runner.kill("t", Optional.of(Duration.ofMillis(50)));
    runner.kill("t", Optional.of(HOUR));
    await().until(() -> seen.ends.equals(List.of("halt GRACE_OVER")));
  }

  @Test
  void the_kill_of_an_unknown_task_is_ignored() {
    runner(false, failing(new IllegalStateException())).kill("nobody", Optional.empty());
    assertThat(seen.all).isEmpty();
  }

  @Test
  void an_executor_for_one_attempt_drops_a_second_and_ends_after_the_first() throws Exception {
    TaskRunner runner = stubborn(true, HOUR);
    runner.launch("u", payload());
    assertThat(seen.states("u")).containsExactly(TaskState.DROPPED);
    assertThat(seen.ends).isEmpty();
    release.release();
    assertThat(seen.end("t").kind()).isEqualTo(Kind.SUCCEEDED);
    await().until(() -> seen.ends.equals(List.of("whenReported")));
  }

  @Test
  void shutdown_asks_everything_to_end_and_takes_no_more_work() throws Exception {
    TaskRunner runner = stubborn(false, HOUR);
    CompletableFuture<Void> ended = runner.shutdown();
    assertThat(ended).isNotDone();
    runner.launch("late", payload());
    assertThat(seen.states("late")).containsExactly(TaskState.DROPPED);
    release.release();
    await().until(ended::isDone);
    assertThat(seen.states("t"))
        .containsExactly(TaskState.RUNNING, TaskState.KILLING, TaskState.FINISHED);
  }

  private static boolean interruptedWhileWaiting() {
    try {
      new CountDownLatch(1).await();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private TaskRunner stubborn(boolean oneAttempt, Duration killForceAfter) throws Exception {
    ScriptedJobs jobs =
        new ScriptedJobs(
            context -> {
              begun.countDown();
              release.acquireUninterruptibly();
            });
    TaskRunner runner = runner(oneAttempt, killForceAfter, code(jobs));
    runner.launch("t", payload());
    begun.await();
    return runner;
  }

  @Test
  void the_grace_of_an_agent_that_drains_counts_when_it_is_shorter() throws Exception {
    TaskRunner runner = stubborn(true, HOUR);

    runner.kill("t", Optional.of(MOMENT));

    await().untilAsserted(() -> assertThat(seen.ends).contains("halt GRACE_OVER"));
  }

  private static ScriptedJobs failing(Throwable thrown) {
    return new ScriptedJobs(
        context -> {
          throw thrown;
        });
  }

  private TaskRunner runner(boolean oneAttempt, ScriptedJobs jobs) {
    return runner(oneAttempt, HOUR, code(jobs));
  }

  private static CompletableFuture<JobCode> code(ScriptedJobs jobs) {
    return CompletableFuture.completedFuture(
        new JobCode(TaskRunnerTest.class.getClassLoader(), jobs));
  }

  private TaskRunner runner(
      boolean oneAttempt, Duration killForceAfter, CompletableFuture<JobCode> code) {
    ThisProcess here = ThisProcess.printsTogether(42);
    var rules = new TaskRunner.Rules(oneAttempt, killForceAfter, here, HOUR);
    return new TaskRunner(rules, code, seen, seen, timer, new Leases(timer, timer, data -> {}));
  }

  private static TaskPayload payload() {
    return payload(ScriptedJobs.Job.class.getName());
  }

  private static TaskPayload payload(String jobClass) {
    return new TaskPayload(
        AttemptId.parse("settle.1.s.20261122T080000Z.2.5"),
        jobClass,
        3,
        Optional.of("Guangzhou"),
        "all",
        Instant.parse("2026-11-22T08:00:00Z"),
        99,
        HOUR);
  }

  private static final class SpeechlessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }
}
