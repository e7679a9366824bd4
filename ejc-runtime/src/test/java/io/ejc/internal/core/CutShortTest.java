package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs that end by a later one's coming, in the very step in which something else of them is due.
 */
class CutShortTest {

  private static final String EVERY_MINUTE = "0 * * * * ?";

  @Test
  void a_replaced_run_whose_items_wait_ends_in_the_step_that_begins_its_successor() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE).overlap(Overlap.REPLACE)).subscribed();

    s.at("2026-03-01T00:01:00Z").at("2026-03-01T00:02:00Z");

    assertThat(s.runsOf("report"))
        .extracting(Run::state)
        .containsExactly(RunState.KILLED, RunState.ACTIVE);
    s.restart().subscribed().offers("a1");
    assertThat(s.launch().payload().attempt().run().key()).isEqualTo("20260301T000200Z");
  }

  @Test
  void a_retry_that_is_due_with_the_fire_that_replaces_its_run_is_not_made() {
    Scenario s =
        scenario(job("report").cron(EVERY_MINUTE).overlap(Overlap.REPLACE).retries(3)).subscribed();
    s.at("2026-03-01T00:01:00Z").offers("a1");
    TaskLaunch first = s.launch();
    s.runs(first).asleepUntil("2026-03-01T00:01:55Z").throwsException(first);
    assertThat(s.runsOf("report").get(0).item(0).state()).isEqualTo(ItemState.WAITING);

    s.at("2026-03-01T00:02:30Z").offers("a1");

    assertThat(s.runsOf("report").get(0).state()).isEqualTo(RunState.KILLED);
    assertThat(s.launch().payload().attempt().run().key()).isEqualTo("20260301T000200Z");
    s.later(Duration.ofSeconds(1));
    assertThat(s.state().nextTimer().orElseThrow()).isAfter(s.now());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void tasks_of_a_removed_framework_are_waited_for_wherever_the_commit_that_forgot_it_was_cut(
      int records) {
    Scenario s = scenario(job("one"), job("two")).subscribed();
    s.trigger("one", "k").trigger("two", "k").offers("a1");
    assertThat(s.launches()).hasSize(2);

    s.cutAfter(records).sessionEnded(true).restart();
    s.event(new Event.Subscribed(s.state().session.number(), new FrameworkId("f-2")));

    assertThat(s.state().allRuns())
        .allMatch(
            run ->
                s.state().carriersOf(run.id(), 0).stream()
                    .allMatch(carrier -> carrier.state() == CarrierState.UNCERTAIN));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void the_run_that_waits_is_released_wherever_the_commit_of_the_end_before_it_was_cut(
      int records) {
    Scenario s = scenario(job("report").overlap(Overlap.QUEUE)).subscribed();
    s.trigger("report", "k1").offers("a1");
    TaskLaunch first = s.launch();
    s.trigger("report", "k2").runs(first);

    s.cutAfter(records).told(first, TaskState.FINISHED, Kind.SUCCEEDED).restart().subscribed();
    s.told(first, TaskState.FINISHED, Kind.SUCCEEDED).offers("a1");

    assertThat(s.launch().payload().attempt().run().key()).isEqualTo("k2");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void a_replacement_goes_on_wherever_its_commit_was_cut(int records) {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE).overlap(Overlap.REPLACE)).subscribed();
    s.at("2026-03-01T00:01:00Z");

    s.cutAfter(records).at("2026-03-01T00:02:00Z").restart().subscribed();
    for (int i = 0; i < 4; i++) {
      s.offers("a1");
      s.launches().forEach(s::succeeds);
    }

    assertThat(s.runsOf("report")).allMatch(run -> run.state().ended());
    assertThat(s.allLaunches())
        .extracting(launch -> launch.payload().attempt().run().key())
        .contains("20260301T000200Z")
        .doesNotHaveDuplicates();
  }

  @Test
  void a_run_of_a_faster_clock_is_in_the_ledger_when_its_version_ends() {
    Scenario s = scenario(job("report").cron(EVERY_MINUTE)).subscribed();
    s.cutAfter(1).at("2026-03-01T00:01:00Z");

    s.asleepUntil("2026-03-01T00:00:55Z").restart().deploy(job("report").cron("0 0 * * * ?"));

    assertThat(s.runsOf("report"))
        .extracting(run -> run.id().key())
        .containsExactly("20260301T000100Z");
    assertThat(s.job("report").ledger().ranges())
        .extracting(Range::outcome, Range::from)
        .containsExactly(tuple(Outcome.RUN, Instant.parse("2026-03-01T00:01:00Z")));
  }
}
