package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.ejc.internal.core.Call.Result;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorsTest {

  private static final Call KILL =
      new Call.Kill(
          "report.c1", Optional.of(new AgentId("a1")), Optional.of(Duration.ofSeconds(10)));

  private static Scenario running() {
    Scenario s = scenario(job("report").items(2)).subscribed().trigger("report", "k");
    return s.offers("a1");
  }

  private static void assertRefused(Scenario s, String words) {
    assertThat(s.answer())
        .asInstanceOf(type(Result.Refused.class))
        .satisfies(refused -> assertThat(refused.message()).contains(words));
  }

  @Test
  void a_trigger_with_the_same_key_returns_the_same_run() {
    Scenario s = scenario(job("report")).subscribed();

    Result first = s.trigger("report", "k").answer();

    assertThat(s.trigger("report", "k").answer()).isEqualTo(first);
    assertThat(s.state().allRuns()).hasSize(1);
  }

  @Test
  void a_trigger_without_key_makes_a_run_of_its_own() {
    Scenario s = scenario(job("report")).subscribed();
    Event trigger = new Event.TriggerRequested("r7", new JobName("report"), Optional.empty());

    assertThat(s.event(trigger).answer()).isInstanceOf(Result.Triggered.class);
    assertThat(s.onlyRun().id()).hasToString("report.1.m.20260301T000000000Z-r7");
  }

  @Test
  void what_cannot_be_triggered_is_refused_with_words() {
    Scenario s = scenario(job("report"), job("off").disabled()).subscribed();

    assertRefused(s.trigger("nobody", "k"), "expected: a registered job");
    assertRefused(s.trigger("off", "k"), "disabled");
    s.trigger("report", "k");
    assertRefused(s.trigger("report", "k2"), "report.1.m.k");
  }

  @Test
  void a_waiting_item_is_killed_at_once() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k");

    assertThat(s.kill("report.1.m.k", 0).answer()).isEqualTo(new Result.Killed(true));

    assertThat(s.onlyRun().state()).isEqualTo(RunState.KILLED);
    assertThat(s.calls()).contains(new Call.Suppress());
  }

  @Test
  void a_running_item_is_killed_only_when_its_executor_says_so() {
    Scenario s = running();
    TaskLaunch first = s.launches().get(0);
    s.runs(first);

    assertThat(s.kill("report.1.m.k", 0).calls()).contains(KILL);
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.RUNNING);
    s.told(first, TaskState.KILLED, Kind.KILLED);

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.KILLED);
    assertThat(s.onlyRun().item(1).state()).isEqualTo(ItemState.LAUNCHED);
  }

  @Test
  void an_item_that_succeeds_before_the_kill_arrives_has_succeeded() {
    Scenario s = running();
    TaskLaunch first = s.launches().get(0);

    s.kill("report.1.m.k", 0).succeeds(first);

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.SUCCEEDED);
  }

  @Test
  void a_kill_outlives_a_restart_and_a_lost_executor() {
    Scenario s = running();
    TaskLaunch first = s.launches().get(0);
    s.kill("report.1.m.k", 0).restart().subscribed();

    s.said(first, TaskState.RUNNING, "RECONCILIATION");
    assertThat(s.calls()).contains(KILL);
    s.said(first, TaskState.FAILED, "EXECUTOR_TERMINATED");

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.KILLED);
  }

  @Test
  void an_ended_item_is_not_killed_again_and_an_unknown_one_is_refused() {
    Scenario s = running();
    s.succeeds(s.launches().get(0));

    assertThat(s.kill("report.1.m.k", 0).answer()).isEqualTo(new Result.Killed(false));
    assertRefused(s.kill("report.1.m.k", 2), "expected: an item of a run that is kept");
    assertRefused(s.kill("report.1.m.other", 0), "expected: an item of a run that is kept");
  }
}
