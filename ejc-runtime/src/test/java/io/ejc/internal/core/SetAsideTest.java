package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.core.StoredState.SetAside;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetAsideTest {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final SchedulerCore CORE =
      new SchedulerCore(new CoreSettings(1, 10, 3), scenario(job("any")).planner);

  @Test
  void a_job_whose_record_cannot_be_read_is_not_registered_anew_and_the_others_are() {
    JobName broken = new JobName("broken");
    ClusterState state =
        ClusterState.restore(
            new StoredState(
                null,
                null,
                false,
                List.of(),
                List.of(),
                List.of(),
                List.of(new SetAside("record jobs/broken cannot be read", Optional.of(broken)))));
    var unused =
        CORE.step(
            state,
            new Event.Deployed(
                Jobs.bundle(), List.of(job("broken").build(), job("report").build())),
            Instant.parse("2026-03-01T00:00:00Z"));

    assertThat(state.allJobs())
        .extracting(Job::name)
        .extracting(JobName::value)
        .containsExactly("report");
  }

  /** The job is known, one of its runs is not. */
  private static ClusterState withoutRun(RunId run) {
    JobDefinition definition = job("report").cron("0 * * * * ?").build();
    Job known =
        new Job(definition, 1, true, Job.Mode.AS_DEFINED, 0, 7, Ledger.openedAt(NOW), List.of());
    return ClusterState.restore(
        new StoredState(
            Scenario.FRAMEWORK,
            Jobs.deployed(),
            false,
            List.of(known),
            List.of(),
            List.of(),
            List.of(new SetAside("runs/report/" + run, "cannot be read", Optional.empty()))));
  }

  private static Event running(String task) {
    return new Event.TaskReported(
        0,
        new TaskReport(
            task,
            TaskState.RUNNING,
            "",
            true,
            "",
            Optional.of(new AgentId("a1")),
            Optional.of("u1"),
            Optional.empty()));
  }

  @Test
  void a_trigger_with_the_key_of_a_run_that_cannot_be_read_does_not_overwrite_it() {
    RunId run = RunId.manual(new JobName("report"), 1, "k");

    Step step =
        CORE.step(
            withoutRun(run), new Event.TriggerRequested("q", run.job(), Optional.of("k")), NOW);

    assertThat(step.facts()).isEmpty();
    assertThat(step.calls()).first().asString().contains("its records are set aside");
  }

  @Test
  void an_instant_whose_run_cannot_be_read_has_run() {
    Instant due = NOW.plusSeconds(60);
    RunId run = RunId.scheduled(new JobName("report"), 1, due);
    ClusterState state = withoutRun(run);

    var unused = CORE.step(state, new Event.TimePassed(), due);

    assertThat(state.allRuns()).isEmpty();
    assertThat(state.job(run.job()).orElseThrow().ledger().ranges())
        .extracting(Ledger.Range::outcome)
        .containsExactly(Ledger.Outcome.RUN);
  }

  @Test
  void tasks_of_a_run_that_cannot_be_read_are_left_alone_and_those_of_nobody_are_killed() {
    ClusterState state = withoutRun(RunId.manual(new JobName("report"), 1, "k"));

    Step ours = CORE.step(state, running("report.c5"), NOW);
    Step orphan = CORE.step(state, running("other.c5"), NOW);

    assertThat(ours.calls()).isEmpty();
    assertThat(ours.facts())
        .containsExactly(new Fact.StrangerSpared("report.c5", Optional.of(new AgentId("a1"))));
    assertThat(orphan.calls()).hasAtLeastOneElementOfType(Call.Kill.class);
  }
}
