package io.ejc.internal.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.Fact;
import io.ejc.internal.core.StoredState;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.record.RunStore.Change;
import io.ejc.internal.record.RunStore.Change.Put;
import io.ejc.internal.record.RunStore.Change.Remove;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link RunStore} does. Subclasses say how one is opened. */
public abstract class RunStoreContract {

  /** Another store over the same contents, which the subclass closes after the test. */
  protected abstract RunStore open() throws StoreException;

  @Test
  void a_new_store_is_empty() throws Exception {
    assertThat(open().takeOver()).isEmpty();
  }

  @Test
  void the_next_leader_reads_what_was_put() throws Exception {
    RunStore store = leading();
    store.commit(List.of(put("jobs/a", "1"), put("runs/a/r1/items/0", "2"), put("runs/a/r1", "3")));

    assertThat(stored())
        .containsExactly(
            Map.entry("jobs/a", "1"),
            Map.entry("runs/a/r1", "3"),
            Map.entry("runs/a/r1/items/0", "2"));
  }

  @Test
  void what_was_decided_about_jobs_at_run_time_comes_back() throws Exception {
    StateRecords records = new StateRecords();
    JobOverride kept = decided("a.b-c", JobOverride.Kind.REGISTERED, "jobParameter", "Köln\n\"x\"");
    JobOverride gone = decided("gone", JobOverride.Kind.OVERRIDE, "cron", "0 * * * * ?");
    ClusterState state = ClusterState.restore(StoredState.EMPTY);
    RunStore store = leading();
    state.apply(new Fact.OverrideStored(kept));
    state.apply(new Fact.OverrideStored(gone));
    store.commit(records.changes(state, state.drainTouched()));
    state.apply(new Fact.OverrideJudged(kept.job(), "class gone"));
    state.apply(new Fact.OverrideRemoved(gone.job()));
    store.commit(records.changes(state, state.drainTouched()));

    StoredState back = records.restore(open().takeOver());

    assertThat(back.overrides()).containsExactly(kept.judged("class gone"));
    assertThat(back.setAside()).isEmpty();
  }

  private static JobOverride decided(
      String job, JobOverride.Kind kind, String attribute, String text) {
    return new JobOverride(
        new JobName(job),
        kind,
        "com.acme.Mail",
        new TreeMap<>(Map.of(attribute, text)),
        new TreeMap<>(Map.of("cron", "0 0 * * * ?")),
        "host-1:4711",
        Instant.parse("2026-03-01T00:00:00Z"),
        "");
  }

  @Test
  void a_record_is_overwritten() throws Exception {
    RunStore store = leading();
    store.commit(List.of(put("a/b", "old")));
    store.commit(List.of(put("a/b", "new")));

    assertThat(stored()).containsExactly(Map.entry("a/b", "new"));
  }

  @Test
  void a_removed_record_goes_with_all_below_it_and_nothing_else() throws Exception {
    RunStore store = leading();
    store.commit(
        List.of(
            put("runs/a", "1"),
            put("runs/a/1/items/0", "2"),
            put("runs/a/1/items/1", "3"),
            put("runs/a-b", "4"),
            put("runs/a.b/1", "5"),
            put("runs/a0", "6"),
            put("runs/aa", "7")));
    store.commit(List.of(new Remove("runs/a")));

    assertThat(stored()).containsOnlyKeys("runs/a-b", "runs/a.b/1", "runs/a0", "runs/aa");
  }

  @Test
  void a_parent_that_was_never_put_is_no_record_and_can_be_removed() throws Exception {
    RunStore store = leading();
    store.commit(List.of(put("runs/a/1", "1"), put("runs/b/1", "2")));
    store.commit(List.of(new Remove("runs/a")));

    assertThat(stored()).containsOnlyKeys("runs/b/1");
  }

  @Test
  void removing_what_is_not_there_does_nothing() throws Exception {
    RunStore store = leading();
    store.commit(List.of(put("a", "1"), new Remove("b"), new Remove("c/d")));

    assertThat(stored()).containsOnlyKeys("a");
  }

  @Test
  void changes_of_a_batch_happen_in_order() throws Exception {
    RunStore store = leading();
    store.commit(List.of(put("a/old", "1"), put("b/x", "2")));
    store.commit(List.of(new Remove("a"), put("a/new", "3"), put("b/y", "4"), new Remove("b")));

    assertThat(stored()).containsExactly(Map.entry("a/new", "3"));
  }

  @Test
  void a_removed_path_can_be_put_again() throws Exception {
    RunStore store = leading();
    store.commit(List.of(put("a/b/c", "1")));
    store.commit(List.of(new Remove("a")));
    store.commit(List.of(put("a/b/c", "2")));

    assertThat(stored()).containsExactly(Map.entry("a/b/c", "2"));
  }

  @Test
  void a_new_leader_continues_where_the_last_one_ended() throws Exception {
    leading().commit(List.of(put("a/b", "1"), put("a/c", "2")));
    RunStore next = leading();
    next.commit(List.of(put("a/b", "3"), new Remove("a/c"), put("a/d/e", "4")));

    assertThat(stored()).containsExactly(Map.entry("a/b", "3"), Map.entry("a/d/e", "4"));
  }

  @Test
  void a_deposed_leaders_commit_is_refused_and_changes_nothing() throws Exception {
    RunStore first = leading();
    first.commit(List.of(put("a", "first")));
    RunStore second = leading();

    assertThatThrownBy(() -> first.commit(List.of(put("a", "late"), put("b", "late"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another leader took over: epoch 2");
    second.commit(List.of(put("c", "second")));
    assertThat(stored()).containsExactly(Map.entry("a", "first"), Map.entry("c", "second"));
  }

  @Test
  void a_deposed_leader_learns_it_even_from_a_batch_without_effect() throws Exception {
    RunStore first = leading();
    RunStore second = leading();

    assertThatThrownBy(() -> first.commit(List.of(new Remove("not-there"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another leader took over");
    second.commit(List.of(new Remove("not-there")));
  }

  @Test
  void a_deposed_leader_learns_it_even_from_an_empty_batch() throws Exception {
    RunStore first = leading();
    RunStore second = leading();

    assertThatThrownBy(() -> first.commit(List.of()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another leader took over");
    second.commit(List.of());
  }

  @Test
  void a_deposed_leader_can_take_over_again() throws Exception {
    RunStore first = leading();
    leading().commit(List.of(put("a", "second")));

    assertThat(first.takeOver()).containsOnlyKeys("a");
    first.commit(List.of(put("b", "first")));
    assertThat(stored()).containsOnlyKeys("a", "b");
  }

  @Test
  void a_commit_before_the_takeover_is_refused() throws Exception {
    RunStore store = open();

    assertThatThrownBy(() -> store.commit(List.of(put("a", "1"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("take the store over first");
  }

  @Test
  void an_empty_batch_does_nothing() throws Exception {
    RunStore store = leading();
    store.commit(List.of());

    assertThat(stored()).isEmpty();
  }

  @Test
  void a_batch_of_thousands_of_changes_and_more_than_a_megabyte_is_stored() throws Exception {
    RunStore store = leading();
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      changes.add(new Put("runs/job/" + i / 500 + "/" + i, new byte[700]));
    }
    store.commit(changes);

    assertThat(open().takeOver()).hasSize(3_000);
  }

  @Test
  void the_largest_record_is_stored_and_read() throws Exception {
    RunStore store = leading();
    byte[] bytes = new byte[ChangeRules.MAX_RECORD_BYTES];
    bytes[bytes.length - 1] = 42;
    store.commit(List.of(put("before", "1"), new Put("large/record", bytes), put("after", "2")));

    assertThat(open().takeOver())
        .containsOnlyKeys("before", "large/record", "after")
        .containsEntry("large/record", bytes);
  }

  @Test
  void a_larger_record_is_refused_with_its_path_and_size_and_the_leader_goes_on() throws Exception {
    RunStore store = leading();
    int size = ChangeRules.MAX_RECORD_BYTES + 1;

    assertThatThrownBy(
            () -> store.commit(List.of(put("a", "1"), new Put("jobs/big", new byte[size]))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("jobs/big")
        .hasMessageContaining(String.valueOf(size));
    store.commit(List.of(put("b", "2")));
    assertThat(stored()).containsOnlyKeys("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/a", "a/", "a//b", "a b", "a/ü", "a/\u0000", "a%2Eb", "a\nb"})
  void what_is_no_path_is_refused(String path) throws Exception {
    RunStore store = leading();

    assertThatThrownBy(() -> store.commit(List.of(put(path, "1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("path: " + path);
    assertThatThrownBy(() -> store.commit(List.of(new Remove(path))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(stored()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "a/./b", "jobs/..", "...", "-", "_", "zookeeper", "epoch"})
  void every_segment_of_the_allowed_characters_works(String path) throws Exception {
    leading().commit(List.of(put(path, "1")));

    assertThat(stored()).containsExactly(Map.entry(path, "1"));
  }

  @Test
  void a_segment_of_255_characters_works_and_one_of_256_is_refused() throws Exception {
    RunStore store = leading();
    store.commit(List.of(put("a/" + "x".repeat(255), "1")));

    assertThatThrownBy(() -> store.commit(List.of(put("a/" + "x".repeat(256), "1"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(stored()).containsOnlyKeys("a/" + "x".repeat(255));
  }

  @Test
  void two_changes_for_one_path_are_refused() throws Exception {
    RunStore store = leading();

    assertThatThrownBy(() -> store.commit(List.of(put("a", "1"), new Remove("a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("path: a");
  }

  @Test
  void an_empty_record_is_refused() throws Exception {
    RunStore store = leading();

    assertThatThrownBy(() -> store.commit(List.of(put("jobs/a", ""))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jobs/a");
  }

  /** A store that leads. */
  protected final RunStore leading() throws StoreException {
    RunStore store = open();
    Map<String, byte[]> unused = store.takeOver();
    return store;
  }

  /** What the next leader reads. */
  protected final Map<String, String> stored() throws StoreException {
    Map<String, String> texts = new TreeMap<>();
    open().takeOver().forEach((path, bytes) -> texts.put(path, new String(bytes, UTF_8)));
    return texts;
  }

  /** A change that stores a text. */
  protected static Change put(String path, String text) {
    return new Put(path, text.getBytes(UTF_8));
  }
}
