package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Item.Budgets;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Launches that were stored, and perhaps never left the host. */
class NeverLaunchedTest {

  private static Scenario intended() {
    return scenario(0, job("report")).subscribed().trigger("report", "k").offers("a1");
  }

  @Test
  void a_launch_that_never_arrived_costs_nothing_however_often() {
    Scenario s = intended();

    for (int session = 0; session < 12; session++) {
      TaskLaunch launch = s.launch();
      s.sessionEnded(false).later(Duration.ofMinutes(1)).subscribed();
      s.said(launch, TaskState.GONE, "RECONCILIATION").offers("a1");
    }

    assertThat(s.launch().payload().attempt().number()).isEqualTo(13);
    assertThat(s.onlyItem().budgets()).isEqualTo(Budgets.UNUSED);
    assertThat(s.onlyItem().reason()).isEqualTo("the launch did not reach the master");
  }

  @Test
  void a_task_that_was_heard_of_and_is_gone_is_lost() {
    Scenario s = intended();
    TaskLaunch launch = s.launch();

    s.said(launch, TaskState.STAGING, "").sessionEnded(false).later(Duration.ofMinutes(1));
    s.subscribed().said(launch, TaskState.GONE, "RECONCILIATION");

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.LOST);
  }

  @Test
  void a_task_that_nobody_could_speak_for_and_is_gone_is_lost() {
    Scenario s = intended();
    TaskLaunch launch = s.launch();

    s.said(launch, TaskState.UNREACHABLE, "").said(launch, TaskState.GONE, "RECONCILIATION");

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.LOST);
  }

  @Test
  void an_agent_that_says_gone_itself_knew_the_task() {
    Scenario s = intended();

    s.said(s.launch(), TaskState.GONE, "SLAVE_REMOVED");

    assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.LOST);
  }

  /** The framework is removed, and of that commit only so many records are stored. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void tasks_of_a_removed_framework_are_waited_for_wherever_that_commit_was_cut(int records) {
    Scenario s = scenario(job("report").failoverAfter(Duration.ofMinutes(5))).subscribed();
    s.trigger("report", "k").offers("a1");
    s.runs(s.launch());

    s.cutAfter(records).sessionEnded(true).restart();
    s.event(new Event.Subscribed(1, new FrameworkId("f-2"))).later(Duration.ofMinutes(5));

    assertThat(s.offers("a2").launches()).hasSize(1);
  }
}
