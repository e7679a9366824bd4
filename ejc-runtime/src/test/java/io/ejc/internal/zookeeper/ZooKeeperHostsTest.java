package io.ejc.internal.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.core.Jobs;
import io.ejc.internal.engine.ClockWatch;
import io.ejc.internal.engine.Clocks;
import io.ejc.internal.engine.Hosts;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.record.CannotLeadException;
import io.ejc.internal.record.HostRecord;
import io.ejc.internal.record.RunStore.Change;
import io.ejc.internal.record.StoreException;
import io.ejc.testing.TcpProxy;
import io.ejc.testing.TestZooKeeper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hosts of a namespace know of each other, on a real server. */
final class ZooKeeperHostsTest {

  private static final String A = "http://a:8098/layers/s/";
  private static final String B = "http://b:8098/layers/s/";

  @TempDir Path directory;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestZooKeeper server;

  @BeforeEach
  void start() {
    server = opened(TestZooKeeper.start(directory));
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  @Test
  void live_hosts_are_told_with_what_they_carry_and_leave_with_their_session() throws Exception {
    ZooKeeperClient one = client(server.address());
    ZooKeeperClient two = client(server.address());
    ZooKeeperHosts first = announce(one, "v1", A);
    AtomicInteger changes = new AtomicInteger();
    first.whenChanged(changes::incrementAndGet);
    await().until(() -> changes.get() > 0);
    int before = changes.get();

    ZooKeeperHosts second = announce(two, "v2", B);
    await().until(() -> changes.get() > before);

    assertThat(first.live()).isEqualTo(second.live());
    assertThat(first.live().reads()).isEqualTo(1);
    assertThat(first.live().deployments())
        .extracting(Deployment::layerBases)
        .containsExactly(List.of(A), List.of(B));
    int both = changes.get();
    two.close();
    await().until(() -> changes.get() > both);
    assertThat(first.live().deployments()).hasSize(1);
  }

  @Test
  void hosts_with_the_same_deployment_are_one_with_several_addresses() throws Exception {
    ZooKeeperHosts first = announce(client(server.address()), "v1", A);
    ZooKeeperHosts unused = announce(client(server.address()), "v1", B);

    assertThat(first.live().deployments())
        .singleElement()
        .satisfies(both -> assertThat(both.layerBases()).containsExactly(A, B));
  }

  @Test
  void a_host_whose_session_was_lost_announces_itself_again() throws Exception {
    ZooKeeperClient client = client(server.address());
    ZooKeeperHosts host = announce(client, "v1", A);
    ZooKeeperHosts onlooker = announce(client(server.address()), "v2", B);
    host.whenChanged(() -> {});
    ExpiredSession.of(client, server.address());

    await()
        .ignoreExceptions()
        .until(() -> onlooker.live(), live -> newest(live).layerBases().contains(A));
  }

  private static Deployment newest(Hosts.Live live) {
    return live.deployments().get(live.deployments().size() - 1);
  }

  @Test
  void a_host_whose_clock_is_far_off_must_not_lead() throws Exception {
    ZooKeeperClock store = new ZooKeeperClock(client(server.address()));
    InstantSource right = InstantSource.system();

    assertThat(watch(right, store).check()).isTrue();
    assertThatThrownBy(
            () -> watch(InstantSource.offset(right, Duration.ofMinutes(5)), store).check())
        .isInstanceOf(CannotLeadException.class)
        .hasMessageContaining("ms ahead of ZooKeeper's")
        .hasMessageContaining("ejc.clock.maxSkew, 30000 ms");
    assertThatThrownBy(
            () -> watch(InstantSource.offset(right, Duration.ofMinutes(-5)), store).check())
        .isInstanceOf(CannotLeadException.class)
        .hasMessageContaining("ms behind ZooKeeper's");
  }

  private static ClockWatch watch(InstantSource host, ZooKeeperClock store) {
    return new ClockWatch(new Clocks(host, System::nanoTime, store, Duration.ofSeconds(30)));
  }

  @Test
  void a_lookout_sees_what_another_host_commits_also_after_its_connection_broke() throws Exception {
    TcpProxy proxy = opened(TcpProxy.to(server.port()));
    ZooKeeperRunStore store = new ZooKeeperRunStore(client(server.address()));
    Map<String, byte[]> unused = store.takeOver();
    Map<String, String> seen = new ConcurrentHashMap<>();
    ZooKeeperLookout lookout =
        opened(new ZooKeeperLookout(client(proxy.address()), InstantSource.system()));
    lookout.follow(() -> true, (records, when) -> remember(seen, records, when));

    store.commit(List.of(put("jobs/report", "1")));
    await().until(() -> seen, Map.of("jobs/report", "1")::equals);
    proxy.cut();
    store.commit(List.of(put("jobs/report", "2"), put("control", "x")));

    await().until(() -> seen, Map.of("jobs/report", "2", "control", "x")::equals);
  }

  private static void remember(
      Map<String, String> seen, Map<String, byte[]> records, Instant when) {
    assertThat(when).isBeforeOrEqualTo(InstantSource.system().instant());
    records.forEach((path, bytes) -> seen.put(path, new String(bytes, StandardCharsets.UTF_8)));
  }

  @Test
  void a_namespace_belongs_to_the_application_that_came_first() throws Exception {
    Identity.require(client(server.address()), "shop of com.example.Shop");
    Identity.require(client(server.address()), "shop of com.example.Shop");

    assertThatThrownBy(
            () -> Identity.require(client(server.address()), "shop of com.example.Staging"))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "ejc.namespace: hosts (expected: one of its own): it belongs to the application shop of"
                + " com.example.Shop, and this one is shop of com.example.Staging; set"
                + " ejc.namespace to another one. If both are the same application under two names,"
                + " set ejc.identity=shop of com.example.Shop here");
  }

  private ZooKeeperHosts announce(ZooKeeperClient client, String version, String base)
      throws StoreException {
    Deployment carried = Jobs.deployment(version, base, Jobs.job("report"));
    return opened(
        ZooKeeperHosts.announce(
            client, HostRecord.of(version, carried.bundle(), carried.definitions(), base)));
  }

  private ZooKeeperClient client(String address) throws StoreException {
    return opened(
        ZooKeeperClient.connect(
            new ZooKeeperSettings(
                address,
                "/ejc/hosts",
                Duration.ofSeconds(4),
                Duration.ofSeconds(3),
                Optional.empty())));
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }

  private static Change put(String path, String text) {
    return new Change.Put(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
