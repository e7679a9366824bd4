package io.ejc.internal.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.record.RunStore.Change;
import io.ejc.internal.record.StoreException;
import io.ejc.testing.TcpProxy;
import io.ejc.testing.TestZooKeeper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a commit when the network, the server or the session fails. */
final class ZooKeeperFaultsTest {

  private static final String ROOT = "/ejc/faults";
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestZooKeeper server;
  private TcpProxy proxy;
  private ZooKeeperClient client;
  private ZooKeeperClient observer;

  @BeforeEach
  void start() throws Exception {
    server = opened(TestZooKeeper.start(directory));
    proxy = opened(TcpProxy.to(server.port()));
    client = opened(ZooKeeperClient.connect(settings(proxy.address())));
    observer = opened(ZooKeeperClient.connect(settings(server.address())));
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  @Test
  void a_commit_whose_answer_is_lost_is_done_and_was_applied_once() throws Exception {
    ZooKeeperRunStore store = leading(LONG);
    store.commit(List.of(put("a", "1")));
    int version = markVersion();

    proxy.swallowAnswers();
    CompletableFuture<Void> commit = commit(store, put("a", "2"));
    await().until(this::mark, "1:2"::equals);
    proxy.cut();
    commit.get(30, TimeUnit.SECONDS);

    assertThat(markVersion()).isEqualTo(version + 1);
    assertThat(dataVersion("/records/a")).isEqualTo(1);
    store.commit(List.of(put("a", "3")));
    assertThat(mark()).isEqualTo("1:3");
  }

  @Test
  void a_commit_that_never_arrived_is_sent_again_once() throws Exception {
    ZooKeeperRunStore store = leading(LONG);
    store.commit(List.of(put("a", "1")));
    int version = markVersion();

    proxy.holdRequests();
    CompletableFuture<Void> commit = commit(store, put("big", "x".repeat(10_000)));
    await().until(() -> proxy.heldBytes() > 10_000);
    assertThat(mark()).isEqualTo("1:1");
    proxy.cut();
    commit.get(30, TimeUnit.SECONDS);

    assertThat(mark()).isEqualTo("1:2");
    assertThat(markVersion()).isEqualTo(version + 1);
  }

  @Test
  void a_first_copy_that_comes_after_the_second_one_changes_nothing() throws Exception {
    ZooKeeperRunStore store = leading(LONG);
    store.commit(List.of(put("a", "1")));

    proxy.holdRequests();
    CompletableFuture<Void> commit = commit(store, put("a", "x".repeat(10_000)));
    await().until(() -> proxy.heldBytes() > 10_000);
    List<TcpProxy.Link> links = proxy.cutClients();
    commit.get(30, TimeUnit.SECONDS);
    store.commit(List.of(put("a", "newest")));
    // ZooKeeper closes the old connection when the session comes back on a new one.
    await().until(() -> links.stream().noneMatch(TcpProxy.Link::deliverLate));

    assertThat(mark()).isEqualTo("1:3");
    assertThat(text("/records/a")).isEqualTo("newest");
    store.commit(List.of(put("b", "after")));
    assertThat(mark()).isEqualTo("1:4");
  }

  @Test
  void a_connection_that_breaks_between_commits_is_not_noticed() throws Exception {
    ZooKeeperRunStore store = leading(LONG);
    for (int i = 1; i <= 5; i++) {
      proxy.cut();
      store.commit(List.of(put("a", String.valueOf(i))));
    }

    assertThat(mark()).isEqualTo("1:5");
  }

  @Test
  void a_restart_of_the_server_during_a_commit_is_survived() throws Exception {
    ZooKeeperRunStore store = leading(LONG);
    store.commit(List.of(put("a", "1")));
    server.stop();
    CompletableFuture<Void> commit = commit(store, put("a", "2"));
    server.start();
    commit.get(30, TimeUnit.SECONDS);

    await().ignoreExceptions().until(this::mark, "1:2"::equals);
  }

  @Test
  void a_server_that_stays_away_fails_the_commit_at_its_deadline() throws Exception {
    ZooKeeperRunStore store = leading(Duration.ofMillis(500));
    server.stop();

    assertThatThrownBy(() -> store.commit(List.of(put("a", "1"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("commit 1:1")
        .hasMessageContaining("500 ms");
    assertThatThrownBy(() -> store.commit(List.of(put("a", "1"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("take the store over first");
  }

  @Test
  void a_silent_server_fails_the_commit_at_its_deadline_and_the_next_takeover_shuts_it_out()
      throws Exception {
    ZooKeeperRunStore store = leading(Duration.ofMillis(500));
    proxy.holdRequests();
    assertThatThrownBy(() -> store.commit(List.of(put("a", "x".repeat(10_000)))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("500 ms");
    List<TcpProxy.Link> links = proxy.cutClients();
    ZooKeeperRunStore next = new ZooKeeperRunStore(observer);
    assertThat(next.takeOver()).isEmpty();

    assertThat(links).allMatch(TcpProxy.Link::deliverLate);
    await().until(() -> links.stream().allMatch(TcpProxy.Link::closed));
    assertThat(next.takeOver()).isEmpty();
  }

  @Test
  void a_lost_session_ends_the_commits_and_a_takeover_begins_anew() throws Exception {
    ZooKeeperRunStore store = leading(LONG);
    store.commit(List.of(put("a", "1")));
    ExpiredSession.of(client, server.address());

    assertThatThrownBy(() -> store.commit(List.of(put("a", "2"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("session is lost");
    await().ignoreExceptions().until(() -> store.takeOver().size(), size -> size == 1);
    store.commit(List.of(put("a", "3")));
    assertThat(text("/records/a")).isEqualTo("3");
  }

  @Test
  void a_session_that_runs_out_during_a_commit_ends_it() throws Exception {
    ZooKeeperRunStore store = leading(LONG);
    server.stop();
    CompletableFuture<Void> commit = commit(store, put("a", "2"));

    assertThatThrownBy(() -> commit.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .rootCause()
        .isInstanceOf(KeeperException.SessionExpiredException.class);
  }

  @Test
  void a_takeover_without_a_server_fails_and_can_be_tried_again() throws Exception {
    ZooKeeperRunStore store = new ZooKeeperRunStore(client, Duration.ofMillis(500));
    server.stop();
    assertThatThrownBy(store::takeOver).isInstanceOf(StoreException.class);
    server.start();

    await().ignoreExceptions().until(() -> store.takeOver().isEmpty());
  }

  @Test
  void a_takeover_reads_thousands_of_records() throws Exception {
    ZooKeeperRunStore store = leading(LONG);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      changes.add(put("runs/job-" + i % 50 + "/run-" + i, "record " + i));
    }
    store.commit(changes);

    Map<String, byte[]> found = new ZooKeeperRunStore(observer).takeOver();
    assertThat(found).hasSize(10_000).containsKey("runs/job-7/run-9907");
  }

  private ZooKeeperSettings settings(String address) {
    return new ZooKeeperSettings(
        address, ROOT, Duration.ofSeconds(4), Duration.ofSeconds(3), Optional.empty());
  }

  private ZooKeeperRunStore leading(Duration commitWait) throws StoreException {
    ZooKeeperRunStore store = new ZooKeeperRunStore(client, commitWait);
    Map<String, byte[]> unused = store.takeOver();
    return store;
  }

  private CompletableFuture<Void> commit(ZooKeeperRunStore store, Change change) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                store.commit(List.of(change));
                done.complete(null);
              } catch (StoreException | RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    opened(
        () -> {
          thread.interrupt();
          thread.join();
        });
    thread.start();
    return done;
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }

  private String mark() throws Exception {
    return text("/commit");
  }

  private int markVersion() throws Exception {
    return dataVersion("/commit");
  }

  private int dataVersion(String node) throws Exception {
    return observer.curator().checkExists().forPath(ROOT + node).getVersion();
  }

  private String text(String node) throws Exception {
    return new String(observer.curator().getData().forPath(ROOT + node), StandardCharsets.UTF_8);
  }

  private static Change put(String path, String text) {
    return new Change.Put(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
