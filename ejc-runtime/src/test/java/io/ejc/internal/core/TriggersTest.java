package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ejc.internal.model.Bounds;
import io.ejc.internal.model.ExcludedDay;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a job due beside cron; every script begins at midnight. */
class TriggersTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TEN = Duration.ofMinutes(10);

  private static Instant time(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }

  private static List<String> keys(Scenario s) {
    return s.runsOf("report").stream().map(run -> run.id().key()).toList();
  }

  private static List<Range> ranges(Scenario s) {
    return s.job("report").ledger().ranges();
  }

  private static Scenario once(Scenario s) {
    s.offers("a1");
    return s.succeeds(s.launch());
  }

  @Test
  void a_rate_keeps_its_instants_over_restarts_and_changes_of_other_attributes() {
    Scenario s = scenario(job("report").every(TEN)).subscribed();

    once(s.at("2026-03-01T00:10:00Z"));
    s.at("2026-03-01T00:13:00Z").restart().subscribed();
    s.deploy(job("report").every(TEN).items(2)).at("2026-03-01T00:20:00Z");

    assertThat(keys(s)).containsExactly("20260301T001000Z", "20260301T002000Z");
  }

  @Test
  void another_rate_is_counted_from_the_change() {
    Scenario s = scenario(job("report").every(TEN)).at("2026-03-01T00:07:00Z");

    s.deploy(job("report").every(MINUTE)).at("2026-03-01T00:08:00Z");

    assertThat(keys(s)).containsExactly("20260301T000800Z");
    assertThat(s.job("report").ledger().since()).isEqualTo(time("00:07:00"));
  }

  @Test
  void a_year_of_a_rate_is_settled_in_one_step() {
    Scenario s = scenario(job("report").every(Duration.ofSeconds(1)));

    s.asleepUntil("2027-03-01T00:00:00Z").restart();

    assertThat(ranges(s))
        .extracting(Range::outcome, Range::count)
        .containsExactly(tuple(Outcome.COALESCED, 365 * 86_400L - 1), tuple(Outcome.RUN, 1L));
  }

  @Test
  void a_pause_begins_with_the_end_of_the_run() {
    Scenario s = scenario(job("report").afterRuns(TEN)).subscribed();

    s.at("2026-03-01T00:10:00Z").offers("a1");
    TaskLaunch first = s.launch();
    s.runs(first).at("2026-03-01T00:35:00Z");
    assertThat(s.runsOf("report")).hasSize(1);
    assertThat(s.state().nextTimer()).isNotEqualTo(Optional.of(time("00:20:00")));
    s.succeeds(first).at("2026-03-01T00:44:59Z");
    assertThat(s.runsOf("report")).hasSize(1);

    s.restart().subscribed().at("2026-03-01T00:45:00Z");
    assertThat(keys(s)).containsExactly("20260301T001000Z", "20260301T004500Z");
    assertThat(ranges(s))
        .extracting(Range::outcome, Range::count)
        .containsExactly(tuple(Outcome.RUN, 2L));
  }

  @Test
  void a_skipped_instant_is_followed_by_another_pause() {
    Scenario s = scenario(job("report").afterRuns(TEN).disabled()).subscribed();

    s.at("2026-03-01T00:10:00Z").asleepUntil("2026-03-01T09:00:00Z").restart();
    s.at("2026-03-01T09:09:59Z");

    assertThat(ranges(s)).extracting(Range::count).containsExactly(2L);
    assertThat(s.job("report").ledger().watermark()).isEqualTo(time("09:00:00"));
    s.at("2026-03-01T09:10:00Z");
    assertThat(ranges(s)).extracting(Range::count).containsExactly(3L);
  }

  @Test
  void a_late_instant_of_a_pause_runs_once_or_is_skipped_by_its_policy() {
    Scenario runs = scenario(job("report").afterRuns(TEN).misfire(Misfire.FIRE_ALL));
    Scenario skips = scenario(job("report").afterRuns(TEN).misfire(Misfire.SKIP));

    runs.asleepUntil("2026-03-01T05:00:00Z").restart();
    skips.asleepUntil("2026-03-01T05:00:00Z").restart();

    assertThat(keys(runs)).containsExactly("20260301T001000Z");
    assertThat(keys(skips)).isEmpty();
    assertThat(skips.at("2026-03-01T05:10:00Z").runsOf("report")).hasSize(1);
  }

  @Test
  void a_run_by_hand_is_an_overlap_and_begins_no_pause() {
    Scenario s = scenario(job("report").afterRuns(TEN)).subscribed();

    s.at("2026-03-01T00:09:00Z").trigger("report", "k").at("2026-03-01T00:10:00Z");

    assertThat(ranges(s))
        .extracting(Range::outcome, Range::reason)
        .containsExactly(tuple(Outcome.SKIPPED, "overlap: an earlier run has not ended"));
    once(s).at("2026-03-01T00:20:00Z");
    assertThat(s.runsOf("report")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void wherever_the_commit_is_cut_that_begins_a_run_it_is_in_the_ledger_once(int stored) {
    Scenario s = scenario(job("report").afterRuns(TEN)).subscribed();

    s.cutAfter(stored).at("2026-03-01T00:10:00Z").restart().subscribed();
    once(s).at("2026-03-01T00:20:00Z");

    assertThat(ranges(s))
        .extracting(Range::outcome, Range::count)
        .containsExactly(tuple(Outcome.RUN, 2L));
    assertThat(keys(s)).containsExactly("20260301T001000Z", "20260301T002000Z");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void wherever_the_commit_is_cut_that_ends_a_run_the_pause_begins_with_its_end(int stored) {
    Scenario s = scenario(job("report").afterRuns(TEN)).subscribed();
    s.at("2026-03-01T00:10:00Z").offers("a1");
    TaskLaunch launch = s.launch();

    s.cutAfter(stored).succeeds(launch).restart().subscribed().succeeds(launch);
    s.at("2026-03-01T00:20:00Z");

    assertThat(keys(s)).containsExactly("20260301T001000Z", "20260301T002000Z");
  }

  @Test
  void once_after_a_delay_is_counted_from_the_first_registration() {
    Scenario s = scenario(job("report").trigger(new Trigger.After(TEN))).subscribed();

    s.at("2026-03-01T00:05:00Z").restart().at("2026-03-01T00:10:00Z");
    s.at("2026-03-02T00:00:00Z").restart().at("2026-03-03T00:00:00Z");

    assertThat(keys(s)).containsExactly("20260301T001000Z");
  }

  @Test
  void registered_again_after_a_removal_it_fires_again() {
    Jobs soon = job("report").trigger(new Trigger.After(TEN));
    Scenario s = scenario(soon, job("other")).subscribed();

    once(s.at("2026-03-01T00:10:00Z"));
    s.deploy(job("other")).at("2026-03-01T01:00:00Z");
    s.deploy(soon, job("other")).at("2026-03-01T01:10:00Z");

    assertThat(s.runsOf("report"))
        .extracting(run -> run.id().toString())
        .containsExactly("report.1.s.20260301T001000Z", "report.2.s.20260301T011000Z");
  }

  @Test
  void once_at_an_instant_that_nobody_was_up_for_is_late() {
    Scenario s = scenario(job("report").trigger(new Trigger.At(time("03:00:00"))));

    s.asleepUntil("2026-03-01T05:00:00Z").restart();

    assertThat(keys(s)).containsExactly("20260301T030000Z");
    assertThat(s.state().nextTimer()).isNotEqualTo(Optional.of(time("03:00:00")));
  }

  @Test
  void after_so_many_instants_nothing_is_due_and_more_can_be_allowed() {
    Jobs thrice = job("report").every(MINUTE).bounds(new Bounds(null, null, 3, List.of()));
    Scenario s = scenario(thrice).asleepUntil("2026-03-01T00:02:30Z").restart();

    s.asleepUntil("2026-03-01T09:00:00Z").restart();
    assertThat(ranges(s).stream().mapToLong(Range::count).sum()).isEqualTo(3);
    assertThat(s.job("report").ledger().watermark()).isEqualTo(time("00:03:00"));

    s.deploy(job("report").every(MINUTE).bounds(new Bounds(null, null, 4, List.of())));
    s.at("2026-03-01T09:01:00Z").at("2026-03-01T09:02:00Z");
    assertThat(ranges(s).stream().mapToLong(Range::count).sum()).isEqualTo(4);
  }

  @Test
  void excluded_days_have_no_instants_in_the_ledger() {
    Bounds sundays = new Bounds(null, null, 0, List.of(ExcludedDay.parse("SUN")));
    Scenario s = scenario(job("report").cron("0 0 * * * ?").bounds(sundays));

    s.at("2026-03-01T23:30:00Z");
    assertThat(ranges(s)).isEmpty();

    s.at("2026-03-02T00:00:00Z");
    assertThat(keys(s)).containsExactly("20260302T000000Z");
  }

  @Test
  void a_clock_that_jumps_makes_instants_late_and_one_set_back_makes_them_wait() {
    Scenario s = scenario(job("report").every(MINUTE)).subscribed();

    once(s.at("2026-03-01T00:01:00Z"));
    s.at("2026-03-01T02:00:30Z");
    assertThat(keys(s)).containsExactly("20260301T000100Z", "20260301T020000Z");

    s.at("2026-03-01T00:30:00Z");
    assertThat(s.runsOf("report")).hasSize(2);
    assertThat(s.job("report").ledger().watermark()).isEqualTo(time("02:00:00"));
  }

  @Test
  void a_ledger_set_back_opens_the_count_of_what_it_opens() {
    Jobs twice = job("report").every(MINUTE).bounds(new Bounds(null, null, 2, List.of()));
    Scenario s = scenario(twice.misfire(Misfire.SKIP)).at("2026-03-01T08:00:00Z");
    assertThat(s.job("report").ledger().count()).isEqualTo(2);

    s.asleepUntil("2026-03-01T00:00:30Z");
    s.event(new Event.LedgerSetBackRequested("q", new JobName("report")));

    assertThat(s.job("report").ledger().count()).isZero();
    assertThat(s.at("2026-03-01T00:01:00Z").runsOf("report")).hasSize(1);
  }

  private static Event trigger(String key, String parameter) {
    return new Event.TriggerRequested(
        "q", new JobName("report"), Optional.of(key), Optional.of(parameter));
  }

  @Test
  void a_parameter_given_by_hand_reaches_the_items_also_of_later_attempts() {
    Scenario s = scenario(job("report").retries(1).backoff(MINUTE, MINUTE)).subscribed();

    s.event(trigger("k", "2026-02")).offers("a1");
    assertThat(s.launch().payload().jobParameter()).isEqualTo("2026-02");
    s.throwsException(s.launch()).restart().subscribed().later(MINUTE).offers("a1");

    assertThat(s.launch().payload().jobParameter()).isEqualTo("2026-02");
    assertThat(s.event(trigger("k", "another")).answer())
        .isEqualTo(new Call.Result.Triggered(s.onlyRun().id()));
    assertThat(s.onlyRun().definition().sharding().jobParameter()).isEqualTo("2026-02");
    assertThat(s.job("report").definition().sharding().jobParameter()).isEmpty();
  }

  @Test
  void a_run_that_waits_does_not_stand_for_one_with_another_parameter() {
    Scenario s = scenario(job("report").overlap(Overlap.QUEUE_ONE).every(TEN)).subscribed();
    s.trigger("report", "first").event(trigger("held", "a"));

    assertThat(s.event(trigger("again", "a")).answer()).isInstanceOf(Call.Result.Triggered.class);
    assertThat(s.event(trigger("other", "b")).answer())
        .asString()
        .contains("report.1.m.held waits, with another parameter");
    assertThat(s.trigger("report", "none").answer()).isInstanceOf(Call.Result.Refused.class);
    s.at("2026-03-01T00:10:00Z");
    assertThat(ranges(s)).extracting(Range::outcome).containsExactly(Outcome.SKIPPED);
    assertThat(s.runsOf("report")).extracting(Run::held).containsExactlyInAnyOrder(false, true);
  }
}
