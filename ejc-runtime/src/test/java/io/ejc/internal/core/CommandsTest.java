package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Commands go through the scheduler as all items do; Mesos' own executor says what became of them.
 */
class CommandsTest {

  private int updates;

  private static Scenario launched(Jobs job) {
    return scenario(job.command("make report")).subscribed().trigger("report", "k").offers("a1");
  }

  /** What Mesos' command executor says: nothing of ours. */
  private Scenario told(Scenario s, TaskLaunch launch, TaskState state, String message) {
    return s.event(
        new Event.TaskReported(
            s.state().session.number(),
            new TaskReport(
                launch.carrier().toString(),
                state,
                "",
                true,
                message,
                Optional.of(launch.agent()),
                Optional.of("c" + ++updates),
                Optional.empty())));
  }

  @Test
  void a_command_is_launched_under_its_tasks_id_with_its_context_in_its_environment() {
    Scenario s = launched(job("report").items(2).parameter(1, "Shanghai"));

    TaskLaunch second = s.launches().get(1);

    assertThat(second.executor().runsCommand()).isTrue();
    assertThat(second.executor().id().value()).isEqualTo(second.carrier().toString());
    assertThat(second.executor().command()).isEqualTo("make report");
    assertThat(second.executor().layers()).isEmpty();
    assertThat(second.executor().environment())
        .containsEntry("JOB_NAME", "report")
        .containsEntry("JOB_TASK_ID", second.payload().attempt().toString())
        .containsEntry("JOB_SHARDING_ITEM", "1")
        .containsEntry("JOB_SHARDING_TOTAL_COUNT", "2")
        .containsEntry("JOB_SHARDING_PARAMETER", "Shanghai")
        .containsEntry("JOB_FENCING_TOKEN", "2");
    assertThat(s.launches().get(0).executor().environment())
        .doesNotContainKey("JOB_SHARDING_PARAMETER");
  }

  @Test
  void a_command_takes_what_it_asks_for_and_no_executor() {
    Scenario s = scenario(job("report").needs(2, 512).command("true")).subscribed();

    s.trigger("report", "k").offers(s.offer("a1", 2.0, 512));

    assertThat(s.launch().resources().cpuMillis()).isEqualTo(2_000);
    assertThat(s.launch().resources().memMb()).isEqualTo(512);
    assertThat(s.launch().executor().resources().memMb()).isZero();
  }

  @Test
  void the_exit_status_is_the_outcome() {
    Scenario s = launched(job("report").items(2));
    List<TaskLaunch> launches = s.launches();

    told(s, launches.get(0), TaskState.STARTING, "");
    assertThat(s.onlyRun().item(0).state()).isEqualTo(ItemState.LAUNCHED);
    told(s, launches.get(0), TaskState.RUNNING, "");
    assertThat(s.onlyRun().item(0).state()).isEqualTo(ItemState.RUNNING);
    told(s, launches.get(0), TaskState.FINISHED, "Command exited with status 0");
    told(s, launches.get(1), TaskState.RUNNING, "");
    told(s, launches.get(1), TaskState.FAILED, "Command exited with status 3");

    assertThat(s.onlyRun().item(0).state()).isEqualTo(ItemState.SUCCEEDED);
    assertThat(s.onlyRun().item(1).state()).isEqualTo(ItemState.FAILED);
    assertThat(s.onlyRun().item(1).reason()).isEqualTo("Command exited with status 3");
    assertThat(s.onlyRun().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void a_command_that_nobody_knows_is_named_as_such() {
    Scenario s = launched(job("report"));

    told(s, s.launch(), TaskState.FAILED, "Command exited with status 127");

    assertThat(s.onlyItem().reason())
        .isEqualTo("Command exited with status 127: the shell found no such command on the agent");
  }

  @Test
  void a_failed_command_is_retried_and_a_lost_one_fails_over_at_no_retry() {
    Scenario s = launched(job("report").retries(1));

    s.said(s.launch(), TaskState.FAILED, "CONTAINER_LAUNCH_FAILED").offers("a2");
    assertThat(s.onlyItem().attempts().get(0).state()).isEqualTo(AttemptState.LOST);
    assertThat(s.onlyItem().budgets().retries()).isZero();
    told(s, s.launch(), TaskState.FAILED, "Command terminated with signal Killed");
    s.later(Duration.ofSeconds(10).plusMillis(1)).offers("a1");
    told(s, s.launch(), TaskState.FINISHED, "Command exited with status 0");

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.SUCCEEDED);
    assertThat(s.onlyItem().attempts()).hasSize(3);
  }

  @Test
  void a_command_that_works_too_long_is_killed_with_its_grace_and_has_failed() {
    Scenario s = launched(job("report").timeout(Duration.ofMinutes(1)));
    TaskLaunch launch = s.launch();
    told(s, launch, TaskState.RUNNING, "");

    s.later(Duration.ofMinutes(1));

    assertThat(s.calls())
        .containsExactly(
            new Call.Kill(
                launch.carrier().toString(),
                Optional.of(launch.agent()),
                Optional.of(Duration.ofSeconds(10))));
    told(s, launch, TaskState.KILLING, "");
    told(s, launch, TaskState.KILLED, "Command terminated with signal Terminated");
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.FAILED);
    assertThat(s.onlyItem().reason()).startsWith("worked longer than its timeout of 60000 ms");
  }

  @Test
  void a_killed_command_is_killed_and_one_that_its_cluster_killed_is_lost() {
    Scenario s = launched(job("report").items(2));
    List<TaskLaunch> launches = s.launches();
    launches.forEach(launch -> told(s, launch, TaskState.RUNNING, ""));

    s.kill(s.onlyRun().id().toString(), 0);
    told(s, launches.get(0), TaskState.KILLED, "Command terminated with signal Terminated");
    told(s, launches.get(1), TaskState.KILLED, "Command terminated with signal Terminated");

    assertThat(s.onlyRun().item(0).state()).isEqualTo(ItemState.KILLED);
    assertThat(s.onlyRun().item(1).state()).isEqualTo(ItemState.WAITING);
    assertThat(s.onlyRun().item(1).attempts().get(0).state()).isEqualTo(AttemptState.LOST);
  }

  @Test
  void a_restart_remembers_that_it_is_a_command() {
    Scenario s = launched(job("report"));
    TaskLaunch launch = s.launch();

    s.restart().subscribed();
    told(s, launch, TaskState.RUNNING, "");
    told(s, launch, TaskState.FAILED, "Command exited with status 1");

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.FAILED);
    assertThat(s.onlyRun().definition().command()).isNotNull();
  }

  @Test
  void a_job_named_like_a_shared_executor_is_not_taken_for_one() {
    Scenario s =
        scenario(job("ejc.shared").command("true"))
            .subscribed()
            .trigger("ejc.shared", "k")
            .offers("a1");

    told(s, s.launch(), TaskState.FINISHED, "Command exited with status 0");

    assertThat(s.later(Duration.ofHours(1)).calls(Call.Shutdown.class)).isEmpty();
    assertThat(s.state().executors.all()).isEmpty();
  }

  @Test
  void a_failure_for_good_is_not_retried() {
    Scenario s =
        scenario(job("report").retries(5)).subscribed().trigger("report", "k").offers("a1");

    s.failsForGood(s.launch());

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.FAILED);
    assertThat(s.onlyItem().attempts()).hasSize(1);
    assertThat(s.onlyItem().reason()).isEqualTo("java.io.IOException: disk full");
  }
}
