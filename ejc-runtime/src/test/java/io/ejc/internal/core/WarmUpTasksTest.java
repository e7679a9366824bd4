package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Prewarming.A1;
import static io.ejc.internal.core.Prewarming.BEFORE;
import static io.ejc.internal.core.Prewarming.FIRE;
import static io.ejc.internal.core.Prewarming.known;
import static io.ejc.internal.core.Prewarming.prewarming;
import static io.ejc.internal.core.Prewarming.report;
import static io.ejc.internal.core.Prewarming.shared;
import static io.ejc.internal.core.Prewarming.warm;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.model.WarmUpId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of tasks that begin executors ahead of fires, and of those executors. */
class WarmUpTasksTest {

  @Test
  void one_that_is_kept_for_no_time_waits_for_its_fire() {
    Scenario s = prewarming(Duration.ofMillis(1), List.of("*"), report()).at(BEFORE).offers("a1");
    warm(s, s.launch());

    assertThat(s.at(FIRE).calls(Call.Shutdown.class)).isEmpty();
    s.event(new Event.SwitchRequested("q", new JobName("report"), false));
    assertThat(s.later(Duration.ofMinutes(2)).calls()).contains(new Call.Shutdown(A1, shared(s)));
  }

  @Test
  void after_its_fire_it_is_kept_as_any_other() {
    Scenario s = prewarming(Duration.ofMillis(1), List.of("*"), report()).at(BEFORE).offers("a1");
    warm(s, s.launch()).at(FIRE).offers(s.offer("a1", 4, 4096, shared(s)));

    s.succeeds(s.launch()).later(Duration.ofMillis(1));

    assertThat(s.calls()).contains(new Call.Shutdown(A1, shared(s)));
  }

  @Test
  void an_executor_of_old_code_ends_with_its_warm_up() {
    Scenario s = prewarming(report()).at(BEFORE).offers("a1");
    TaskLaunch warmUp = s.launch();
    s.deployBundle("b2", report());
    assertThat(s.calls(Call.Shutdown.class)).isEmpty();

    assertThat(warm(s, warmUp).calls()).contains(new Call.Shutdown(A1, shared(s)));
  }

  @Test
  void nothing_is_begun_in_an_executor_that_is_told_to_end() {
    Scenario s = prewarming(job("report").cron("0 0/15 * * * ?"));
    s.at("2026-03-01T00:15:00Z").offers("a1");
    s.succeeds(s.launch()).at("2026-03-01T00:25:00Z");
    assertThat(s.calls(Call.Shutdown.class)).hasSize(1);

    s.at("2026-03-01T00:29:55Z").offers(s.offer("a1", 4, 4096, shared(s)));
    assertThat(s.launches()).isEmpty();
    assertThat(s.calls()).contains(new Call.Shutdown(A1, shared(s)));

    assertThat(s.offers("a1").launches()).hasSize(1);
  }

  @Test
  void an_offer_from_before_it_was_begun_neither_ends_it_nor_begins_another() {
    Scenario s = prewarming(report(), job("other").cron("2 10/10 * * * ?")).at(BEFORE).offers("a1");
    TaskLaunch warmUp = s.launch();

    s.at("2026-03-01T00:09:57Z").offers("a1");

    assertThat(s.launches()).isEmpty();
    assertThat(known(s, "a1")).containsExactly(warmUp.executor().id());
    s.trigger("other", "k").offers("a1");
    assertThat(s.launch().executor()).isEqualTo(warmUp.executor());
  }

  @Test
  void its_end_settles_the_executor_which_is_kept_as_any_other() {
    Scenario s = prewarming(report(), job("later").cron("0 0/30 * * * ?")).at(BEFORE);
    TaskLaunch warmUp = s.offers("a1").launch();
    warm(s, warmUp);
    assertThat(s.calls(Call.Acknowledge.class)).hasSize(1);
    s.event(new Event.SwitchRequested("q", new JobName("report"), false));

    assertThat(s.at("2026-03-01T00:19:54Z").calls(Call.Shutdown.class)).isEmpty();
    assertThat(s.at(BEFORE.replace("09", "19")).calls(Call.Shutdown.class)).hasSize(1);
  }

  @Test
  void a_warm_up_that_nobody_hears_of_is_forgotten() {
    Scenario s = prewarming(report()).at(BEFORE).offers("a1");
    s.event(new Event.SwitchRequested("q", new JobName("report"), false));

    s.later(WarmUpTable.LONGEST);

    assertThat(s.facts()).anyMatch(Fact.WarmUpEnded.class::isInstance);
    assertThat(s.later(Duration.ofMinutes(10)).calls(Call.Shutdown.class)).hasSize(1);
  }

  @Test
  void a_failure_is_told_with_its_reason_and_not_tried_again_before_the_next_fire() {
    Scenario s = prewarming(report().items(2)).at(BEFORE);
    TaskLaunch warmUp = s.offers(s.offer("a1", 0.7, 2048)).launch();

    s.told(warmUp, TaskState.FAILED, Kind.BUNDLE_ERROR, "", "layer a1: nobody gives it");

    assertThat(s.facts())
        .contains(
            new Fact.WarmUpEnded(
                new WarmUpId(new JobName("report"), 1),
                A1,
                shared(s),
                "layer a1: nobody gives it"));
    assertThat(s.calls()).contains(new Call.Suppress());
    assertThat(s.offers("a1", "a2").launches()).isEmpty();
    assertThat(s.at(FIRE).runsOf("report")).hasSize(1);
    assertThat(s.job("report").crashes()).isZero();
  }

  @Test
  void a_warm_up_that_is_lost_costs_nothing() {
    Scenario s = prewarming(report()).at(BEFORE).offers("a1");
    TaskLaunch warmUp = s.launch();

    s.said(warmUp, TaskState.DROPPED, "INVALID_OFFERS");

    assertThat(s.facts())
        .contains(new Fact.WarmUpEnded(new WarmUpId(new JobName("report"), 1), A1, shared(s), ""));
    s.at(FIRE).offers("a1");
    assertThat(s.launch().executor()).isEqualTo(warmUp.executor());
    assertThat(s.onlyItem().budgets()).isEqualTo(Item.Budgets.UNUSED);
  }

  @Test
  void a_session_that_ends_leaves_the_rest_to_the_next_offers() {
    Scenario s = prewarming(report()).at(BEFORE).offers("a1");
    s.sessionEnded(false).later(Duration.ofSeconds(1)).subscribed();

    s.offers("a1");

    assertThat(known(s, "a1")).isEmpty();
  }

  @Test
  void an_agent_that_drains_gets_its_executor_ended() {
    Scenario s = prewarming(report()).at(BEFORE).offers("a1");

    s.said(s.launch(), TaskState.KILLED, "AGENT_DRAINING");

    assertThat(s.calls()).contains(new Call.Shutdown(A1, shared(s)));
  }

  @Test
  void closing_ends_executors_that_are_being_made_ready() {
    Scenario s = prewarming(report()).at(BEFORE).offers("a1");

    s.event(new Event.Closing("q"));

    assertThat(s.calls()).contains(new Call.Shutdown(A1, shared(s)));
  }

  @Test
  void another_leader_knows_the_executor_and_leaves_its_warm_up_alone_until_it_takes_too_long() {
    Scenario s = prewarming(report()).at(BEFORE).offers("a1");
    TaskLaunch warmUp = s.launch();
    s.restart().subscribed();
    assertThat(known(s, "a1")).containsExactly(shared(s));
    assertThat(s.offers(s.offer("a1", 4, 4096, shared(s))).launches()).isEmpty();

    s.runs(warmUp);
    assertThat(s.calls(Call.Acknowledge.class)).hasSize(1);
    assertThat(s.calls(Call.Kill.class)).isEmpty();

    s.said(warmUp, TaskState.RUNNING, "RECONCILIATION");
    assertThat(s.calls(Call.Kill.class))
        .containsExactly(new Call.Kill("report.w1", Optional.of(A1), Optional.empty()));
  }

  @Test
  void a_leader_does_not_kill_what_it_began_itself() {
    Scenario s = prewarming(report()).at(BEFORE).offers("a1");

    s.said(s.launch(), TaskState.STAGING, "RECONCILIATION");

    assertThat(s.calls(Call.Kill.class)).isEmpty();
  }

  @Test
  void the_number_of_a_warm_up_is_stored_with_it() {
    Scenario s = prewarming(report()).at(BEFORE).offers("a1");

    s.restart();

    assertThat(s.job("report").counter()).isEqualTo(1);
  }

  @Test
  void an_update_of_a_task_that_only_looks_like_one_is_acknowledged() {
    Scenario s = prewarming(report());

    s.event(
        new Event.TaskReported(
            s.state().session.number(),
            new TaskReport(
                "gone.w7",
                TaskState.FINISHED,
                "",
                true,
                "",
                Optional.of(A1),
                Optional.of("u"),
                Optional.empty())));

    assertThat(s.calls()).containsExactly(new Call.Acknowledge(A1, "gone.w7", "u"));
  }
}
