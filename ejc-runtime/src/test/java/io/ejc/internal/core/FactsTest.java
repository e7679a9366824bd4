package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.record.RunStore.Change;
import io.ejc.internal.record.StateRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The state is its facts: applied to another state, the facts of a history make the same records.
 */
class FactsTest {

  @Test
  void the_same_facts_make_the_same_state_and_the_same_history_the_same_facts() {
    List<Fact> once = history();

    assertThat(history()).isEqualTo(once);

    ClusterState replayed = ClusterState.restore(StoredState.EMPTY);
    once.forEach(replayed::apply);
    ClusterState again = ClusterState.restore(StoredState.EMPTY);
    once.forEach(again::apply);
    assertThat(bytes(replayed)).isEqualTo(bytes(again)).isNotEmpty();
    assertThat(replayed.allRuns()).hasSize(2);
  }

  private static List<Fact> history() {
    List<Fact> facts = new ArrayList<>();
    Scenario s = scenario(job("report").items(2).retries(1).cron("0 * * * * ?"));
    facts.addAll(s.facts());
    facts.addAll(s.subscribed().facts());
    facts.addAll(s.at("2026-03-01T00:01:00Z").facts());
    facts.addAll(s.offers("a1", "a2").facts());
    List<TaskLaunch> launches = s.launches();
    facts.addAll(s.runs(launches.get(0)).facts());
    facts.addAll(s.throwsException(launches.get(0)).facts());
    facts.addAll(s.said(launches.get(1), TaskState.UNREACHABLE, "").facts());
    facts.addAll(s.later(Duration.ofSeconds(10)).facts());
    facts.addAll(s.offers("a1").facts());
    facts.addAll(s.told(s.launch(), TaskState.FINISHED, Kind.SUCCEEDED).facts());
    facts.addAll(s.later(Duration.ofMinutes(5)).facts());
    facts.addAll(s.offers("a1").facts());
    facts.addAll(s.told(s.launch(), TaskState.FINISHED, Kind.SUCCEEDED).facts());
    facts.addAll(s.trigger("report", "k").facts());
    return facts;
  }

  private static Map<String, String> bytes(ClusterState state) {
    Map<String, String> byPath = new HashMap<>();
    for (Change change : new StateRecords().changes(state, state.drainTouched())) {
      if (change instanceof Change.Put put) {
        byPath.put(put.path(), new String(put.bytes(), StandardCharsets.UTF_8));
      }
    }
    return byPath;
  }
}
