package io.ejc.internal.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.RunStore.Change;
import io.ejc.internal.record.RunStoreContract;
import io.ejc.internal.record.StoreException;
import io.ejc.testing.TestZooKeeper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ZooKeeperContractTest extends RunStoreContract {

  private static final AtomicInteger ROOTS = new AtomicInteger();

  private static TestZooKeeper server;

  private final String root = "/ejc/contract-" + ROOTS.incrementAndGet();
  private ZooKeeperClient client;
  private final List<RunStore> stores = new ArrayList<>();

  @BeforeAll
  static void startServer(@TempDir Path directory) {
    server = TestZooKeeper.start(directory);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void connect() throws Exception {
    client = ZooKeeperClient.connect(ZooKeeperSettings.of(server.address(), root));
  }

  @AfterEach
  void disconnect() {
    stores.forEach(RunStore::close);
    if (client != null) {
      client.close();
    }
  }

  @Override
  protected RunStore open() {
    RunStore store = new ZooKeeperRunStore(client);
    stores.add(store);
    return store;
  }

  @Test
  void a_batch_is_cut_at_500_operations_each_piece_with_its_number() throws Exception {
    RunStore store = leading();
    store.commit(puts(499, 1));
    assertThat(mark()).isEqualTo("1:1");
    store.commit(puts(501, 1));

    assertThat(mark()).isEqualTo("1:3");
  }

  @Test
  void a_batch_is_cut_at_256_kib() throws Exception {
    RunStore store = leading();
    store.commit(puts(10, 50 * 1024));

    assertThat(mark()).isEqualTo("1:2");
  }

  @Test
  void a_new_epoch_counts_its_commits_anew() throws Exception {
    leading().commit(puts(1, 1));
    leading().commit(puts(1, 1));

    assertThat(mark()).isEqualTo("2:1");
    assertThat(text("/epoch")).isEqualTo("2");
  }

  @Test
  void a_removal_that_no_request_can_hold_is_refused_before_anything_is_stored() throws Exception {
    RunStore store = leading();
    store.commit(puts(5_000, 1));
    List<Change> changes = List.of(put("other", "1"), new Change.Remove("p"));

    assertThatThrownBy(() -> store.commit(changes))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("change of p: 5001 operations");
    assertThat(stored()).hasSize(5_000).doesNotContainKey("other");
  }

  @Test
  void what_something_else_writes_below_the_root_is_not_overwritten_unseen() throws Exception {
    RunStore store = leading();
    client.curator().create().forPath(root + "/records/a");

    assertThatThrownBy(() -> store.commit(List.of(put("a", "1"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("NODEEXISTS")
        .hasMessageContaining(root);
  }

  @Test
  void an_epoch_that_is_no_number_stops_the_takeover() throws Exception {
    client.curator().create().forPath(root + "/epoch", "x".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> open().takeOver())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(root + "/epoch: x");
  }

  @Test
  void everything_is_there_after_a_restart_of_the_server() throws Exception {
    leading().commit(List.of(put("a/b", "1")));
    server.stop();
    server.start();

    await().ignoreExceptions().untilAsserted(() -> assertThat(stored()).containsOnlyKeys("a/b"));
  }

  @Test
  void a_relative_root_and_a_server_that_is_none_are_refused() {
    assertThatThrownBy(() -> ZooKeeperSettings.of("zk://a", root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ejc.zookeeper.servers: zk://a");
    assertThatThrownBy(() -> ZooKeeperSettings.of("zk1:2181", "shop"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shop");
    assertThat(ZooKeeperSettings.of("a, b:1,[::1]:2181", root).servers())
        .isEqualTo("a,b:1,[::1]:2181");
  }

  private static List<Change> puts(int count, int size) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[size];
      bytes[0] = 1;
      changes.add(new Change.Put("p/record-with-a-name-of-a-length-that-is-usual-" + i, bytes));
    }
    return changes;
  }

  private String mark() throws Exception {
    return text("/commit");
  }

  private String text(String node) throws Exception {
    return new String(client.curator().getData().forPath(root + node), StandardCharsets.UTF_8);
  }
}
