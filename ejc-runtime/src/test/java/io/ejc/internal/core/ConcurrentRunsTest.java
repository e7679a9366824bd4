package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several runs of a job at once, and what the overlap policies mean then. */
class ConcurrentRunsTest {

  private static Jobs two(Overlap overlap) {
    return job("report").cron("0 * * * * ?").overlap(overlap).concurrentRuns(2);
  }

  /** Two runs are under way. */
  private static Scenario running(Overlap overlap) {
    Scenario s = scenario(two(overlap)).subscribed();
    s.at("2026-03-01T00:01:00Z").offers("a1").at("2026-03-01T00:02:00Z").offers("a1");
    assertThat(s.allLaunches()).hasSize(2);
    s.allLaunches().forEach(s::runs);
    return s;
  }

  private static void ends(Scenario s, int launch) {
    TaskLaunch of = s.allLaunches().get(launch);
    s.told(of, TaskState.FINISHED, Kind.SUCCEEDED);
  }

  private static List<Boolean> held(Scenario s) {
    return s.runsOf("report").stream().filter(r -> !r.state().ended()).map(Run::held).toList();
  }

  @Test
  void skip_skips_when_so_many_are_under_way() {
    Scenario s = running(Overlap.SKIP);

    s.at("2026-03-01T00:03:00Z");
    ends(s, 1);
    s.at("2026-03-01T00:04:00Z");

    assertThat(s.job("report").ledger().ranges())
        .extracting(Range::outcome, Range::count, Range::reason)
        .containsExactly(
            tuple(Outcome.RUN, 2L, ""),
            tuple(Outcome.SKIPPED, 1L, "overlap: 2 earlier runs have not ended"),
            tuple(Outcome.RUN, 1L, ""));
  }

  @Test
  void queued_runs_get_their_turn_in_order_as_the_others_end() {
    Scenario s = running(Overlap.QUEUE);
    s.at("2026-03-01T00:03:00Z").at("2026-03-01T00:04:00Z");
    assertThat(held(s)).containsExactly(false, false, true, true);

    s.restart().subscribed();
    ends(s, 1);
    assertThat(held(s)).containsExactly(false, false, true);
    ends(s, 0);
    assertThat(held(s)).containsExactly(false, false);
  }

  @Test
  void replace_ends_the_oldest_so_that_the_newest_stay() {
    Scenario s = running(Overlap.REPLACE);

    s.at("2026-03-01T00:03:00Z");
    assertThat(s.calls(Call.Kill.class))
        .extracting(Call.Kill::taskId)
        .containsExactly(s.allLaunches().get(0).carrier().toString());
    s.told(s.allLaunches().get(0), TaskState.KILLED, Kind.KILLED).offers("a1");

    assertThat(s.launch().payload().attempt().run().key()).isEqualTo("20260301T000300Z");
    assertThat(held(s)).containsExactly(false, false);
  }

  @Test
  void a_definition_that_allows_more_gives_those_that_wait_their_turn() {
    Jobs one = job("report").overlap(Overlap.QUEUE);
    Scenario s = scenario(one).subscribed();
    s.trigger("report", "k1").trigger("report", "k2").trigger("report", "k3");

    s.deploy(job("report").overlap(Overlap.QUEUE).concurrentRuns(2));
    assertThat(held(s)).containsExactly(false, false, true);

    s.restart();
    assertThat(held(s)).as("by the next leader too").containsExactly(false, false, true);
  }

  @Test
  void a_definition_that_allows_fewer_holds_nothing_back_that_had_its_turn() {
    Scenario s = scenario(two(Overlap.QUEUE)).subscribed();
    s.trigger("report", "k1").trigger("report", "k2");

    s.deploy(job("report").cron("0 * * * * ?").overlap(Overlap.QUEUE)).restart();

    assertThat(held(s)).containsExactly(false, false);
  }

  @Test
  void a_definition_that_allows_fewer_lets_those_under_way_go_on() {
    Scenario s = running(Overlap.QUEUE);

    s.deploy(job("report").cron("0 * * * * ?").overlap(Overlap.QUEUE));
    s.at("2026-03-01T00:03:00Z");
    ends(s, 0);
    assertThat(held(s)).containsExactly(false, true);
    ends(s, 1);

    assertThat(held(s)).containsExactly(false);
  }
}
