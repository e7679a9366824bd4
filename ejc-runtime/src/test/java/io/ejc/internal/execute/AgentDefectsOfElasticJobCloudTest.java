package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.TaskPayload;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What ElasticJob-Cloud 3.0.3 did wrong in its executor. The numbers are those of
 * docs/guide/from-elasticjob-cloud.md.
 */
class AgentDefectsOfElasticJobCloudTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final RecordedReports seen = new RecordedReports();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Semaphore release = new Semaphore(0);

  @AfterEach
  void stop() {
    release.release(1_000);
    timer.shutdownNow();
  }

  @Test
  void defect_2_every_task_of_a_warm_executor_runs_its_own_item() {
    Map<String, String> said = new ConcurrentHashMap<>();
    TaskRunner runner =
        runner(
            new ScriptedJobs(
                context ->
                    said.put(
                        context.getTaskId(),
                        context.getShardingItem() + "=" + context.getShardingParameter())));

    for (int item = 0; item < 3; item++) {
      runner.launch("t" + item, payload(item));
      assertThat(seen.end("t" + item).kind()).isEqualTo(Kind.SUCCEEDED);
    }

    assertThat(said)
        .containsOnly(
            Map.entry("settle.1.m.k.0.1", "0=p0"),
            Map.entry("settle.1.m.k.1.1", "1=p1"),
            Map.entry("settle.1.m.k.2.1", "2=p2"));
  }

  @Test
  void defect_9_an_exception_fails_its_item_and_neither_its_neighbours_nor_the_executor() {
    TaskRunner runner =
        runner(
            new ScriptedJobs(
                context -> {
                  if (context.getShardingItem() == 0) {
                    throw new IllegalStateException("no orders");
                  }
                  release.acquireUninterruptibly();
                }));
    runner.launch("t1", payload(1));

    runner.launch("t0", payload(0));
    assertThat(seen.end("t0").kind()).isEqualTo(Kind.FAILED);
    release.release();

    assertThat(seen.end("t1").kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(seen.ends).isEmpty();
  }

  private TaskRunner runner(ScriptedJobs jobs) {
    return new TaskRunner(
        new TaskRunner.Rules(false, HOUR, ThisProcess.printsTogether(42), HOUR),
        CompletableFuture.completedFuture(
            new JobCode(AgentDefectsOfElasticJobCloudTest.class.getClassLoader(), jobs)),
        seen,
        seen,
        timer,
        new Leases(timer, timer, data -> {}));
  }

  private static TaskPayload payload(int item) {
    return new TaskPayload(
        AttemptId.parse("settle.1.m.k." + item + ".1"),
        ScriptedJobs.Job.class.getName(),
        3,
        Optional.of("p" + item),
        "",
        Instant.parse("2026-11-22T08:00:00Z"),
        1,
        HOUR);
  }
}
