package io.ejc.internal.execute;

import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.Handling;
import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobDefinition.Schedule;
import io.ejc.internal.model.Residence;
import io.ejc.internal.model.TaskPayload;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A shared executor's runner, for jobs of any kind. */
final class KindsUnderTest implements AutoCloseable {

  static final String TASK = "t";
  private static final Duration HOUR = Duration.ofHours(1);

  final RecordedReports seen = new RecordedReports();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private Duration killGrace = Duration.ofSeconds(10);
  private Handling handling = Handling.PLAIN;
  private Optional<Residence> residence = Optional.empty();
  private ClassLoader loader = KindsUnderTest.class.getClassLoader();
  private TaskRunner runner;

  KindsUnderTest grace(Duration grace) {
    killGrace = grace;
    return this;
  }

  KindsUnderTest handling(Handling other) {
    handling = other;
    return this;
  }

  /** It stays, and fires by this cron from an instant on. */
  KindsUnderTest fires(String cron, Instant since) {
    residence =
        Optional.of(
            new Residence(
                new Schedule(
                    cron,
                    ZoneId.of("UTC"),
                    Misfire.FIRE_ONCE,
                    Duration.ofDays(1),
                    DstGap.AUTO,
                    DstOverlap.AUTO),
                since));
    return this;
  }

  KindsUnderTest loader(ClassLoader application) {
    loader = application;
    return this;
  }

  static Handling streaming() {
    return new Handling(true, List.of(), List.of(), Handling.LOG, List.of());
  }

  /** Begins an attempt. */
  KindsUnderTest launch(Object job) {
    CompletableFuture<JobCode> code =
        CompletableFuture.completedFuture(new JobCode(loader, new OneObject(job)));
    runner =
        new TaskRunner(
            new TaskRunner.Rules(false, HOUR, ThisProcess.printsTogether(42), HOUR),
            code,
            seen,
            seen,
            timer,
            new Leases(timer, timer, data -> {}));
    runner.launch(TASK, payload(job.getClass().getName()));
    return this;
  }

  void kill() {
    runner.kill(TASK, Optional.empty());
  }

  /** A kill that leaves less time than the job's own grace. */
  void kill(Duration grace) {
    runner.kill(TASK, Optional.of(grace));
  }

  /** Waits for the end. */
  AttemptReport end() {
    return seen.end(TASK);
  }

  private TaskPayload payload(String jobClass) {
    return new TaskPayload(
        AttemptId.parse("settle.1.s.20261122T080000Z.2.5"),
        jobClass,
        3,
        Optional.of("Guang\"zhou"),
        "all",
        Instant.parse("2026-11-22T08:00:00Z"),
        99,
        killGrace,
        List.of(31000, 31001),
        Duration.ZERO,
        handling,
        residence);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
