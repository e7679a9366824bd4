package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.Firings;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Origin;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DAEMON jobs: one run whose items go on until it is ended. */
class ResidentsTest {

  private static final String CRON = "0/5 * * * * ?";
  private static final JobName JOB = new JobName("poll");

  private static Jobs poll() {
    return job("poll").cron(CRON).daemon();
  }

  private static Scenario resident(Jobs... jobs) {
    return scenario(jobs).subscribed().offers("a1");
  }

  private static Run active(Scenario s) {
    List<Run> open = s.runsOf("poll").stream().filter(run -> !run.state().ended()).toList();
    assertThat(open).as(s::text).hasSize(1);
    return open.get(0);
  }

  private static Scenario enable(Scenario s, boolean enabled) {
    return s.event(new Event.SwitchRequested("q", JOB, enabled));
  }

  private static Firings one(String instant) {
    return Firings.NONE.succeeded(Instant.parse(instant));
  }

  @Test
  void its_items_are_launched_when_it_is_registered_and_the_scheduler_fires_nothing() {
    Scenario s = resident(poll().items(2));

    assertThat(s.launches()).hasSize(2);
    TaskLaunch launch = s.launches().get(0);
    assertThat(launch.payload().residence().orElseThrow().schedule().cron()).isEqualTo(CRON);
    assertThat(launch.payload().residence().orElseThrow().since())
        .isEqualTo("2026-03-01T00:00:00Z");
    assertThat(s.onlyRun().id().origin()).isEqualTo(Origin.DAEMON);

    s.later(Duration.ofHours(1));
    assertThat(s.runsOf("poll")).hasSize(1);
    assertThat(s.job("poll").ledger().ranges()).isEmpty();
  }

  @Test
  void a_restart_finds_the_run_and_begins_no_other() {
    Scenario s = resident(poll());
    TaskLaunch launch = s.launch();

    s.runs(launch).restart().subscribed();

    assertThat(s.runsOf("poll")).hasSize(1);
    assertThat(s.calls(Call.Kill.class)).isEmpty();
  }

  @Test
  void a_lost_attempt_is_followed_by_another_however_often() {
    Scenario s = scenario(1, poll()).subscribed();
    for (int loss = 0; loss < 15; loss++) {
      s.later(Duration.ofMinutes(1)).offers("a1");
      TaskLaunch launch = s.launch();
      s.runs(launch).said(launch, TaskState.FAILED, "EXECUTOR_TERMINATED");
      assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
    }
    assertThat(s.job("poll").heldBackBecause()).isEmpty();
  }

  @Test
  void attempts_that_do_not_stay_come_back_more_slowly_and_one_that_stayed_at_once() {
    Scenario s = resident(poll());
    for (long pause : new long[] {0, 1, 4, 16, 60, 60}) {
      TaskLaunch launch = s.launch();
      s.runs(launch).said(launch, TaskState.FAILED, "EXECUTOR_TERMINATED");
      assertThat(Duration.between(s.now(), s.onlyItem().notBefore()).toSeconds())
          .as(s::text)
          .isEqualTo(pause);
      s.later(Duration.ofSeconds(pause)).offers("a1");
    }
    TaskLaunch steady = s.launch();
    s.runs(steady).later(Residents.STEADY).said(steady, TaskState.FAILED, "EXECUTOR_TERMINATED");

    assertThat(s.onlyItem().notBefore()).isEqualTo(s.now());
  }

  @Test
  void one_that_cannot_begin_is_tried_again_after_its_backoff_and_never_fails() {
    Scenario s = resident(poll().backoff(Duration.ofSeconds(5), Duration.ofSeconds(20)));
    for (long pause : new long[] {5, 10, 20, 20, 20}) {
      s.throwsException(s.launch());
      assertThat(Duration.between(s.now(), s.onlyItem().notBefore()).toSeconds()).isEqualTo(pause);
      assertThat(s.onlyItem().reason()).isEqualTo("java.io.IOException: disk full");
      s.later(Duration.ofSeconds(pause)).offers("a1");
    }
    assertThat(s.onlyRun().state()).isEqualTo(RunState.ACTIVE);
  }

  @Test
  void what_became_of_its_instants_is_counted_once_and_goes_on_over_attempts() {
    Scenario s = resident(poll());
    TaskLaunch launch = s.launch();
    Range skipped =
        new Range(
            Instant.parse("2026-03-01T00:00:20Z"),
            Instant.parse("2026-03-01T00:00:30Z"),
            3,
            Outcome.SKIPPED,
            "overlap: an earlier firing had not ended");
    Firings told =
        one("2026-03-01T00:00:05Z")
            .succeeded(Instant.parse("2026-03-01T00:00:10Z"))
            .failed(Instant.parse("2026-03-01T00:00:15Z"), "a.B: no")
            .passedOver(skipped);

    s.runs(launch).fired(launch, told).fired(launch, told).restart().subscribed();

    Firings stored = s.onlyItem().firings();
    assertThat(stored.succeeded()).isEqualTo(2);
    assertThat(stored.failed()).isEqualTo(1);
    assertThat(stored.skipped()).isEqualTo(3);
    assertThat(stored.latest())
        .extracting(Range::count, Range::reason)
        .containsExactly(
            tuple(2L, ""),
            tuple(1L, "failed: a.B: no"),
            tuple(3L, "overlap: an earlier firing had not ended"));

    s.said(launch, TaskState.FAILED, "EXECUTOR_TERMINATED").offers("a1");
    assertThat(s.launch().payload().residence().orElseThrow().since())
        .isEqualTo("2026-03-01T00:00:30Z");
    s.runs(s.launch());
  }

  @Test
  void what_is_kept_of_its_instants_is_bounded() {
    Firings all = Firings.NONE;
    for (int i = 1; i <= 100; i++) {
      all = all.plus(Firings.NONE.failed(Instant.ofEpochSecond(i), i + "x".repeat(5_000)));
    }

    assertThat(all.failed()).isEqualTo(100);
    assertThat(all.latest()).hasSize(Firings.RANGES_KEPT);
    assertThat(all.latest()).allMatch(range -> range.reason().length() <= 160);
  }

  @Test
  void disabling_ends_the_run_and_enabling_begins_the_next_from_then_on() {
    Scenario s = resident(poll());
    TaskLaunch launch = s.launch();
    enable(s.runs(launch).fired(launch, one("2026-03-01T00:00:05Z")), false);
    assertThat(s.calls(Call.Kill.class)).hasSize(1);
    assertThat(s.onlyItem().reason()).isEqualTo("disabled by an operator");

    s.told(launch, TaskState.KILLED, Kind.KILLED);
    assertThat(s.onlyRun().state()).isEqualTo(RunState.KILLED);

    enable(s.later(Duration.ofHours(1)), true);
    assertThat(active(s).scheduled()).isEqualTo(s.now());
    s.offers("a1");
    assertThat(s.launch().payload().residence().orElseThrow().since()).isEqualTo(s.now());
  }

  @Test
  void a_job_that_is_enabled_again_before_its_run_has_ended_has_one_run_at_a_time() {
    Scenario s = resident(poll());
    TaskLaunch launch = s.launch();

    enable(enable(s.runs(launch), false), true).offers("a1");
    assertThat(s.launches()).isEmpty();

    s.told(launch, TaskState.KILLED, Kind.KILLED).offers("a1");
    assertThat(s.launches()).hasSize(1);
    assertThat(s.runsOf("poll")).hasSize(2);
  }

  @Test
  void another_definition_ends_the_run_and_the_next_goes_on_where_it_ended() {
    Scenario s = resident(poll());
    TaskLaunch launch = s.launch();
    s.runs(launch).deploy(poll().cron("0/10 * * * * ?"));
    assertThat(s.calls(Call.Kill.class)).hasSize(1);

    s.fired(launch, one("2026-03-01T00:00:05Z"));
    s.told(launch, TaskState.KILLED, Kind.KILLED).offers("a1");

    assertThat(s.launch().payload().residence().orElseThrow().schedule().cron())
        .isEqualTo("0/10 * * * * ?");
    assertThat(s.launch().payload().residence().orElseThrow().since())
        .isEqualTo("2026-03-01T00:00:05Z");
    assertThat(active(s).id().incarnation()).isEqualTo(1);
  }

  @Test
  void other_code_ends_the_run_and_the_same_code_does_not() {
    Scenario s = resident(poll());
    TaskLaunch launch = s.launch();

    s.runs(launch).deploy(poll());
    assertThat(s.calls(Call.Kill.class)).isEmpty();

    s.deployBundle("b2", poll());
    assertThat(s.calls(Call.Kill.class)).hasSize(1);
    s.told(launch, TaskState.KILLED, Kind.KILLED).offers("a2");
    assertThat(s.launch().executor().payload().bundle().value()).isEqualTo("b2");
  }

  @Test
  void a_removed_job_ends_and_a_registered_one_begins_anew() {
    Scenario s = resident(poll());
    TaskLaunch launch = s.launch();
    s.runs(launch).deploy();
    assertThat(s.calls(Call.Kill.class)).hasSize(1);
    s.told(launch, TaskState.KILLED, Kind.KILLED).offers("a1");
    assertThat(s.launches()).isEmpty();

    s.deploy(poll()).offers("a1");

    assertThat(active(s).id().incarnation()).isEqualTo(2);
    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void a_pause_ends_it_and_its_end_begins_it_again() {
    Scenario s = resident(poll());
    TaskLaunch launch = s.launch();
    s.runs(launch).event(new Event.PauseRequested("q", true));
    s.told(launch, TaskState.KILLED, Kind.KILLED);
    assertThat(s.onlyRun().state()).isEqualTo(RunState.KILLED);

    s.event(new Event.PauseRequested("q", false)).offers("a1");

    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void a_drained_agent_s_item_goes_on_elsewhere() {
    Scenario s = resident(poll());
    TaskLaunch launch = s.launch();

    s.runs(launch).said(launch, TaskState.KILLED, "AGENT_DRAINING").offers("a2");

    assertThat(s.launch().payload().attempt().number()).isEqualTo(2);
    assertThat(s.onlyItem().attempts().get(0).message()).startsWith("its agent drains");
  }

  @Test
  void an_unreachable_one_is_waited_for_and_then_replaced() {
    Scenario s = resident(poll());
    TaskLaunch launch = s.launch();
    s.runs(launch).said(launch, TaskState.UNREACHABLE, "SLAVE_REMOVED").offers("a2");
    assertThat(s.launches()).isEmpty();

    s.later(Duration.ofMinutes(5)).offers("a2");

    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void killing_the_run_begins_another_and_killing_an_item_is_refused() {
    Scenario s = resident(poll().items(2));
    List<TaskLaunch> launches = s.launches();
    s.runs(launches.get(0)).runs(launches.get(1));
    String run = s.onlyRun().id().toString();

    s.kill(run, 0);
    assertThat(s.answer()).isInstanceOf(Call.Result.Refused.class);
    assertThat(s.calls(Call.Kill.class)).isEmpty();

    s.event(new Event.RunKillRequested("q", s.onlyRun().id()));
    launches.forEach(launch -> s.told(launch, TaskState.KILLED, Kind.KILLED));
    s.offers("a1");
    assertThat(s.launches()).hasSize(2);
    assertThat(active(s).items()).extracting(Item::launches).containsOnly(1);
  }

  @Test
  void it_cannot_be_triggered() {
    Scenario s = resident(poll()).trigger("poll", "k");

    assertThat(s.answer()).isInstanceOf(Call.Result.Refused.class);
    assertThat(s.runsOf("poll")).hasSize(1);
  }

  @Test
  void runs_that_end_before_they_were_placed_have_ids_of_their_own() {
    Scenario s = scenario(poll()).subscribed();

    enable(enable(s, false), true);
    enable(enable(s, false), true);

    assertThat(s.runsOf("poll")).hasSize(3);
    assertThat(active(s).state()).isEqualTo(RunState.ACTIVE);
  }

  @Test
  void a_job_that_becomes_one_waits_for_its_run_and_one_that_stops_being_one_ends_its_own() {
    Scenario s = scenario(job("poll").cron("0 0 * * * ?")).subscribed().trigger("poll", "k");
    TaskLaunch launch = s.offers("a1").launch();
    s.runs(launch).deploy(poll());
    assertThat(s.calls(Call.Kill.class)).isEmpty();
    s.told(launch, TaskState.FINISHED, Kind.SUCCEEDED);
    assertThat(active(s).id().origin()).isEqualTo(Origin.DAEMON);

    TaskLaunch stays = s.offers("a1").launch();
    s.runs(stays).deploy(job("poll").cron("0 0 * * * ?"));

    assertThat(s.calls(Call.Kill.class)).hasSize(1);
    s.told(stays, TaskState.KILLED, Kind.KILLED);
    assertThat(s.runsOf("poll")).allMatch(run -> run.state().ended());
    s.at("2026-03-01T01:00:00Z");
    assertThat(active(s).id().origin()).isEqualTo(Origin.SCHEDULE);
  }

  @Test
  void the_end_of_the_framework_ends_it() {
    Scenario s = resident(poll());
    TaskLaunch launch = s.launch();

    s.runs(launch).event(new Event.TeardownRequested("q"));
    s.told(launch, TaskState.KILLED, Kind.KILLED);

    assertThat(s.onlyRun().state()).isEqualTo(RunState.KILLED);
  }

  @Test
  void it_begins_anew_when_an_end_that_an_earlier_leader_was_asked_for_is_done() {
    Scenario s = scenario(poll()).subscribed().event(new Event.TeardownRequested("q"));
    assertThat(s.onlyRun().state()).isEqualTo(RunState.KILLED);

    s.restart().subscribed();
    assertThat(s.runsOf("poll")).hasSize(1);
    s.sessionEnded(true);

    assertThat(active(s).state()).isEqualTo(RunState.ACTIVE);
  }

  @Test
  void after_a_cut_commit_between_two_runs_the_later_one_waits_for_the_earlier() {
    Scenario s = scenario(poll()).subscribed();

    s.cutAfter(0).event(new Event.RunKillRequested("q", s.onlyRun().id())).restart().subscribed();
    assertThat(active(s).state()).isEqualTo(RunState.ACTIVE);

    s.cutAfter(1).event(new Event.RunKillRequested("q", active(s).id())).restart().subscribed();
    TaskLaunch launch = s.offers("a1").launch();

    s.runs(launch).event(new Event.RunKillRequested("q", launch.payload().attempt().run()));
    s.told(launch, TaskState.KILLED, Kind.KILLED).offers("a1");
    assertThat(s.launches()).hasSize(1);
    assertThat(active(s).held()).isFalse();
  }

  @Test
  void a_run_whose_job_was_cut_off_goes_on_when_the_job_is_registered_and_ends_when_it_is_not() {
    Scenario s = scenario().subscribed().cutAfter(1).deploy(poll()).restart().subscribed();
    assertThat(active(s).items().get(0).launches()).isZero();
    assertThat(s.offers("a1").launches()).hasSize(1);

    Scenario other = scenario().subscribed().cutAfter(1).deploy(poll());
    other.leaderChanges(Jobs.deployment("v2", "http://b/")).subscribed().offers("a1");
    assertThat(other.launches()).isEmpty();
    assertThat(other.onlyRun().state()).isEqualTo(RunState.KILLED);
  }
}
