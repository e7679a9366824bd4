package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts towards quarantine, and what ends the count. */
class CrashCountTest {

  /** A run that lost its item for good. */
  private static Scenario crashed(Jobs job) {
    Scenario s = scenario(0, job).subscribed().trigger("report", "crash").offers("a1");
    s.said(s.launch(), TaskState.FAILED, "EXECUTOR_TERMINATED");
    assertThat(s.job("report").crashes()).isEqualTo(1);
    return s;
  }

  @Test
  void a_run_that_was_killed_neither_counts_nor_ends_the_count() {
    Scenario s = crashed(job("report")).trigger("report", "k").offers("a1");
    TaskLaunch launch = s.launch();

    s.runs(launch).kill("report.1.m.k", 0).told(launch, TaskState.KILLED, Kind.KILLED);

    assertThat(s.runsOf("report").get(1).state()).isEqualTo(RunState.KILLED);
    assertThat(s.job("report").crashes()).isEqualTo(1);
  }

  @Test
  void a_run_that_never_began_neither_counts_nor_ends_the_count() {
    Scenario s = crashed(job("report").queueTimeout(Duration.ofSeconds(5)));

    s.trigger("report", "k").later(Duration.ofSeconds(5));

    assertThat(s.runsOf("report").get(1).state()).isEqualTo(RunState.FAILED);
    assertThat(s.job("report").crashes()).isEqualTo(1);
  }

  @Test
  void a_run_that_was_ended_for_its_timeout_neither_counts_nor_ends_the_count() {
    Scenario s = crashed(job("report").timeout(Duration.ofSeconds(5)));
    s.trigger("report", "k").offers("a1");
    TaskLaunch launch = s.launch();

    s.runs(launch).later(Duration.ofSeconds(5)).told(launch, TaskState.KILLED, Kind.KILLED);

    assertThat(s.runsOf("report").get(1).state()).isEqualTo(RunState.FAILED);
    assertThat(s.job("report").crashes()).isEqualTo(1);
  }

  @Test
  void a_run_that_fails_by_itself_ends_the_count() {
    Scenario s = crashed(job("report")).trigger("report", "k").offers("a1");

    s.throwsException(s.launch());

    assertThat(s.job("report").crashes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void a_crash_counts_once_wherever_its_commit_was_cut(int records) {
    Scenario s = scenario(0, job("report")).subscribed().trigger("report", "k").offers("a1");
    TaskLaunch launch = s.launch();

    s.cutAfter(records).said(launch, TaskState.FAILED, "EXECUTOR_TERMINATED").restart();
    s.subscribed().said(launch, TaskState.FAILED, "EXECUTOR_TERMINATED");

    assertThat(s.onlyRun().state()).isEqualTo(RunState.FAILED);
    assertThat(s.job("report").crashes()).isEqualTo(1);
  }
}
