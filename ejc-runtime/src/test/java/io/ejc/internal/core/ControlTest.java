package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.ejc.internal.core.Call.Result;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What operators decide, and what is decided about jobs that harm others. */
class ControlTest {

  private static final String EVERY_MINUTE = "0 * * * * ?";

  private static Scenario enable(Scenario s, boolean enabled) {
    return s.event(new Event.SwitchRequested("q", new JobName("report"), enabled));
  }

  private static Scenario pause(Scenario s, boolean paused) {
    return s.event(new Event.PauseRequested("q", paused));
  }

  @Test
  void a_disabled_job_skips_with_the_operators_word_until_it_is_enabled() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE)).subscribed();

    assertThat(enable(s, false).answer()).isEqualTo(new Result.Done());
    s.restart().subscribed().at("2026-03-01T00:02:30Z");
    enable(s, true).at("2026-03-01T00:03:00Z");

    assertThat(s.job("report").ledger().ranges())
        .extracting(Range::outcome, Range::count, Range::reason)
        .containsExactly(
            tuple(Outcome.SKIPPED, 2L, "disabled by an operator"), tuple(Outcome.RUN, 1L, ""));
  }

  @Test
  void what_was_due_before_a_switch_is_judged_as_before_it() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE));

    enable(s.asleepUntil("2026-03-01T00:01:30Z"), false);

    assertThat(s.onlyRun().id().key()).isEqualTo("20260301T000100Z");
  }

  @Test
  void an_operators_word_outlives_a_new_definition() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE));
    enable(s, false);

    s.deploy(job("report").cron("0 0/2 * * * ?")).at("2026-03-01T00:02:00Z");

    assertThat(s.state().allRuns()).isEmpty();
  }

  @Test
  void an_unknown_job_cannot_be_switched() {
    Scenario s = scenario(job("other"));

    assertThat(enable(s, false).answer()).isInstanceOf(Result.Refused.class);
  }

  @Test
  void while_everything_is_paused_nothing_fires_and_nothing_is_placed() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE), job("other")).subscribed();
    s.trigger("other", "k");

    assertThat(pause(s, true).calls()).contains(new Call.Suppress());
    assertThat(s.offers("a1").launches()).isEmpty();
    s.restart().subscribed().at("2026-03-01T00:01:00Z");
    assertThat(s.runsOf("report")).isEmpty();
    assertThat(s.trigger("report", "k").answer())
        .asInstanceOf(type(Result.Refused.class))
        .satisfies(refused -> assertThat(refused.message()).contains("everything is paused"));

    assertThat(pause(s, false).calls()).contains(new Call.Revive());
    assertThat(s.offers("a1").launches()).hasSize(1);
    assertThat(s.job("report").ledger().ranges())
        .extracting(Range::reason)
        .containsExactly("everything is paused");
  }

  @Test
  void a_whole_run_is_killed() {
    Scenario s = scenario(job("report").items(3)).subscribed().trigger("report", "k");
    s.offers(s.offer("a1", 0.7, 4096));
    TaskLaunch launch = s.launch();

    s.event(new Event.RunKillRequested("q", RunId.parse("report.1.m.k")));

    assertThat(s.answer()).isEqualTo(new Result.Killed(true));
    assertThat(s.calls(Call.Kill.class)).hasSize(1);
    s.told(launch, TaskState.KILLED, Kind.KILLED);
    assertThat(s.onlyRun().state()).isEqualTo(RunState.KILLED);
  }

  @Test
  void all_runs_of_a_job_are_killed_waiting_ones_too() {
    Scenario s = scenario(job("report").overlap(Overlap.QUEUE)).subscribed();
    s.trigger("report", "k1").trigger("report", "k2").trigger("report", "k3");

    s.event(new Event.JobKillRequested("q", new JobName("report")));

    assertThat(s.runsOf("report")).allMatch(run -> run.state() == RunState.KILLED);
    assertThat(s.offers("a1").launches()).isEmpty();
  }

  @Test
  void a_job_whose_runs_only_lose_their_executors_is_quarantined_and_can_be_released() {
    Scenario s = scenario(0, job("report").cron(EVERY_MINUTE)).subscribed();

    for (int minute = 1; minute <= 3; minute++) {
      s.at("2026-03-01T00:0" + minute + ":00Z").offers("a1");
      s.said(s.launch(), TaskState.FAILED, "EXECUTOR_TERMINATED");
    }
    s.restart().subscribed().at("2026-03-01T00:04:00Z");

    assertThat(s.job("report").ledger().ranges())
        .last()
        .satisfies(range -> assertThat(range.reason()).startsWith("quarantined: 3 runs in a row"));
    enable(s, true).at("2026-03-01T00:05:00Z").offers("a1");
    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void one_good_run_ends_the_count_towards_quarantine() {
    Scenario s = scenario(0, job("report")).subscribed();

    for (int i = 0; i < 6; i++) {
      s.later(Duration.ofSeconds(1)).trigger("report", "k" + i).offers("a1");
      if (i % 3 == 2) {
        s.succeeds(s.launch());
      } else {
        s.said(s.launch(), TaskState.FAILED, "EXECUTOR_TERMINATED");
      }
    }

    assertThat(s.job("report").heldBackBecause()).isEmpty();
  }

  @Test
  void a_large_run_does_not_starve_a_small_one_behind_it() {
    Scenario s = scenario(job("large").items(100), job("small").items(2)).subscribed();

    s.trigger("large", "k").trigger("small", "k").offers(s.offer("a1", 2.2, 4096));

    assertThat(s.launches())
        .extracting(launch -> launch.carrier().job().value())
        .containsExactly("large", "small", "large", "small");
  }

  @Test
  void a_higher_priority_is_placed_first() {
    Scenario s = scenario(job("low"), job("high").items(2).limits(5, 0)).subscribed();

    s.trigger("low", "k").trigger("high", "k").offers(s.offer("a1", 1.2, 4096));

    assertThat(s.launches())
        .extracting(launch -> launch.carrier().job().value())
        .containsExactly("high", "high");
  }

  @Test
  void no_more_items_than_allowed_are_launched_at_once() {
    Scenario s = scenario(job("report").items(5).limits(0, 2)).subscribed();
    s.trigger("report", "k").offers("a1");
    assertThat(s.launches()).hasSize(2);
    assertThat(s.calls()).contains(new Call.Suppress());

    s.restart().subscribed();
    assertThat(s.offers("a1").launches()).isEmpty();
    assertThat(s.succeeds(s.allLaunches().get(0)).calls()).contains(new Call.Revive());
    assertThat(s.offers("a1").launches()).hasSize(1);
  }
}
