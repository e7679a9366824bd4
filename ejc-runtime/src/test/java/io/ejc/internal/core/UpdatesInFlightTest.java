package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A job is changed while runs of it are under way: they keep what they started with. */
class UpdatesInFlightTest {

  private static final String EVERY_MINUTE = "0 * * * * ?";

  @Test
  void a_run_keeps_its_items_their_parameters_and_their_needs() {
    Scenario s =
        scenario(job("report").items(3).parameter(2, "Guangzhou").needs(1, 64).retries(1))
            .subscribed();
    s.trigger("report", "k").offers(s.offer("a1", 1.2, 4096));
    TaskLaunch first = s.launch();
    s.runs(first);

    s.deploy(job("report").items(1).needs(0.2, 32)).restart().subscribed();
    s.throwsException(first).later(Duration.ofSeconds(10)).offers("a1");

    assertThat(s.launches()).hasSize(3);
    assertThat(s.launches())
        .allSatisfy(
            launch -> {
              assertThat(launch.payload().shardingTotalCount()).isEqualTo(3);
              assertThat(launch.resources().cpuMillis()).isEqualTo(1_000);
            });
    s.launches().forEach(s::succeeds);
    assertThat(s.onlyRun().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(s.trigger("report", "k2").runsOf("report").get(1).size()).isEqualTo(1);
  }

  @Test
  void a_run_keeps_its_timeouts_and_its_budgets() {
    Scenario s =
        scenario(job("report").timeout(Duration.ofMinutes(1)).runTimeout(Duration.ofMinutes(3)))
            .subscribed();
    s.trigger("report", "k").offers("a1");
    s.runs(s.launch());

    s.deploy(job("report").retries(9)).restart().subscribed();
    assertThat(s.later(Duration.ofMinutes(1)).calls(Call.Kill.class)).hasSize(1);
    s.throwsException(s.allLaunches().get(0));

    assertThat(s.onlyRun().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void a_job_that_is_removed_lets_its_run_end_with_its_retries() {
    Scenario s = scenario(job("report").retries(1), job("other")).subscribed();
    s.trigger("report", "k").offers("a1");
    TaskLaunch first = s.launch();

    s.runs(first).deploy(job("other")).restart().subscribed().throwsException(first);
    s.later(Duration.ofSeconds(10)).offers("a1");
    s.succeeds(s.launch());

    assertThat(s.onlyRun().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void each_version_of_a_schedule_judges_the_instants_of_its_own_time() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE).misfire(Misfire.SKIP));

    s.asleepUntil("2026-03-01T02:00:30Z");
    s.deploy(job("report").cron("0 30 9 * * ?").zone("Asia/Shanghai").overlap(Overlap.QUEUE));
    s.restart().at("2026-03-01T01:30:00Z").at("2026-03-02T01:30:00Z");

    assertThat(s.job("report").ledger().ranges())
        .extracting(Range::outcome, Range::count)
        .containsExactly(tuple(Outcome.SKIPPED, 119L), tuple(Outcome.RUN, 2L));
    assertThat(s.runsOf("report").get(1).id().key()).isEqualTo("20260302T013000Z");
  }

  @Test
  void a_change_of_zone_alone_moves_the_fires_from_now_on() {
    Scenario s = scenario(job("report").cron("0 0 9 * * ?").zone("UTC"));

    s.at("2026-03-01T08:30:00Z");
    s.deploy(job("report").cron("0 0 9 * * ?").zone("Europe/Berlin"));
    s.at("2026-03-01T09:00:00Z").at("2026-03-02T08:00:00Z");

    assertThat(s.onlyRun().id().key()).isEqualTo("20260302T080000Z");
  }

  @Test
  void a_definition_deployed_twice_while_a_run_is_under_way_changes_nothing_of_it() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE)).subscribed();
    s.at("2026-03-01T00:01:00Z").offers("a1");

    s.deploy(job("report").cron("0 0/2 * * * ?")).deploy(job("report").cron("0 0/3 * * * ?"));
    s.succeeds(s.allLaunches().get(0)).at("2026-03-01T00:03:00Z");

    assertThat(s.runsOf("report"))
        .extracting(run -> run.id().key())
        .containsExactly("20260301T000100Z", "20260301T000300Z");
  }
}
