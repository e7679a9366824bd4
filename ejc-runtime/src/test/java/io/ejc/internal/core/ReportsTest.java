package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportsTest {

  private static Scenario launched(Jobs job) {
    return launched(10, job);
  }

  private static Scenario launched(int maxLosses, Jobs job) {
    return scenario(maxLosses, job).subscribed().trigger("report", "k").offers("a1");
  }

  @Test
  void an_update_with_uuid_is_acknowledged_in_the_step_that_makes_it_true() {
    Scenario s = launched(job("report"));

    s.runs(s.launch());

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.RUNNING);
    assertThat(s.onlyItem().latest().process()).isEqualTo(4711);
    assertThat(s.calls())
        .containsExactly(new Call.Acknowledge(new AgentId("a1"), "report.c1", "u1"));
  }

  @Test
  void a_run_succeeds_when_all_its_items_have() {
    Scenario s = launched(job("report").items(2));
    List<TaskLaunch> launches = s.launches();

    s.succeeds(launches.get(0));
    assertThat(s.onlyRun().state()).isEqualTo(RunState.ACTIVE);
    s.succeeds(launches.get(1));
    assertThat(s.onlyRun().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void an_exception_fails_the_item_with_its_words_and_the_others_go_on() {
    Scenario s = launched(job("report").items(2));
    List<TaskLaunch> launches = s.launches();

    s.throwsException(launches.get(0));

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.FAILED);
    assertThat(s.onlyItem().reason()).isEqualTo("java.io.IOException: disk full");
    assertThat(s.onlyItem().latest().exceptionClass()).isEqualTo("java.io.IOException");
    assertThat(s.onlyRun().item(1).state()).isEqualTo(ItemState.LAUNCHED);
    s.succeeds(launches.get(1));
    assertThat(s.onlyRun().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void a_failure_is_retried_after_pauses_that_double_and_are_spread() {
    Scenario s = launched(job("report").retries(2));

    s.throwsException(s.launch());
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
    assertThat(s.offers("a1").launches()).isEmpty();
    s.later(Duration.ofSeconds(10)).offers("a1");
    assertThat(s.launch().payload().attempt().number()).isEqualTo(2);

    s.throwsException(s.launch());
    s.later(Duration.ofSeconds(10).minusMillis(1)).offers("a1");
    assertThat(s.launches()).isEmpty();
    s.later(Duration.ofSeconds(10).plusMillis(1)).offers("a1");

    s.throwsException(s.launch());
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.FAILED);
    assertThat(s.onlyItem().attempts()).hasSize(3);
  }

  @Test
  void the_loss_of_the_executor_fails_over_at_once_and_costs_no_retry() {
    Scenario s = launched(job("report"));

    s.said(s.launch(), TaskState.FAILED, "EXECUTOR_TERMINATED").offers("a2");

    TaskLaunch second = s.launch();
    assertThat(second.payload().attempt().number()).isEqualTo(2);
    assertThat(second.payload().fencingToken()).isEqualTo(2);
    assertThat(s.onlyItem().budgets().retries()).isZero();
    assertThat(s.onlyItem().budgets().losses()).isEqualTo(1);
    assertThat(s.onlyItem().attempts().get(0).state()).isEqualTo(AttemptState.LOST);
  }

  @Test
  void without_failover_a_loss_ends_the_item() {
    Scenario s = launched(job("report").noFailover());

    s.said(s.launch(), TaskState.FAILED, "EXECUTOR_TERMINATED");

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.LOST);
    assertThat(s.onlyRun().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void losses_are_bounded_and_the_executors_end_is_explained() {
    Scenario s = launched(1, job("report"));
    TaskLaunch first = s.launch();

    s.event(new Event.ExecutorEnded(first.agent(), first.executor().id(), 127 << 8));
    s.said(first, TaskState.FAILED, "EXECUTOR_TERMINATED");
    assertThat(s.onlyItem().reason()).contains("no usable java").contains("ejc.executor.java");
    s.offers("a1");
    s.said(s.launch(), TaskState.FAILED, "EXECUTOR_TERMINATED");

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.LOST);
    assertThat(s.onlyItem().reason()).startsWith("lost 2 times");
  }

  @Test
  void a_bundle_that_did_not_arrive_is_a_loss_and_not_the_jobs_failure() {
    Scenario s = launched(job("report"));

    s.told(s.launch(), TaskState.FAILED, Kind.BUNDLE_ERROR, "", "layer a1 is corrupted");

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
    assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.BUNDLE_ERROR);
    assertThat(s.onlyItem().budgets().retries()).isZero();
  }

  @Test
  void a_stale_offer_costs_nothing_but_the_number() {
    Scenario s = launched(job("report"));

    s.said(s.launch(), TaskState.DROPPED, "INVALID_OFFERS");
    assertThat(s.calls()).contains(new Call.Revive());
    s.offers("a1");

    assertThat(s.onlyItem().budgets()).isEqualTo(io.ejc.internal.model.Item.Budgets.UNUSED);
    assertThat(s.launch().payload().attempt().number()).isEqualTo(2);
  }

  @Test
  void a_launch_that_mesos_calls_invalid_is_tried_a_few_times_only() {
    Scenario s = launched(job("report"));

    for (int i = 0; i <= CoreSettings.MAX_REFUSALS; i++) {
      s.said(s.launch(), TaskState.ERROR, "TASK_INVALID");
      s.later(Duration.ofMinutes(2)).offers("a1");
    }

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.FAILED);
    assertThat(s.onlyItem().reason()).contains("invalid");
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskState.class,
      names = {"UNREACHABLE", "GONE_BY_OPERATOR", "UNKNOWN", "LOST"})
  void what_may_still_run_is_waited_for_before_it_fails_over(TaskState uncertain) {
    Scenario s = launched(job("report"));
    s.runs(s.launches().get(0));

    s.said(s.allLaunches().get(0), uncertain, "AGENT_REMOVED");
    assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.UNCERTAIN);
    s.later(Duration.ofSeconds(299)).offers("a2");
    assertThat(s.launches()).isEmpty();
    s.later(Duration.ofSeconds(1)).offers("a2");

    assertThat(s.launch().payload().attempt().number()).isEqualTo(2);
  }

  @Test
  void repeated_bad_news_does_not_lengthen_the_wait() {
    Scenario s = launched(job("report"));
    TaskLaunch first = s.launch();

    s.said(first, TaskState.UNREACHABLE, "").later(Duration.ofSeconds(200));
    s.said(first, TaskState.UNREACHABLE, "").later(Duration.ofSeconds(100)).offers("a2");

    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void a_task_that_comes_back_in_time_goes_on() {
    Scenario s = launched(job("report"));
    TaskLaunch first = s.launch();
    s.runs(first).said(first, TaskState.UNREACHABLE, "AGENT_REMOVED");

    s.said(first, TaskState.RUNNING, "AGENT_REREGISTERED").later(Duration.ofHours(1));

    assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.RUNNING);
    assertThat(s.onlyItem().latest().process()).isEqualTo(4711);
    s.told(first, TaskState.FINISHED, Kind.SUCCEEDED);
    assertThat(s.onlyRun().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void a_task_that_comes_back_after_it_was_replaced_is_killed_and_changes_nothing() {
    Scenario s = launched(job("report"));
    TaskLaunch first = s.launch();
    s.said(first, TaskState.UNREACHABLE, "").later(Duration.ofMinutes(5)).offers("a2");

    s.said(first, TaskState.RUNNING, "AGENT_REREGISTERED");

    assertThat(s.calls())
        .containsExactly(
            new Call.Kill("report.c1", Optional.of(new AgentId("a1")), Optional.empty()));
    s.told(first, TaskState.FINISHED, Kind.SUCCEEDED);
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.LAUNCHED);
    assertThat(s.calls(Call.Acknowledge.class)).hasSize(1);
  }

  @Test
  void a_task_that_is_not_ours_is_killed_and_its_updates_are_acknowledged() {
    Scenario s = scenario(job("report")).subscribed();

    s.event(
        new Event.TaskReported(
            1,
            new TaskReport(
                "somebody's task!",
                TaskState.RUNNING,
                "",
                true,
                "",
                Optional.of(new AgentId("a9")),
                Optional.of("uu"),
                Optional.empty())));

    assertThat(s.calls())
        .containsExactly(
            new Call.Kill("somebody's task!", Optional.of(new AgentId("a9")), Optional.empty()),
            new Call.Acknowledge(new AgentId("a9"), "somebody's task!", "uu"));
  }

  @Test
  void the_same_update_twice_counts_once_and_is_acknowledged_twice() {
    Scenario s = launched(job("report").retries(5));
    TaskLaunch first = s.launch();

    s.throwsException(first);
    s.throwsException(first);

    assertThat(s.onlyItem().budgets().retries()).isEqualTo(1);
    assertThat(s.calls(Call.Acknowledge.class)).hasSize(1);
  }

  @Test
  void a_kill_nobody_here_asked_for_is_a_loss() {
    Scenario s = launched(job("report"));

    s.told(s.launch(), TaskState.KILLED, Kind.KILLED);

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
    assertThat(s.onlyItem().budgets().losses()).isEqualTo(1);
  }

  @Test
  void only_the_latest_ended_runs_are_kept() {
    Scenario s = scenario(job("report")).subscribed();

    for (int i = 0; i < 5; i++) {
      s.later(Duration.ofSeconds(1)).trigger("report", "k" + i).offers("a1");
      s.succeeds(s.launch());
    }

    assertThat(s.restart().runsOf("report"))
        .extracting(run -> run.id().key())
        .containsExactly("k2", "k3", "k4");
  }

  @Test
  void an_agent_that_cannot_hold_limits_refuses_and_loses_nothing() {
    Scenario s = launched(job("report"));
    String words =
        "CPU limits can only be set on tasks launched in Mesos containers when the agent has loaded"
            + " the 'cgroups/cpu' isolator";

    s.event(
        new Event.TaskReported(
            s.state().session.number(),
            new TaskReport(
                s.launch().carrier().toString(),
                TaskState.DROPPED,
                "GC_ERROR",
                false,
                words,
                Optional.of(s.launch().agent()),
                Optional.of("u1"),
                Optional.empty())));

    assertThat(s.onlyItem().budgets()).isEqualTo(new Item.Budgets(0, 0, 1));
    assertThat(s.onlyItem().latest().message())
        .isEqualTo(
            words
                + "; leave out cpuLimit and memoryLimitMB, or start agents with"
                + " --isolation=cgroups/cpu,cgroups/mem");
  }

  @Test
  void a_running_task_that_mesos_calls_invalid_does_not_stop_the_scheduler() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k").offers("a1");
    TaskLaunch launch = s.launch();

    s.runs(launch).said(launch, TaskState.ERROR, "TASK_INVALID");

    assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.REFUSED);
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
  }

  @Test
  void a_failure_without_the_executors_word_waits_for_the_update_that_has_it() {
    Scenario s = scenario(job("report").retries(1)).subscribed().trigger("report", "k");
    TaskLaunch launch = s.offers("a1").launch();
    s.runs(launch).restart().subscribed();

    s.event(
        new Event.TaskReported(
            1,
            new TaskReport(
                launch.carrier().toString(),
                TaskState.FAILED,
                "RECONCILIATION",
                false,
                "Reconciliation: Latest task state",
                Optional.of(launch.agent()),
                Optional.empty(),
                Optional.empty())));
    assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.RUNNING);
    assertThat(s.later(Duration.ofSeconds(5)).calls(Call.Reconcile.class)).hasSize(1);

    s.throwsException(launch);
    assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.FAILED);
    assertThat(s.onlyItem().budgets().losses()).isZero();
  }
}
