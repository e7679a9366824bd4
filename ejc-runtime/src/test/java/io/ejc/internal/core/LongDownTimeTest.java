package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Run;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A job of every second was not looked after for a year. */
class LongDownTimeTest {

  private static final String EVERY_SECOND = "* * * * * ?";
  private static final String NEXT_YEAR = "2027-03-01T00:00:00Z";
  private static final long SECONDS_OF_YEAR = 365 * 86_400L;

  private static Scenario slept(Jobs job) {
    return scenario(job.cron(EVERY_SECOND)).asleepUntil(NEXT_YEAR).restart();
  }

  private static long settledFacts(Scenario s) {
    return s.facts().stream().filter(Fact.FiresSettled.class::isInstance).count();
  }

  @Test
  void what_was_passed_over_is_one_range_and_one_step() {
    Scenario s = slept(job("tick").misfire(Misfire.FIRE_ONCE));

    assertThat(s.job("tick").ledger().ranges())
        .extracting(Range::outcome, Range::count)
        .containsExactly(tuple(Outcome.COALESCED, SECONDS_OF_YEAR - 1), tuple(Outcome.RUN, 1L));
    assertThat(settledFacts(s)).isEqualTo(2);
    assertThat(s.state().nextTimer().orElseThrow()).isAfter(s.now());
  }

  @Test
  void a_disabled_job_is_one_range_too() {
    Scenario s = slept(job("tick").disabled());

    assertThat(s.job("tick").ledger().ranges())
        .extracting(Range::count)
        .containsExactly(SECONDS_OF_YEAR);
    assertThat(settledFacts(s)).isEqualTo(1);
  }

  @Test
  void with_fire_all_the_runs_that_wait_are_bounded_and_the_rest_is_counted() {
    Scenario s = slept(job("tick").misfire(Misfire.FIRE_ALL).window(Duration.ofDays(1)));

    assertThat(s.runsOf("tick").stream().filter(Run::held)).hasSize(Overlaps.HELD_MAX);
    assertThat(s.job("tick").ledger().watermark()).isEqualTo(NEXT_YEAR);
    assertThat(s.job("tick").ledger().ranges())
        .extracting(Range::outcome, Range::count, Range::reason)
        .startsWith(
            tuple(
                Outcome.SKIPPED,
                SECONDS_OF_YEAR - 86_400 - 1,
                "misfire: late by more than misfireWindow"),
            tuple(Outcome.RUN, 101L, ""),
            tuple(Outcome.SKIPPED, 86_400L - 60 - 101, "overlap: 100 runs wait already"));
    assertThat(settledFacts(s)).isLessThan(200);
  }

  @Test
  void a_change_of_the_schedule_after_a_year_is_one_step() {
    Scenario s = scenario(job("tick").cron(EVERY_SECOND).misfire(Misfire.SKIP));

    s.asleepUntil(NEXT_YEAR).deploy(job("tick").cron("0 0 0 * * ?"));

    assertThat(s.job("tick").ledger().ranges().get(0).count()).isEqualTo(SECONDS_OF_YEAR - 1);
  }

  @Test
  void what_a_skipped_instant_stood_for_was_skipped_with_it() {
    Scenario s = scenario(job("report").cron("0 * * * * ?")).subscribed();
    s.at("2026-03-01T00:01:00Z").offers("a1");

    s.at("2026-03-01T00:05:30Z");

    assertThat(s.job("report").ledger().ranges())
        .extracting(Range::outcome, Range::count, Range::reason)
        .containsExactly(
            tuple(Outcome.RUN, 1L, ""),
            tuple(
                Outcome.SKIPPED,
                3L,
                "misfire: a later instant was due, and overlap: an earlier run has not ended"),
            tuple(Outcome.SKIPPED, 1L, "overlap: an earlier run has not ended"));
  }
}
