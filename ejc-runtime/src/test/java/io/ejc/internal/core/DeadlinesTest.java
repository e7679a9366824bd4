package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String TOO_LONG = "the run took longer than its runTimeout of 60000 ms";
  private static final String WAITED =
      "the run waited for its first launch longer than its queueTimeout of 60000 ms";

  private static Jobs limited() {
    return job("report").runTimeout(MINUTE).retries(5);
  }

  private static Scenario begun(Jobs job, double cpus) {
    Scenario s = scenario(job).subscribed().trigger("report", "k");
    return s.offers(s.offer("a1", cpus, 4096));
  }

  @Test
  void at_the_end_of_a_runs_time_what_works_is_killed_and_what_waits_fails() {
    Scenario s = begun(limited().items(2), 0.7);
    TaskLaunch first = s.launch();
    s.runs(first);

    assertThat(s.later(MINUTE.minusMillis(1)).calls(Call.Kill.class)).isEmpty();
    assertThat(s.later(Duration.ofMillis(1)).calls(Call.Kill.class)).hasSize(1);
    assertThat(s.onlyRun().item(1).state()).isEqualTo(ItemState.FAILED);
    assertThat(s.onlyRun().item(1).reason()).isEqualTo(TOO_LONG);
    assertThat(s.onlyRun().state()).isEqualTo(RunState.ACTIVE);

    s.told(first, TaskState.KILLED, Kind.KILLED);

    assertThat(s.onlyRun().state()).isEqualTo(RunState.FAILED);
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.FAILED);
    assertThat(s.onlyItem().reason()).isEqualTo(TOO_LONG);
    assertThat(s.offers("a1").launches()).isEmpty();
  }

  @Test
  void a_failure_after_a_runs_time_is_not_retried() {
    Scenario s = begun(limited(), 4);
    TaskLaunch first = s.launch();

    s.runs(first).later(MINUTE).throwsException(first);

    assertThat(s.onlyRun().state()).isEqualTo(RunState.FAILED);
    assertThat(s.onlyItem().reason())
        .isEqualTo("java.io.IOException: disk full; no further attempt: " + TOO_LONG);
  }

  @Test
  void a_loss_after_a_runs_time_is_not_failed_over() {
    Scenario s = begun(limited(), 4);
    TaskLaunch first = s.launch();

    s.runs(first).later(MINUTE).said(first, TaskState.FAILED, "EXECUTOR_TERMINATED");

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.LOST);
    assertThat(s.onlyItem().reason()).endsWith(TOO_LONG);
  }

  @Test
  void what_succeeds_all_the_same_has_succeeded() {
    Scenario s = begun(limited(), 4);
    TaskLaunch first = s.launch();

    s.runs(first).later(MINUTE).told(first, TaskState.FINISHED, Kind.SUCCEEDED);

    assertThat(s.onlyRun().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void a_runs_time_goes_on_over_a_restart_and_its_end_is_told_again() {
    Scenario s = begun(limited(), 4);
    TaskLaunch first = s.launch();
    s.runs(first).later(Duration.ofSeconds(30)).restart().subscribed();

    assertThat(s.later(Duration.ofSeconds(30)).calls(Call.Kill.class)).hasSize(1);
    s.restart().subscribed().said(first, TaskState.RUNNING, "RECONCILIATION");

    assertThat(s.calls(Call.Kill.class)).hasSize(1);
  }

  @Test
  void a_run_that_waited_for_its_turn_has_its_whole_time() {
    Scenario s = begun(limited().overlap(Overlap.QUEUE), 4);
    TaskLaunch first = s.launch();
    s.runs(first).trigger("report", "k2").later(Duration.ofSeconds(50));
    s.told(first, TaskState.FINISHED, Kind.SUCCEEDED).offers("a1");
    TaskLaunch second = s.launch();

    assertThat(s.runs(second).later(Duration.ofSeconds(59)).calls(Call.Kill.class)).isEmpty();
    assertThat(s.later(Duration.ofSeconds(1)).calls(Call.Kill.class)).hasSize(1);
  }

  @Test
  void no_item_is_launched_with_offers_that_come_at_the_end_of_its_runs_time() {
    Scenario s = scenario(limited()).subscribed().trigger("report", "k");

    s.asleepUntil("2026-03-01T00:01:00Z").offers("a1");

    assertThat(s.launches()).isEmpty();
    assertThat(s.onlyRun().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void a_killed_item_stays_killed_after_its_runs_time() {
    Scenario s = begun(limited(), 4);
    TaskLaunch first = s.launch();

    s.runs(first).kill("report.1.m.k", 0).later(MINUTE).told(first, TaskState.KILLED, Kind.KILLED);

    assertThat(s.onlyRun().state()).isEqualTo(RunState.KILLED);
  }

  @Test
  void a_run_that_finds_no_place_in_time_fails_and_says_so() {
    Scenario s = scenario(job("report").items(3).queueTimeout(MINUTE)).subscribed();
    s.trigger("report", "k").restart().subscribed();

    assertThat(s.later(MINUTE.minusMillis(1)).onlyRun().state()).isEqualTo(RunState.ACTIVE);
    s.later(Duration.ofMillis(1));

    assertThat(s.onlyRun().state()).isEqualTo(RunState.FAILED);
    assertThat(s.onlyRun().items()).extracting(Item::reason).containsOnly(WAITED);
    assertThat(s.later(MINUTE).facts()).isEmpty();
  }

  @Test
  void once_an_item_was_launched_the_others_may_wait_for_their_turn() {
    Scenario s = begun(job("report").items(2).limits(0, 1).queueTimeout(MINUTE), 4);
    s.runs(s.launch()).later(Duration.ofHours(1));

    assertThat(s.onlyRun().state()).isEqualTo(RunState.ACTIVE);
  }

  @Test
  void a_launch_that_met_a_stale_offer_does_not_count() {
    Scenario s = begun(job("report").queueTimeout(MINUTE), 4);

    s.said(s.launch(), TaskState.DROPPED, "INVALID_OFFERS").later(MINUTE);

    assertThat(s.onlyRun().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void a_run_that_waits_too_long_for_its_turn_makes_room_for_the_next() {
    Jobs job = job("report").overlap(Overlap.QUEUE).queueTimeout(MINUTE);
    Scenario s = begun(job, 4);
    TaskLaunch first = s.launch();
    s.runs(first).trigger("report", "k2").later(Duration.ofSeconds(30)).trigger("report", "k3");

    s.later(Duration.ofSeconds(30));
    assertThat(states(s)).containsExactly(RunState.ACTIVE, RunState.FAILED, RunState.ACTIVE);
    s.told(first, TaskState.FINISHED, Kind.SUCCEEDED).offers("a1");

    assertThat(s.launch().payload().attempt().run().key()).isEqualTo("k3");
  }

  @Test
  void the_wait_goes_on_while_everything_is_paused() {
    Scenario s = scenario(job("report").queueTimeout(MINUTE)).subscribed().trigger("report", "k");

    s.event(new Event.PauseRequested("q", true)).later(MINUTE);

    assertThat(s.onlyItem().reason()).isEqualTo(WAITED + "; everything is paused");
  }

  private static List<RunState> states(Scenario s) {
    return s.runsOf("report").stream().map(Run::state).toList();
  }
}
