package io.ejc.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.Fact;
import io.ejc.internal.core.Jobs;
import io.ejc.internal.core.StoredState;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.RunState;
import io.ejc.internal.record.RunStore.Change;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepBatchTest {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final JobDefinition JOB = Jobs.job("report").items(300).build();
  private static final RunId RUN = RunId.manual(JOB.name(), 1, "k");
  private static final String BLOCK = "runs/report/report.1.m.k/items/";

  private final StateRecords records = new StateRecords();
  private final ClusterState state = ClusterState.restore(StoredState.EMPTY);

  private StepBatch batch(int wholeBytes) {
    StepBatch batch = new StepBatch(records, wholeBytes);
    step(
        batch, new Fact.JobRegistered(JOB, 1, NOW), new Fact.RunCreated(RUN, JOB, NOW, NOW, false));
    return batch;
  }

  private void step(StepBatch batch, Fact... facts) {
    for (Fact fact : facts) {
      state.apply(fact);
    }
    batch.add(state, state.drainTouched());
  }

  private void kill(StepBatch batch, int... items) {
    Fact[] facts = new Fact[items.length];
    for (int i = 0; i < items.length; i++) {
      facts[i] = new Fact.ItemKillRequested(new ItemId(RUN, items[i]), "because " + items[i]);
    }
    step(batch, facts);
  }

  private static List<List<String>> paths(StepBatch batch) {
    return batch.commits().stream().map(c -> c.stream().map(Change::path).toList()).toList();
  }

  private static String text(Change change) {
    return change instanceof Change.Put put ? new String(put.bytes(), StandardCharsets.UTF_8) : "";
  }

  @Test
  void small_steps_share_a_commit_and_a_record_is_written_once() {
    StepBatch batch = batch(1_000_000);
    kill(batch, 0);
    kill(batch, 1, 200);

    assertThat(paths(batch))
        .containsExactly(List.of("runs/report/report.1.m.k", "jobs/report", BLOCK + 0, BLOCK + 1));
    assertThat(text(batch.commits().get(0).get(2))).contains("because 0", "because 1");
  }

  @Test
  void what_is_too_large_together_is_cut_between_steps_and_never_within_one() {
    StepBatch batch = batch(40_000);
    kill(batch, 0, 130);
    kill(batch, 1, 131, 260);

    List<List<String>> paths = paths(batch);
    assertThat(paths)
        .containsExactly(
            List.of("runs/report/report.1.m.k", "jobs/report"),
            List.of(BLOCK + 0, BLOCK + 1),
            List.of(BLOCK + 0, BLOCK + 1, BLOCK + 2));
    assertThat(text(batch.commits().get(1).get(0)))
        .contains("because 0")
        .doesNotContain("because 1\"");
    assertThat(text(batch.commits().get(2).get(0))).contains("because 0", "because 1\"");
  }

  @Test
  void updates_of_many_items_write_each_block_once_whatever_their_order() {
    StepBatch batch = batch(40_000);
    for (int item = 0; item < 100; item++) {
      kill(batch, item);
      kill(batch, 299 - item);
    }

    assertThat(paths(batch).stream().flatMap(List::stream).filter(path -> path.startsWith(BLOCK)))
        .containsExactlyInAnyOrder(BLOCK + 0, BLOCK + 1, BLOCK + 2);
  }

  @Test
  void of_a_run_that_is_forgotten_only_its_removal_is_written() {
    StepBatch batch = batch(1_000_000);
    kill(batch, 0);
    step(batch, new Fact.RunEnded(RUN, RunState.KILLED, NOW), new Fact.RunForgotten(RUN));

    assertThat(paths(batch)).containsExactly(List.of("jobs/report", "runs/report/report.1.m.k"));
  }

  @Test
  void a_run_that_comes_back_after_its_removal_is_written_after_it() {
    StepBatch batch = batch(1_000_000);
    step(batch, new Fact.RunEnded(RUN, RunState.KILLED, NOW), new Fact.RunForgotten(RUN));
    step(batch, new Fact.RunCreated(RUN, JOB, NOW, NOW, false));

    List<Change> last = batch.commits().get(batch.commits().size() - 1);
    assertThat(batch.commits()).hasSizeGreaterThan(1);
    assertThat(last).singleElement().isInstanceOf(Change.Put.class);
  }

  @Test
  void steps_that_change_nothing_need_no_commit() {
    StepBatch batch = new StepBatch(records, 1_000_000);
    step(batch);

    assertThat(batch.commits()).isEmpty();
  }
}
