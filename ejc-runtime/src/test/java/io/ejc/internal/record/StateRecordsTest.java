package io.ejc.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.Fact;
import io.ejc.internal.core.Jobs;
import io.ejc.internal.core.StoredState;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.RunState;
import io.ejc.internal.record.RunStore.Change;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateRecordsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private final StateRecords records = new StateRecords();
  private final JobDefinition job =
      Jobs.job("a.b").cron("0 * * * * ?").items(300).parameter(7, "Köln, \"x\"").build();
  private final RunId run = RunId.manual(job.name(), 1, "k");
  private final ClusterState state = ClusterState.restore(StoredState.EMPTY);

  private List<Change> begun() {
    state.apply(new Fact.BundleDeployed(Jobs.deployed(), NOW));
    state.apply(new Fact.JobRegistered(job, 1, NOW));
    state.apply(new Fact.RunCreated(run, job, NOW, NOW, false));
    return records.changes(state, state.drainTouched());
  }

  private List<Change> launched(int item) {
    CarrierId carrier = new CarrierId(job.name(), item + 1L);
    AttemptId attempt = new AttemptId(run, item, 1);
    state.apply(
        new Fact.AttemptIntended(
            attempt,
            item + 1L,
            Jobs.bundle().id(),
            Carrier.intended(
                carrier,
                new FrameworkId("f-1"),
                attempt,
                new AgentId("a1"),
                new ExecutorId("e1"),
                128,
                new TreeMap<>(),
                null),
            "host",
            NOW));
    return records.changes(state, state.drainTouched());
  }

  private static Map<String, byte[]> stored(List<Change> changes) {
    Map<String, byte[]> byPath = new HashMap<>();
    changes.forEach(change -> byPath.put(change.path(), ((Change.Put) change).bytes()));
    return byPath;
  }

  @Test
  void what_was_stored_comes_back_equal() throws StoreException {
    Map<String, byte[]> all = stored(begun());
    all.putAll(stored(launched(200)));

    StoredState back = records.restore(all);

    assertThat(back.jobs()).containsExactlyElementsOf(state.allJobs());
    assertThat(back.runs()).containsExactlyElementsOf(state.allRuns());
    assertThat(back.deployed()).isEqualTo(Jobs.deployed());
    assertThat(back.carriers()).hasSize(1);
    assertThat(ClusterState.restore(back).carriersOf(run, 1)).isEqualTo(back.carriers());
  }

  @Test
  void a_run_is_stored_without_its_untouched_items_and_a_change_stores_one_block() {
    assertThat(begun())
        .extracting(Change::path)
        .containsExactly("deployment", "runs/a.b/a.b.1.m.k", "jobs/a.b");

    assertThat(launched(200))
        .extracting(Change::path)
        .containsExactly("jobs/a.b", "runs/a.b/a.b.1.m.k/items/1");
  }

  @Test
  void an_ended_run_is_stored_after_its_items() {
    stored(begun());
    for (int item = 0; item < 300; item++) {
      state.apply(
          new Fact.ItemEnded(
              new io.ejc.internal.model.ItemId(run, item), ItemState.KILLED, "", NOW));
    }
    state.apply(new Fact.RunEnded(run, RunState.KILLED, NOW));

    assertThat(records.changes(state, state.drainTouched()))
        .extracting(Change::path)
        .endsWith("runs/a.b/a.b.1.m.k");
  }

  @Test
  void a_run_that_is_created_and_ended_in_one_commit_is_one_record_and_safe_without_its_items()
      throws StoreException {
    state.apply(new Fact.JobRegistered(job, 1, NOW));
    state.apply(new Fact.RunCreated(run, job, NOW, NOW, false));
    for (int item = 0; item < 300; item++) {
      state.apply(
          new Fact.ItemEnded(
              new io.ejc.internal.model.ItemId(run, item), ItemState.KILLED, "", NOW));
    }
    state.apply(new Fact.RunEnded(run, RunState.KILLED, NOW));

    List<Change> changes = records.changes(state, state.drainTouched());

    assertThat(changes).extracting(Change::path).doesNotHaveDuplicates();
    Run cut = records.restore(stored(changes.subList(0, 1))).runs().get(0);
    assertThat(cut.state()).isEqualTo(RunState.KILLED);
    assertThat(cut.items()).allMatch(item -> item.state() == ItemState.KILLED);
  }

  @Test
  void what_was_due_is_settled_before_a_pause_begins_or_ends() {
    state.apply(new Fact.AllPaused(true));
    state.apply(new Fact.JobRegistered(job, 1, NOW));

    assertThat(records.changes(state, state.drainTouched()))
        .extracting(Change::path)
        .containsExactly("jobs/a.b", "control");
  }

  @Test
  void every_prefix_of_a_large_commit_can_be_read_back() throws StoreException {
    List<Change> changes = begun();

    for (int i = 0; i <= changes.size(); i++) {
      StoredState back = records.restore(stored(changes.subList(0, i)));
      ClusterState restored = ClusterState.restore(back);
      assertThat(restored.allRuns().stream().map(Run::id)).isSubsetOf(run);
    }
  }

  @Test
  void a_record_of_a_newer_version_is_refused_and_fields_of_a_newer_one_are_ignored()
      throws StoreException {
    Map<String, byte[]> newer =
        Map.of("framework", "{\"v\":2,\"id\":\"f\"}".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> records.restore(newer))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("version 2 (expected: 1 to 1)");

    Map<String, byte[]> more =
        Map.of("framework", "{\"v\":1,\"id\":\"f\",\"x\":[1]}".getBytes(StandardCharsets.UTF_8));
    assertThat(records.restore(more).framework()).hasToString("f");
  }

  @Test
  void a_record_from_before_the_daylight_saving_options_has_their_defaults() throws StoreException {
    JobDefinition chosen =
        Jobs.job("c").cron("0 * * * * ?").dstGap(DstGap.SKIP).dstOverlap(DstOverlap.TWICE).build();
    state.apply(new Fact.JobRegistered(chosen, 1, NOW));
    String json =
        new String(
            stored(records.changes(state, state.drainTouched())).get("jobs/c"),
            StandardCharsets.UTF_8);

    assertThat(scheduleOf(json)).isEqualTo(chosen.schedule());

    String older = json.replace(",\"dstGap\":\"SKIP\",\"dstOverlap\":\"TWICE\"", "");
    assertThat(older).hasSizeLessThan(json.length()).doesNotContain("dst");
    assertThat(scheduleOf(older))
        .isEqualTo(Jobs.job("c").cron("0 * * * * ?").build().schedule())
        .satisfies(schedule -> assertThat(schedule.dstGap()).isEqualTo(DstGap.AUTO))
        .satisfies(schedule -> assertThat(schedule.dstOverlap()).isEqualTo(DstOverlap.AUTO));
  }

  private JobDefinition.Schedule scheduleOf(String json) throws StoreException {
    return records
        .restore(Map.of("jobs/c", json.getBytes(StandardCharsets.UTF_8)))
        .jobs()
        .get(0)
        .definition()
        .schedule();
  }

  @Test
  void a_job_that_cannot_be_read_is_set_aside_with_its_runs_and_the_rest_comes_back()
      throws StoreException {
    Map<String, byte[]> all = stored(begun());
    all.putAll(stored(launched(200)));
    state.apply(new Fact.JobRegistered(Jobs.job("other").build(), 1, NOW));
    all.putAll(stored(records.changes(state, state.drainTouched())));
    all.put("jobs/a.b", "{\"v\":1,".getBytes(StandardCharsets.UTF_8));

    StoredState back = records.restore(all);

    assertThat(back.jobs()).extracting(Job::name).extracting(JobName::value).containsOnly("other");
    assertThat(back.runs()).isEmpty();
    assertThat(back.carriers()).isEmpty();
    assertThat(back.setAside()).hasSize(1);
    assertThat(back.setAside().get(0).job()).contains(job.name());
    assertThat(back.setAside().get(0).problem()).startsWith("record jobs/a.b cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs/a.b/a.b.1.m.k", "runs/a.b/a.b.1.m.k/items/1"})
  void a_run_that_cannot_be_read_is_set_aside_whole(String path) throws StoreException {
    Map<String, byte[]> all = stored(begun());
    all.putAll(stored(launched(200)));
    all.put(path, "{\"v\":1}".getBytes(StandardCharsets.UTF_8));

    StoredState back = records.restore(all);

    assertThat(back.jobs()).hasSize(1);
    assertThat(back.runs()).isEmpty();
    assertThat(back.carriers()).isEmpty();
    assertThat(back.setAside().get(0).problem()).contains(path);
  }

  @Test
  void a_schedule_that_is_not_understood_any_more_stops_only_its_job() throws StoreException {
    Map<String, byte[]> all = stored(begun());
    String json = new String(all.get("jobs/a.b"), StandardCharsets.UTF_8);
    all.put("jobs/a.b", json.replace("0 * * * * ?", "rubbish").getBytes(StandardCharsets.UTF_8));

    ClusterState restored = ClusterState.restore(records.restore(all));

    assertThat(restored.job(job.name())).isPresent();
    assertThat(restored.setAside().get(0).problem())
        .startsWith("job a.b does not fire: ")
        .contains("rubbish");
  }

  @Test
  void a_block_of_items_that_all_failed_with_the_longest_words_can_be_stored()
      throws StoreException {
    begun();
    String endless = "\"ö€\n".repeat(2_000);
    List<Change> changes = List.of();
    for (int number = 1; number <= Item.ATTEMPTS_KEPT + 1; number++) {
      for (int item = 0; item < Run.BLOCK; item++) {
        attemptFails(item, number, endless);
      }
      changes = records.changes(state, state.drainTouched());
      ChangeRules.check(changes);
    }

    Item first = records.restore(all(changes)).runs().get(0).item(0);
    assertThat(first.reason()).hasSizeGreaterThan(200).endsWith("...");
    assertThat(first.attempts()).hasSize(Item.ATTEMPTS_KEPT);
  }

  private Map<String, byte[]> all(List<Change> changes) {
    ClusterState fresh = ClusterState.restore(StoredState.EMPTY);
    fresh.apply(new Fact.JobRegistered(job, 1, NOW));
    fresh.apply(new Fact.RunCreated(run, job, NOW, NOW, false));
    Map<String, byte[]> all = stored(records.changes(fresh, fresh.drainTouched()));
    all.putAll(stored(changes));
    return all;
  }

  private void attemptFails(int item, int number, String words) {
    ItemId id = new ItemId(run, item);
    AttemptId attempt = new AttemptId(run, item, number);
    CarrierId carrier = new CarrierId(job.name(), number * 1_000L + item);
    state.apply(
        new Fact.AttemptIntended(
            attempt,
            number * 1_000L + item,
            Jobs.bundle().id(),
            Carrier.intended(
                carrier,
                new FrameworkId("f"),
                attempt,
                new AgentId("a1"),
                new ExecutorId("e1"),
                128,
                new TreeMap<>(),
                null),
            "host",
            NOW));
    state.apply(new Fact.AttemptEnded(attempt, AttemptState.FAILED, words.repeat(2), words, NOW));
    state.apply(new Fact.CarrierEnded(carrier));
    state.apply(new Fact.ItemWaits(id, Item.Cause.FAILURE, words, NOW, NOW));
  }
}
