package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.FRAMEWORK;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClusterEndsTest {

  /** A scheduler of which one item runs. */
  private static Scenario running(Jobs job) {
    Scenario s = scenario(job).event(new Event.ClusterBegan("c1")).subscribed();
    s.trigger("report", "k").offers("a1");
    return s.runs(s.launch());
  }

  @Nested
  class a_local_cluster_ends_with_its_host {

    @Test
    void what_ran_on_it_is_tried_again_on_the_next_one_and_that_costs_nothing() {
      Scenario s = running(job("report")).restart();

      s.event(new Event.ClusterBegan("c2"));

      assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
      assertThat(s.onlyItem().budgets()).isEqualTo(Item.Budgets.UNUSED);
      assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.LOST);
      assertThat(s.onlyItem().latest().message()).isEqualTo("cluster stopped");
      s.subscribed().offers("a1");
      assertThat(s.launch().payload().attempt().number()).isEqualTo(2);
    }

    @Test
    void a_job_that_must_not_be_tried_again_is_lost() {
      Scenario s = running(job("report").noFailover()).restart();

      s.event(new Event.ClusterBegan("c2"));

      assertThat(s.onlyItem().state()).isEqualTo(ItemState.LOST);
      assertThat(s.onlyItem().reason()).isEqualTo("cluster stopped");
    }

    @Test
    void a_host_that_leads_again_on_the_same_cluster_leaves_it_alone() {
      Scenario s = running(job("report")).restart();

      s.event(new Event.ClusterBegan("c1"));

      assertThat(s.onlyItem().state()).isEqualTo(ItemState.RUNNING);
    }

    @Test
    void executors_of_the_earlier_cluster_are_forgotten() {
      Scenario s = running(job("report")).restart();

      s.event(new Event.ClusterBegan("c2"));

      assertThat(s.state().agentsWithExecutors()).isEmpty();
    }
  }

  @Nested
  class teardown {

    @Test
    void is_stored_and_sent_and_answered_when_the_master_removed_the_framework() {
      Scenario s = running(job("report"));

      s.event(new Event.TeardownRequested("q"));
      assertThat(s.facts()).contains(new Fact.TeardownIntended(FRAMEWORK));
      assertThat(s.calls()).contains(new Call.Teardown());
      assertThat(s.calls(Call.Answer.class)).isEmpty();
      assertThat(s.calls(Call.Kill.class)).as("the master kills").isEmpty();

      s.sessionEnded(false).later(Duration.ofMinutes(1));
      assertThat(s.calls()).anyMatch(Call.Subscribe.class::isInstance);
      s.sessionEnded(true);
      assertThat(s.answer()).isEqualTo(new Call.Result.Done());
      assertThat(s.state().framework()).isEmpty();
    }

    @Test
    void begins_no_session_after_it_in_the_same_process() {
      Scenario s = running(job("report")).event(new Event.TeardownRequested("q"));

      s.sessionEnded(true).later(Duration.ofHours(1));

      assertThat(s.calls(Call.Subscribe.class)).isEmpty();
    }

    @Test
    void is_finished_by_the_next_host_when_the_first_one_ended() {
      Scenario s = running(job("report")).event(new Event.TeardownRequested("q")).restart();

      assertThat(s.calls(Call.Subscribe.class).get(0).framework())
          .isEqualTo(Optional.of(FRAMEWORK));
      assertThat(s.subscribed().calls()).contains(new Call.Teardown());
      s.sessionEnded(true).later(Duration.ofMinutes(1));
      assertThat(s.calls(Call.Subscribe.class).get(0).framework()).isEmpty();
    }

    @Test
    void items_end_as_killed_when_they_were_waited_for() {
      Scenario s = running(job("report").items(2).limits(0, 1));
      s.event(new Event.TeardownRequested("q"));
      assertThat(s.onlyRun().item(1).state()).isEqualTo(ItemState.KILLED);

      s.sessionEnded(true).restart().later(Duration.ofMinutes(5));

      assertThat(s.onlyRun().state()).isEqualTo(RunState.KILLED);
      assertThat(s.onlyItem().reason()).contains("with the framework");
    }

    @Test
    void the_next_framework_goes_on_with_new_work() {
      Scenario s = running(job("report")).event(new Event.TeardownRequested("q"));
      s.sessionEnded(true).restart();

      s.event(new Event.Subscribed(s.state().session.number(), new FrameworkId("f-2")));
      s.later(Duration.ofMinutes(5)).trigger("report", "k2").offers("a1");

      assertThat(s.launches()).hasSize(1);
    }

    @Test
    void without_a_session_it_is_refused() {
      Scenario s = running(job("report")).sessionEnded(false);

      s.event(new Event.TeardownRequested("q"));

      assertThat(s.answer()).isInstanceOf(Call.Result.Refused.class);
      assertThat(s.state().teardown()).isFalse();
    }

    @Test
    void without_a_framework_there_is_nothing_to_do() {
      Scenario s = scenario(job("report"));

      assertThat(s.event(new Event.TeardownRequested("q")).answer())
          .isEqualTo(new Call.Result.Done());
    }
  }

  @Nested
  class all_tasks_are_asked_for_now_and_then {

    @Test
    void and_ours_that_are_not_answered_are_asked_for_by_name() {
      Scenario s = running(job("report"));
      TaskLaunch launch = s.allLaunches().get(0);
      s.said(launch, TaskState.RUNNING, "RECONCILIATION");

      s.later(Duration.ofMinutes(15));
      assertThat(s.calls()).containsExactly(new Call.Reconcile(List.of()));
      s.later(Duration.ofSeconds(5));
      assertThat(s.calls())
          .containsExactly(
              new Call.Reconcile(List.of(new Call.Placed(launch.carrier(), launch.agent()))));
    }

    @Test
    void an_answer_for_a_task_that_nobody_knows_ends_it() {
      Scenario s = running(job("report"));
      TaskLaunch launch = s.allLaunches().get(0);
      s.succeeds(launch).later(Duration.ofMinutes(15));

      s.said(launch, TaskState.RUNNING, "RECONCILIATION");

      assertThat(s.calls(Call.Kill.class)).hasSize(1);
    }

    @Test
    void without_a_session_nobody_is_asked() {
      Scenario s = running(job("report")).sessionEnded(false);

      assertThat(s.later(Duration.ofMinutes(15)).calls(Call.Reconcile.class)).isEmpty();
    }
  }
}
