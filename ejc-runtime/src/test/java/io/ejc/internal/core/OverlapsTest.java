package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ejc.internal.core.Call.Result;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapsTest {

  private static final String EVERY_MINUTE = "0 * * * * ?";

  private static Scenario running(Jobs job) {
    Scenario s = scenario(job).subscribed().at("2026-03-01T00:01:00Z").offers("a1");
    return s.runs(s.launches().get(0));
  }

  private static List<String> keys(Scenario s, RunState state) {
    return s.runsOf("report").stream()
        .filter(run -> run.state() == state)
        .map(run -> run.id().key())
        .toList();
  }

  @Test
  void a_queued_fire_runs_when_the_earlier_run_has_ended() {
    Scenario s = running(job("report").cron(EVERY_MINUTE).overlap(Overlap.QUEUE));

    s.at("2026-03-01T00:02:00Z").at("2026-03-01T00:03:00Z").offers("a1");
    assertThat(s.launches()).isEmpty();
    assertThat(s.runsOf("report")).extracting(Run::held).containsExactly(false, true, true);

    s.restart().subscribed();
    s.told(s.allLaunches().get(0), TaskState.FINISHED, Kind.SUCCEEDED).offers("a1");
    assertThat(s.launch().payload().attempt().run().key()).isEqualTo("20260301T000200Z");

    s.succeeds(s.launch()).offers("a1");
    assertThat(s.launch().payload().attempt().run().key()).isEqualTo("20260301T000300Z");
    assertThat(s.job("report").ledger().ranges())
        .extracting(Range::outcome, Range::count)
        .containsExactly(tuple(Outcome.RUN, 3L));
  }

  @Test
  void queue_one_coalesces_what_comes_after_the_first_that_waits() {
    Scenario s = running(job("report").cron(EVERY_MINUTE).overlap(Overlap.QUEUE_ONE));

    s.at("2026-03-01T00:02:00Z").at("2026-03-01T00:03:00Z");

    assertThat(s.runsOf("report")).hasSize(2);
    Range last = s.job("report").ledger().ranges().get(1);
    assertThat(last.outcome()).isEqualTo(Outcome.COALESCED);
    assertThat(last.reason()).isEqualTo("overlap: coalesced into run report.1.s.20260301T000200Z");
  }

  @Test
  void a_trigger_behind_a_waiting_run_is_answered_with_that_run() {
    Scenario s = running(job("report").cron(EVERY_MINUTE).overlap(Overlap.QUEUE_ONE));

    Result first = s.trigger("report", "k1").answer();

    assertThat(s.trigger("report", "k2").answer()).isEqualTo(first);
  }

  @Test
  void the_queue_is_bounded_and_the_ledger_says_so() {
    Scenario s = running(job("report").cron("* * * * * ?").overlap(Overlap.QUEUE));

    for (int i = 0; i < Overlaps.HELD_MAX + 5; i++) {
      s.later(Duration.ofSeconds(1));
    }

    assertThat(s.runsOf("report").stream().filter(Run::held)).hasSize(Overlaps.HELD_MAX);
    assertThat(s.job("report").ledger().ranges())
        .last()
        .satisfies(range -> assertThat(range.reason()).contains("runs wait already"));
  }

  @Test
  void replace_kills_the_earlier_run_and_waits_for_its_end() {
    Scenario s = running(job("report").cron(EVERY_MINUTE).overlap(Overlap.REPLACE));
    TaskLaunch first = s.allLaunches().get(0);

    s.at("2026-03-01T00:02:00Z");
    assertThat(s.calls(Call.Kill.class)).hasSize(1);
    assertThat(s.offers("a1").launches()).isEmpty();
    s.told(first, TaskState.KILLED, Kind.KILLED).offers("a1");

    assertThat(s.launch().payload().attempt().run().key()).isEqualTo("20260301T000200Z");
    assertThat(keys(s, RunState.KILLED)).containsExactly("20260301T000100Z");
  }

  @Test
  void replace_replaces_what_waits_as_well() {
    Scenario s = running(job("report").cron(EVERY_MINUTE).overlap(Overlap.REPLACE));
    TaskLaunch first = s.allLaunches().get(0);

    s.at("2026-03-01T00:02:00Z").at("2026-03-01T00:03:00Z");
    s.told(first, TaskState.KILLED, Kind.KILLED).offers("a1");

    assertThat(s.launch().payload().attempt().run().key()).isEqualTo("20260301T000300Z");
    assertThat(keys(s, RunState.KILLED)).containsExactly("20260301T000100Z", "20260301T000200Z");
  }

  @Test
  void a_run_that_waits_can_be_killed() {
    Scenario s = running(job("report").cron(EVERY_MINUTE).overlap(Overlap.QUEUE));
    s.at("2026-03-01T00:02:00Z");

    s.kill("report.1.s.20260301T000200Z", 0);

    assertThat(keys(s, RunState.KILLED)).containsExactly("20260301T000200Z");
  }

  @Test
  void every_late_instant_within_the_window_runs_one_after_another() {
    Jobs job = job("report").cron(EVERY_MINUTE).misfire(Misfire.FIRE_ALL);
    Scenario s = scenario(job.window(Duration.ofMinutes(3))).subscribed();

    s.at("2026-03-01T00:05:30Z").offers("a1");

    assertThat(s.job("report").ledger().ranges())
        .extracting(Range::outcome, Range::count, Range::reason)
        .containsExactly(
            tuple(Outcome.SKIPPED, 2L, "misfire: late by more than misfireWindow"),
            tuple(Outcome.RUN, 2L, ""),
            tuple(Outcome.SKIPPED, 1L, "overlap: an earlier run has not ended"));
    assertThat(s.launch().payload().attempt().run().key()).isEqualTo("20260301T000300Z");
    s.succeeds(s.launch()).offers("a1");
    assertThat(s.launch().payload().attempt().run().key()).isEqualTo("20260301T000400Z");
  }

  @Test
  void an_attempt_that_works_too_long_is_killed_and_has_failed() {
    Scenario s =
        running(job("report").cron(EVERY_MINUTE).timeout(Duration.ofSeconds(30)).retries(1));
    TaskLaunch first = s.allLaunches().get(0);

    assertThat(s.later(Duration.ofSeconds(29)).calls(Call.Kill.class)).isEmpty();
    assertThat(s.restart().subscribed().later(Duration.ofSeconds(1)).calls(Call.Kill.class))
        .hasSize(1);
    s.told(first, TaskState.KILLED, Kind.KILLED);

    assertThat(s.onlyItem().budgets().retries()).isEqualTo(1);
    assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.FAILED);
    assertThat(s.onlyItem().reason()).isEqualTo("worked longer than its timeout of 30000 ms");
  }

  @Test
  void a_timeout_that_no_executor_hears_of_is_told_again_when_it_comes_back() {
    Scenario s = running(job("report").cron(EVERY_MINUTE).timeout(Duration.ofSeconds(30)));
    TaskLaunch first = s.allLaunches().get(0);

    s.later(Duration.ofSeconds(30)).restart().subscribed();
    s.said(first, TaskState.RUNNING, "RECONCILIATION");

    assertThat(s.calls(Call.Kill.class)).hasSize(1);
  }

  @Test
  void an_attempt_that_ends_in_time_is_not_killed() {
    Scenario s = running(job("report").cron(EVERY_MINUTE).timeout(Duration.ofSeconds(30)));

    s.told(s.allLaunches().get(0), TaskState.FINISHED, Kind.SUCCEEDED);

    assertThat(s.later(Duration.ofSeconds(40)).calls(Call.Kill.class)).isEmpty();
  }
}
