package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.RunState;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A commit too large for one write was cut, and the process ended between its parts. */
class CutCommitsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private final JobDefinition definition = job("report").build();
  private final SchedulerCore core =
      new SchedulerCore(
          new CoreSettings(1, 10, 3),
          new LaunchPlanner(
              new ExecutorProfile(
                  "shop", "http://h/", "java", List.of(), "", 100, 512, 256, new TreeMap<>())));

  private Run run(String key, Instant created, boolean held) {
    RunId id = RunId.manual(definition.name(), 1, key);
    return Run.fresh(id, definition, created, created, held);
  }

  private ClusterState restored(Run... runs) {
    Job known = new Job(definition, 1, true, Job.Mode.AS_DEFINED, 0, 0, Ledger.openedAt(NOW));
    return ClusterState.restore(
        new StoredState(null, null, false, List.of(known), List.of(runs), List.of(), List.of()));
  }

  private List<Fact> deployed(ClusterState state) {
    return core.step(state, new Event.Deployed(Jobs.bundle(), List.of(definition)), NOW).facts();
  }

  @Test
  void between_the_end_of_a_run_and_the_turn_of_the_next_the_next_gets_its_turn() {
    Run ended = run("a", NOW.minusSeconds(60), false);
    ended = ended.with(ended.item(0).ended(ItemState.SUCCEEDED, "")).ended(RunState.SUCCEEDED, NOW);
    Run next = run("b", NOW.minusSeconds(30), true);

    List<Fact> facts = deployed(restored(ended, next));

    assertThat(facts).contains(new Fact.RunReleased(next.id()));
  }

  @Test
  void between_a_new_run_and_the_end_of_the_one_before_the_new_one_waits() {
    Run before = run("a", NOW.minusSeconds(60), false);
    Run next = run("b", NOW.minusSeconds(30), false);

    ClusterState state = restored(next, before);

    assertThat(state.runs.currentOf(definition.name())).contains(before.id());
    assertThat(state.runs.heldOf(definition.name())).containsExactly(next.id());
  }

  @Test
  void between_the_end_of_an_item_and_that_of_its_run_the_run_ends() {
    Run run = run("a", NOW.minusSeconds(60), false);
    Item item = run.item(0).ended(ItemState.SUCCEEDED, "");

    List<Fact> facts = deployed(restored(run.with(item)));

    assertThat(facts).contains(new Fact.RunEnded(run.id(), RunState.SUCCEEDED, NOW));
  }
}
