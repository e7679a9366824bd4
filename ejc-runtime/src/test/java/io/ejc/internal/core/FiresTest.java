package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FiresTest {

  private static final String EVERY_MINUTE = "0 * * * * ?";

  @Test
  void a_due_instant_starts_a_run_once() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE));

    s.at("2026-03-01T00:00:59Z");
    assertThat(s.state().allRuns()).isEmpty();

    s.at("2026-03-01T00:01:00Z").at("2026-03-01T00:01:00Z").at("2026-03-01T00:01:01Z");

    assertThat(s.onlyRun().id()).hasToString("report.1.s.20260301T000100Z");
    assertThat(s.onlyRun().scheduled()).isEqualTo("2026-03-01T00:01:00Z");
    assertThat(s.job("report").ledger().watermark()).isEqualTo("2026-03-01T00:01:00Z");
  }

  @Test
  void what_was_due_before_registration_is_no_concern() {
    Scenario s = scenario(job("report").cron("0 0 0 * * ?"));

    assertThat(s.job("report").ledger().watermark()).isEqualTo("2026-03-01T00:00:00Z");
    assertThat(s.at("2026-03-01T23:59:59Z").state().allRuns()).isEmpty();
  }

  @Test
  void the_next_timer_is_the_next_fire() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE)).subscribed();

    assertThat(s.state().nextTimer()).contains(Instant.parse("2026-03-01T00:01:00Z"));
  }

  @Test
  void late_instants_are_coalesced_into_the_latest() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE));

    s.restart().at("2026-03-01T00:05:30Z");

    assertThat(s.onlyRun().id()).hasToString("report.1.s.20260301T000500Z");
    assertThat(s.job("report").ledger().ranges())
        .containsExactly(
            new Range(
                Instant.parse("2026-03-01T00:01:00Z"),
                Instant.parse("2026-03-01T00:04:00Z"),
                4,
                Outcome.COALESCED,
                "misfire: coalesced into a later run"),
            new Range(
                Instant.parse("2026-03-01T00:05:00Z"),
                Instant.parse("2026-03-01T00:05:00Z"),
                1,
                Outcome.RUN,
                ""));
  }

  @Test
  void with_skip_nothing_late_runs() {
    Scenario s = scenario(job("report").cron("0 0 * * * ?").misfire(Misfire.SKIP));

    s.restart().at("2026-03-01T03:02:00Z");

    assertThat(s.state().allRuns()).isEmpty();
    assertThat(s.job("report").ledger().ranges())
        .extracting(Range::outcome, Range::count)
        .allSatisfy(row -> assertThat(row.toList().get(0)).isEqualTo(Outcome.SKIPPED));
    assertThat(s.job("report").ledger().watermark()).isEqualTo("2026-03-01T03:00:00Z");
  }

  @Test
  void an_instant_later_than_the_window_is_skipped() {
    Scenario s = scenario(job("report").cron("0 0 0 * * ?").window(Duration.ofHours(1)));

    s.restart().at("2026-03-02T01:00:01Z");

    assertThat(s.state().allRuns()).isEmpty();
    assertThat(s.job("report").ledger().ranges().get(0).reason()).contains("misfireWindow");
  }

  @Test
  void a_fire_during_a_run_is_skipped_and_the_ledger_says_why() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE));

    s.at("2026-03-01T00:01:00Z").at("2026-03-01T00:02:00Z");

    assertThat(s.state().allRuns()).hasSize(1);
    assertThat(s.job("report").ledger().ranges().get(1))
        .satisfies(range -> assertThat(range.outcome()).isEqualTo(Outcome.SKIPPED))
        .satisfies(range -> assertThat(range.reason()).contains("overlap"));
  }

  @Test
  void a_disabled_job_does_not_run_and_its_instants_are_settled() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE).disabled());

    s.at("2026-03-01T00:01:00Z").at("2026-03-01T00:02:00Z").at("2026-03-01T00:03:00Z");

    assertThat(s.state().allRuns()).isEmpty();
    assertThat(s.job("report").ledger().ranges()).hasSize(1);
    assertThat(s.job("report").ledger().ranges().get(0).count()).isEqualTo(3);
  }

  @Test
  void a_new_cron_judges_only_what_comes_after_it() {
    Scenario s = scenario(job("report").cron("0 0 * * * ?"));
    s.at("2026-03-01T00:30:00Z");

    s.deploy(job("report").cron("0 15 * * * ?")).at("2026-03-01T00:59:00Z");
    assertThat(s.state().allRuns()).isEmpty();

    s.at("2026-03-01T01:00:00Z");
    assertThat(s.state().allRuns()).isEmpty();
    s.at("2026-03-01T01:15:00Z");
    assertThat(s.onlyRun().id()).hasToString("report.1.s.20260301T011500Z");
  }

  @Test
  void what_was_due_under_the_old_cron_is_judged_by_it() {
    Scenario s = scenario(job("report").cron("0 0 * * * ?"));

    s.asleepUntil("2026-03-01T02:00:30Z").deploy(job("report").cron("0 15 * * * ?"));

    assertThat(s.onlyRun().id()).hasToString("report.1.s.20260301T020000Z");
    assertThat(s.job("report").definition().schedule().cron()).isEqualTo("0 15 * * * ?");
    assertThat(s.job("report").ledger().watermark()).isEqualTo("2026-03-01T02:00:30Z");
  }

  @Test
  void a_removed_job_fires_no_more_and_comes_back_as_another_incarnation() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE), job("other"));
    s.at("2026-03-01T00:01:00Z");

    s.deploy(job("other")).at("2026-03-01T00:02:00Z");
    assertThat(s.runsOf("report")).hasSize(1);

    s.deploy(job("report").cron(EVERY_MINUTE), job("other"));
    assertThat(s.job("report").incarnation()).isEqualTo(2);
    assertThat(s.job("report").registered()).isTrue();
  }

  @Test
  void a_clock_set_back_does_not_run_an_instant_twice() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE)).subscribed();
    s.at("2026-03-01T00:01:00Z").offers("a1");
    s.succeeds(s.launch());

    s.at("2026-03-01T00:00:30Z").at("2026-03-01T00:01:00Z");

    assertThat(s.runsOf("report")).hasSize(1);
  }
}
