package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An executor that nobody gives work ends itself. */
class IdleExecutorTest {

  private static final Duration HOUR = Duration.ofHours(1);

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
  void without_work_for_long_it_takes_no_more_and_ends() {
    TaskRunner runner = runner(Duration.ofMillis(1));

    await().untilAsserted(() -> assertThat(seen.ends).contains("whenReported"));
    runner.launch("late", payload());

    assertThat(seen.states("late")).containsExactly(TaskState.DROPPED);
  }

  @Test
  void with_work_it_does_not_end_however_long_that_takes() throws Exception {
    TaskRunner runner = runner(Duration.ofMillis(300));
    runner.launch("t", payload());
    begun.await();

    CountDownLatch dueLater = new CountDownLatch(1);
    var unused = timer.schedule(dueLater::countDown, 400, TimeUnit.MILLISECONDS);
    dueLater.await();
    runner.launch("next", payload());

    assertThat(seen.states("next")).doesNotContain(TaskState.DROPPED);
  }

  @Test
  void its_time_begins_anew_with_the_end_of_its_work() {
    TaskRunner runner = runner(Duration.ofSeconds(1));
    release.release();

    runner.launch("t", payload());

    seen.end("t");
    await().untilAsserted(() -> assertThat(seen.ends).contains("whenReported"));
  }

  private TaskRunner runner(Duration endIdleAfter) {
    ScriptedJobs jobs =
        new ScriptedJobs(
            context -> {
              begun.countDown();
              release.acquireUninterruptibly();
            });
    return new TaskRunner(
        new TaskRunner.Rules(false, HOUR, ThisProcess.printsTogether(42), endIdleAfter),
        CompletableFuture.completedFuture(
            new JobCode(IdleExecutorTest.class.getClassLoader(), jobs)),
        seen,
        seen,
        timer,
        new Leases(timer, timer, data -> {}));
  }

  private static TaskPayload payload() {
    return new TaskPayload(
        AttemptId.parse("settle.1.s.20261122T080000Z.2.5"),
        ScriptedJobs.Job.class.getName(),
        3,
        Optional.empty(),
        "",
        Instant.parse("2026-11-22T08:00:00Z"),
        99,
        HOUR);
  }
}
