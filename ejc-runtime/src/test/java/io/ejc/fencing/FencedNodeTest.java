package io.ejc.fencing;

import static io.ejc.fencing.Attempt.fence;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ejc.api.Fence;
import io.ejc.api.FenceCell;
import io.ejc.api.FencedOffException;
import io.ejc.testing.TestZooKeeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FencedNodeTest {

  private TestZooKeeper server;
  private ZooKeeper client;
  private FencedNode node;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    server = TestZooKeeper.start(directory);
    CountDownLatch connected = new CountDownLatch(1);
    client =
        new ZooKeeper(
            server.address(),
            10_000,
            event -> {
              if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    await().until(() -> connected.getCount() == 0);
    node = new FencedNode(client, "/fence");
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void a_later_attempt_fences_an_earlier_one_off_and_stays() throws Exception {
    fence(5).raise(node);
    fence(7).raise(node);

    assertThatThrownBy(() -> fence(5).raise(node))
        .isInstanceOf(FencedOffException.class)
        .hasMessage("token: 5 of fence settle.2 (expected: at least 7, which a later attempt has)");
    assertThat(fence(7).raise(node)).isEqualTo(1);
  }

  @Test
  void a_write_with_the_fences_version_is_refused_once_a_later_attempt_is_there() throws Exception {
    byte[] nothing = {};
    client.create("/orders", nothing, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    long early = fence(5).raise(node);
    write("early", early);
    long late = fence(7).raise(node);

    assertThatThrownBy(() -> write("frozen and back", early))
        .isInstanceOf(KeeperException.BadVersionException.class);
    write("late", late);

    assertThat(new String(client.getData("/orders", false, null), UTF_8)).isEqualTo("late");
  }

  private void write(String value, long version) throws Exception {
    var unused =
        client.multi(
            List.of(
                Op.check("/fence", (int) version),
                Op.setData("/orders", value.getBytes(UTF_8), -1)));
  }

  @Test
  void two_that_begin_at_once_end_with_the_higher_token() throws Exception {
    FenceCell<Exception> slow =
        new FenceCell<>() {
          private boolean first = true;

          @Override
          public Optional<Held> read() throws Exception {
            return node.read();
          }

          @Override
          public OptionalLong write(Optional<Held> before, long token) throws Exception {
            if (first) {
              first = false;
              fence(7).raise(node);
            }
            return node.write(before, token);
          }
        };

    assertThatThrownBy(() -> fence(5).raise(slow)).isInstanceOf(FencedOffException.class);
    assertThat(node.read().orElseThrow().token()).isEqualTo(7);
  }

  @Test
  void the_guide_shows_this_code() throws Exception {
    String source = Files.readString(Path.of("src/test/java/io/ejc/fencing/FencedNode.java"));
    String guide = Files.readString(Path.of("../docs/guide/fencing.md"));

    assertThat(guide).contains(source.substring(source.indexOf("/** A ZooKeeper node")).strip());
  }

  @Test
  void a_fence_may_have_a_name_of_its_own() {
    Fence fence = Fence.of(Attempt.context(5), "ledger");

    assertThat(fence.name()).isEqualTo("ledger");
    assertThat(fence.token()).isEqualTo(5);
    assertThat(fence).hasToString("ledger 5");
  }
}
