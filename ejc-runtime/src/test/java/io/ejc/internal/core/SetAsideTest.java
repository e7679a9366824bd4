package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.core.StoredState.SetAside;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetAsideTest {

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
    SchedulerCore core =
        new SchedulerCore(new CoreSettings(1, 10, 3), scenario(job("any")).planner);

    var unused =
        core.step(
            state,
            new Event.Deployed(
                Jobs.bundle(), List.of(job("broken").build(), job("report").build())),
            Instant.parse("2026-03-01T00:00:00Z"));

    assertThat(state.allJobs())
        .extracting(Job::name)
        .extracting(JobName::value)
        .containsExactly("report");
  }
}
