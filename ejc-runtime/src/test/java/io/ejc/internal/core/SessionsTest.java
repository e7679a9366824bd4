package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private static final Call.Reconcile ASK =
      new Call.Reconcile(
          List.of(new Call.Placed(new CarrierId(new JobName("report"), 1), new AgentId("a1"))));

  private static Scenario running() {
    Scenario s = scenario(job("report").cron("0 * * * * ?")).subscribed();
    s.at("2026-03-01T00:01:00Z").offers("a1");
    return s.runs(s.launch());
  }

  @Test
  void the_first_subscription_has_no_framework_id_and_the_next_has() {
    Scenario s = scenario(job("report"));
    assertThat(s.calls()).containsExactly(new Call.Subscribe(1, Optional.empty()));

    s.subscribed().restart();

    assertThat(s.calls()).containsExactly(new Call.Subscribe(1, Optional.of(Scenario.FRAMEWORK)));
  }

  @Test
  void a_lost_session_is_opened_again_after_pauses_that_grow() {
    Scenario s = scenario(job("report"));
    Duration before = Duration.ZERO;

    for (int i = 0; i < 4; i++) {
      s.sessionEnded(false);
      assertThat(s.calls()).isEmpty();
      Instant retry = s.state().nextTimer().orElseThrow();
      Duration pause = Duration.between(s.now(), retry);
      assertThat(pause).isGreaterThan(before.dividedBy(2)).isLessThan(Duration.ofSeconds(31));
      before = pause;
      s.later(pause);
      assertThat(s.calls(Call.Subscribe.class)).hasSize(1);
    }
  }

  @Test
  void news_of_an_earlier_session_are_ignored() {
    Scenario s = scenario(job("report")).subscribed();

    s.event(new Event.SessionEnded(0, "late", false));

    assertThat(s.facts()).isEmpty();
    assertThat(s.calls()).isEmpty();
  }

  @Test
  void after_a_subscription_every_open_task_is_asked_for_with_its_agent() {
    Scenario s = running();

    assertThat(s.restart().subscribed().calls()).contains(ASK);
  }

  @Test
  void unanswered_tasks_are_asked_for_again_and_answered_ones_are_not() {
    Scenario s = running().restart().subscribed();

    assertThat(s.later(Duration.ofSeconds(5)).calls()).contains(ASK);
    assertThat(s.later(Duration.ofSeconds(9)).calls()).doesNotContain(ASK);
    assertThat(s.later(Duration.ofSeconds(1)).calls()).contains(ASK);
    s.said(s.allLaunches().get(0), TaskState.RUNNING, "RECONCILIATION");
    assertThat(s.later(Duration.ofMinutes(10)).calls(Call.Reconcile.class)).isEmpty();
  }

  @Test
  void an_unanswered_item_gets_no_new_attempt_and_everything_else_goes_on() {
    Scenario s = running();
    s.deploy(job("report").cron("0 * * * * ?"), job("other"));

    s.restart().subscribed().trigger("other", "k").offers("a2");

    assertThat(s.launch().carrier().job()).hasToString("other");
    s.at("2026-03-01T00:02:00Z").offers("a2");
    assertThat(s.launches()).isEmpty();
  }

  @Test
  void a_restart_continues_the_same_attempt() {
    Scenario s = running();
    TaskLaunch launch = s.allLaunches().get(0);

    s.restart().subscribed().said(launch, TaskState.RUNNING, "RECONCILIATION");
    s.told(launch, TaskState.FINISHED, io.ejc.internal.model.AttemptReport.Kind.SUCCEEDED);

    assertThat(s.onlyRun().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(s.onlyItem().attempts()).hasSize(1);
  }

  @Test
  void an_intent_that_never_left_is_answered_gone_and_launched_anew() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k").offers("a1");
    TaskLaunch launch = s.launch();

    s.restart().subscribed().said(launch, TaskState.GONE, "RECONCILIATION").offers("a1");

    assertThat(s.launch().payload().attempt().number()).isEqualTo(2);
  }

  @Test
  void a_removed_framework_gets_a_new_id_and_its_tasks_are_waited_for() {
    Scenario s = running();

    s.sessionEnded(true);
    assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.UNCERTAIN);
    s.later(Duration.ofSeconds(1));
    assertThat(s.calls(Call.Subscribe.class).get(0).framework()).isEmpty();

    FrameworkId anew = new FrameworkId("f-2");
    s.event(new Event.Subscribed(2, anew));
    assertThat(s.state().framework()).contains(anew);
    // the new framework would be told that the task is gone, while its executor is still ending
    assertThat(s.calls(Call.Reconcile.class)).isEmpty();
    s.later(Duration.ofMinutes(5)).offers("a1");
    assertThat(s.launch().payload().attempt().number()).isEqualTo(2);
  }

  @Test
  void what_the_master_says_to_another_framework_does_not_end_the_wait_for_a_removed_ones_task() {
    Scenario s = running();
    TaskLaunch launch = s.allLaunches().get(0);
    s.sessionEnded(true).later(Duration.ofSeconds(1));

    s.event(new Event.Subscribed(s.state().session.number(), new FrameworkId("f-2")));
    assertThat(s.calls(Call.Reconcile.class)).isEmpty();
    s.said(launch, TaskState.GONE, "RECONCILIATION").offers("a1");

    assertThat(s.launches()).isEmpty();
    assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.UNCERTAIN);
    s.later(Duration.ofMinutes(5)).offers("a1");
    assertThat(s.launch().payload().attempt().number()).isEqualTo(2);
  }
}
