package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.core.Call.Result;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What ElasticJob-Cloud 3.0.3 did wrong where it scheduled, each defect as a script that would show
 * it. The numbers are those of docs/guide/from-elasticjob-cloud.md, which says where the others
 * are.
 */
class DefectsOfElasticJobCloudTest {

  private static final String MINUTELY = "0 * * * * ?";

  private static Scenario minutely() {
    return scenario(job("report").cron(MINUTELY)).subscribed();
  }

  @Test
  void defect_1_a_job_with_a_cron_ends_and_is_launched_again() {
    Scenario s = minutely().at("2026-03-01T00:01:00Z").offers("a1");
    s.succeeds(s.launch());
    assertThat(s.onlyRun().state()).isEqualTo(RunState.SUCCEEDED);

    s.at("2026-03-01T00:02:00Z").offers("a1");

    TaskLaunch second = s.launch();
    assertThat(second.payload().attempt().toString()).contains("20260301T000200");
    s.succeeds(second);
    assertThat(s.runsOf("report")).extracting(Run::state).containsOnly(RunState.SUCCEEDED);
  }

  @Test
  void defect_2_every_task_is_told_its_own_item() {
    Scenario s = scenario(job("report").items(3).parameter(0, "a").parameter(2, "c"));

    s.subscribed().trigger("report", "k").offers("a1");

    Set<String> told = new TreeSet<>();
    for (TaskLaunch launch : s.launches()) {
      told.add(
          launch.payload().attempt().item() + launch.payload().shardingParameter().orElse("-"));
    }
    assertThat(told).containsExactly("0a", "1-", "2c");
  }

  @Test
  void defect_4_news_of_an_ended_session_move_nothing_and_a_successor_starts_no_second_copy() {
    Scenario s = minutely().at("2026-03-01T00:01:00Z").offers("a1");
    TaskLaunch first = s.launch();
    s.runs(first);

    s.restart().subscribed().offers("a2");
    assertThat(s.launches()).isEmpty();
    s.said(first, TaskState.RUNNING, "RECONCILIATION").offers("a2");

    assertThat(s.launches()).isEmpty();
    assertThat(s.onlyItem().attempts()).hasSize(1);
  }

  @Test
  void defect_5_a_launch_that_the_master_drops_is_made_again_even_without_failover() {
    Scenario s = scenario(job("report").noFailover()).subscribed().trigger("report", "k");
    s.offers("a1");

    s.said(s.launch(), TaskState.DROPPED, "INVALID_OFFERS").later(Duration.ofMinutes(1));
    s.offers("a1");

    TaskLaunch second = s.launch();
    assertThat(second.payload().attempt().number()).isEqualTo(2);
    s.succeeds(second);
    assertThat(s.onlyRun().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void defect_5_a_host_that_ends_between_intent_and_launch_loses_no_run() {
    Scenario s = scenario(job("report").noFailover()).subscribed().trigger("report", "k");
    s.offers("a1");
    TaskLaunch neverSent = s.launch();

    s.restart().subscribed().said(neverSent, TaskState.UNKNOWN, "RECONCILIATION");

    assertThat(s.onlyItem().state()).isNotEqualTo(ItemState.LOST);
  }

  @Test
  void defect_6_a_new_leader_knows_what_runs_and_starts_no_second_copy() {
    Scenario s = minutely().at("2026-03-01T00:01:00Z").offers("a1");
    TaskLaunch first = s.launch();
    s.runs(first).restart().subscribed();

    s.at("2026-03-01T00:02:00Z").offers("a1", "a2");

    assertThat(s.launches()).isEmpty();
    assertThat(s.job("report").ledger().ranges())
        .last()
        .extracting(Ledger.Range::outcome)
        .isEqualTo(Ledger.Outcome.SKIPPED);
  }

  @Test
  void defect_7_an_unreachable_agent_blocks_a_job_for_a_stated_time_only() {
    Scenario s = minutely().at("2026-03-01T00:01:00Z").offers("a1");
    s.runs(s.launch()).said(s.allLaunches().get(0), TaskState.UNREACHABLE, "AGENT_REMOVED");

    s.later(Duration.ofMinutes(5)).offers("a2");

    assertThat(s.launch().payload().attempt().number()).isEqualTo(2);
  }

  @Test
  void defect_7_without_failover_the_item_ends_lost_and_blocks_nothing() {
    Scenario s = scenario(job("report").cron(MINUTELY).noFailover()).subscribed();
    s.at("2026-03-01T00:01:00Z").offers("a1");
    s.runs(s.launch()).said(s.allLaunches().get(0), TaskState.UNREACHABLE, "AGENT_REMOVED");

    s.later(Duration.ofMinutes(5));
    assertThat(s.runsOf("report").get(0).state()).isEqualTo(RunState.FAILED);
    s.later(Duration.ofMinutes(1)).offers("a2");

    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void defect_8_no_offer_is_kept_whatever_waits() {
    Scenario s = scenario(job("huge").needs(64, 128), job("report")).subscribed();
    s.trigger("huge", "k").trigger("report", "k");

    s.offers("a1", "a2", "a3");

    long answered =
        s.calls(Call.Decline.class).stream().mapToLong(decline -> decline.offers().size()).sum()
            + s.calls(Call.Accept.class).stream().mapToLong(accept -> accept.offers().size()).sum();
    assertThat(answered).isEqualTo(3);
    assertThat(s.calls(Call.Decline.class))
        .allSatisfy(decline -> assertThat(decline.refuse()).isLessThan(Duration.ofDays(1)));
  }

  @Test
  void defect_9_an_exception_is_a_failure() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k").offers("a1");

    s.throwsException(s.launch());

    assertThat(s.onlyRun().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void defect_10_a_changed_job_does_not_run_beside_what_is_being_killed() {
    Scenario s = minutely().at("2026-03-01T00:01:00Z").offers("a1");
    TaskLaunch old = s.launch();
    s.runs(old).kill(s.onlyRun().id().toString(), 0);
    s.told(old, TaskState.KILLING, Kind.STARTED);

    s.deploy(job("report").cron("30 * * * * ?")).at("2026-03-01T00:01:30Z").offers("a1");
    assertThat(s.launches()).isEmpty();
    s.told(old, TaskState.KILLED, Kind.KILLED).at("2026-03-01T00:02:30Z").offers("a1");

    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void defect_12_a_removed_framework_comes_back_under_a_new_id_and_goes_on() {
    Scenario s = minutely();

    s.sessionEnded(true).later(Duration.ofSeconds(1));
    assertThat(s.calls(Call.Subscribe.class).get(0).framework()).isEmpty();
    s.event(new Event.Subscribed(2, new FrameworkId("f-2")));
    s.at("2026-03-01T00:01:00Z").offers("a1");

    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void defect_15_nothing_is_dropped_however_much_waits() {
    Jobs[] jobs = new Jobs[12_000];
    for (int i = 0; i < jobs.length; i++) {
      jobs[i] = job("job-" + i);
    }
    Scenario s = scenario(jobs).subscribed();

    for (int i = 0; i < jobs.length; i++) {
      assertThat(s.trigger("job-" + i, "k").answer()).isInstanceOf(Result.Triggered.class);
    }

    assertThat(s.state().allRuns()).hasSize(jobs.length);
  }

  @Test
  void defect_15_an_unknown_job_and_a_disabled_one_are_refused_with_words() {
    Scenario s = scenario(job("off").disabled()).subscribed();

    for (String name : List.of("nobody", "off")) {
      assertThat(s.trigger(name, "k").answer()).isInstanceOf(Result.Refused.class);
    }

    assertThat(s.state().allRuns()).isEmpty();
  }
}
