package io.ejc.internal.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.engine.Leadership;
import io.ejc.internal.record.RunStore.Change;
import io.ejc.internal.record.StoreException;
import io.ejc.testing.TcpProxy;
import io.ejc.testing.TestZooKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ZooKeeperLeadershipTest {

  private static final Class<KeeperException.NoAuthException> NO_AUTH =
      KeeperException.NoAuthException.class;
  private static final String ELECTED = "elected";
  private static final String SESSION_LOST = "deposed: the ZooKeeper session is lost";
  private static final String GIVEN_UP = "deposed: leadership was given up";

  @TempDir Path directory;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestZooKeeper server;
  private TcpProxy proxy;

  @BeforeEach
  void start() {
    server = opened(TestZooKeeper.start(directory));
    proxy = opened(TcpProxy.to(server.port()));
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  @Test
  void one_of_two_leads_and_the_other_follows_when_it_closes() throws Exception {
    ZooKeeperClient client = client(server.address());
    ZooKeeperLeadership first = leadership(client, "host-a:1");
    ZooKeeperLeadership second = leadership(client, "host-b:2");
    Diary one = new Diary();
    Diary two = new Diary();
    first.stand(one);
    await().until(() -> one.lines, List.of(ELECTED)::equals);
    second.stand(two);
    await().until(() -> second.leader().equals(Optional.of("host-a:1")));
    assertThat(two.lines).isEmpty();

    first.close();
    await().until(() -> two.lines, List.of(ELECTED)::equals);
    assertThat(one.lines).containsExactly(ELECTED, GIVEN_UP);
    assertThat(second.leader()).contains("host-b:2");
  }

  @Test
  void who_leads_can_be_asked_without_standing() throws Exception {
    ZooKeeperClient client = client(server.address());
    ZooKeeperLeadership onlooker = leadership(client, "host-c:3");
    assertThat(onlooker.leader()).isEmpty();
    leadership(client, "host-a:1").stand(new Diary());

    await().until(() -> onlooker.leader().equals(Optional.of("host-a:1")));
  }

  @Test
  void a_lost_session_deposes_and_the_host_stands_again() throws Exception {
    ZooKeeperClient client = client(server.address());
    Diary diary = new Diary();
    leadership(client, "host-a:1").stand(diary);
    await().until(() -> diary.lines, List.of(ELECTED)::equals);
    ExpiredSession.of(client, server.address());

    await().until(() -> diary.lines, List.of(ELECTED, SESSION_LOST, ELECTED)::equals);
  }

  @Test
  void a_leader_that_is_cut_off_is_deposed_and_the_other_leads() throws Exception {
    ZooKeeperLeadership first = leadership(client(proxy.address()), "host-a:1");
    ZooKeeperLeadership second = leadership(client(server.address()), "host-b:2");
    Diary one = new Diary();
    Diary two = new Diary();
    first.stand(one);
    await().until(() -> one.lines, List.of(ELECTED)::equals);
    second.stand(two);
    proxy.holdRequests();
    proxy.swallowAnswers();

    await().atMost(Duration.ofSeconds(30)).until(() -> two.lines, List.of(ELECTED)::equals);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> one.lines, List.of(ELECTED, SESSION_LOST)::equals);
    proxy.cut();
    await().until(() -> first.leader().equals(Optional.of("host-b:2")));
  }

  @Test
  void a_short_break_of_the_connection_deposes_nobody() throws Exception {
    ZooKeeperClient client = client(proxy.address());
    ZooKeeperLeadership leadership = leadership(client, "host-a:1");
    Diary diary = new Diary();
    leadership.stand(diary);
    await().until(() -> diary.lines, List.of(ELECTED)::equals);
    List<String> states = new CopyOnWriteArrayList<>();
    client
        .curator()
        .getConnectionStateListenable()
        .addListener((curator, state) -> states.add(state.toString()));
    proxy.cut();

    await().until(() -> states, List.of("SUSPENDED", "RECONNECTED")::equals);
    assertThat(leadership.leader()).contains("host-a:1");
    assertThat(diary.lines).containsExactly(ELECTED);
  }

  @Test
  void a_broken_connection_suspends_and_one_that_is_back_goes_on() throws Exception {
    ZooKeeperLeadership leadership = leadership(client(proxy.address()), "host-a:1");
    Diary diary = new Diary();
    leadership.stand(diary);
    await().until(() -> diary.lines, List.of(ELECTED)::equals);
    proxy.cut();

    await().until(() -> diary.suspensions, List.of(true, false)::equals);
    assertThat(diary.lines).containsExactly(ELECTED);
  }

  @Test
  void a_server_that_falls_silent_suspends_first_and_deposes_when_the_session_is_over()
      throws Exception {
    ZooKeeperLeadership leadership = leadership(client(proxy.address()), "host-a:1");
    Diary diary = new Diary();
    leadership.stand(diary);
    await().until(() -> diary.lines, List.of(ELECTED)::equals);
    proxy.swallowAnswers();

    await().atMost(Duration.ofSeconds(30)).until(() -> diary.suspensions.contains(true));
    assertThat(diary.lines).containsExactly(ELECTED);
    await().atMost(Duration.ofSeconds(30)).until(() -> diary.lines.contains(SESSION_LOST));
  }

  @Test
  void who_withdraws_lets_another_lead_and_may_stand_again() throws Exception {
    ZooKeeperLeadership first = leadership(client(server.address()), "host-a:1");
    ZooKeeperLeadership second = leadership(client(server.address()), "host-b:2");
    Diary one = new Diary();
    Diary two = new Diary();
    first.stand(one);
    await().until(() -> one.lines, List.of(ELECTED)::equals);
    second.stand(two);
    await().until(() -> second.leader().equals(Optional.of("host-a:1")));

    first.withdraw();
    await().until(() -> two.lines, List.of(ELECTED)::equals);
    Diary again = new Diary();
    first.stand(again);
    second.close();

    await().until(() -> again.lines, List.of(ELECTED)::equals);
    assertThat(one.lines).containsExactly(ELECTED, GIVEN_UP);
  }

  @Test
  void without_the_credentials_nothing_of_the_namespace_can_be_read_written_or_removed()
      throws Exception {
    ZooKeeperClient owner = client("/ejc/own", "shop:secret");
    Identity.require(owner, "shop");
    ZooKeeperRunStore store = new ZooKeeperRunStore(owner);
    var unused = store.takeOver();
    store.commit(List.of(new Change.Put("jobs/report", new byte[] {1})));
    ZooKeeperLeadership leadership = leadership(owner, "host-a:1");
    Diary diary = new Diary();
    leadership.stand(diary);
    await().until(() -> diary.lines, List.of(ELECTED)::equals);

    ZooKeeper stranger = handle(server.address());
    for (String node : List.of("", "/records", "/records/jobs/report", "/epoch", "/leader")) {
      String path = "/ejc/own" + node;
      assertThatThrownBy(() -> stranger.getData(path, false, null)).isInstanceOf(NO_AUTH);
      assertThatThrownBy(() -> stranger.getChildren(path, false)).isInstanceOf(NO_AUTH);
      assertThatThrownBy(() -> stranger.setData(path, new byte[0], -1)).isInstanceOf(NO_AUTH);
      assertThatThrownBy(() -> stranger.delete(path, -1)).isInstanceOf(NO_AUTH);
      assertThatThrownBy(
              () ->
                  stranger.create(
                      path + "/x", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))
          .isInstanceOf(NO_AUTH);
    }
  }

  @Test
  void wrong_credentials_are_told_at_the_start() throws Exception {
    Identity.require(client("/ejc/own", "shop:secret"), "shop");

    assertThatThrownBy(() -> Identity.require(client("/ejc/own", "shop:guess"), "shop"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("ZooKeeper does not allow it; check ejc.zookeeper.credentials");
  }

  private ZooKeeper handle(String address) throws Exception {
    CompletableFuture<Void> connected = new CompletableFuture<>();
    ZooKeeper handle = opened(new ZooKeeper(address, 4_000, event -> connected.complete(null)));
    connected.get(30, TimeUnit.SECONDS);
    return handle;
  }

  @Test
  void a_candidate_may_give_up_within_its_own_election() throws Exception {
    ZooKeeperLeadership leadership = leadership(client(server.address()), "host-a:1");
    CompletableFuture<String> deposed = new CompletableFuture<>();
    leadership.stand(
        new Leadership.Candidate() {
          @Override
          public void elected() {
            leadership.close();
          }

          @Override
          public void deposed(String reason) {
            deposed.complete(reason);
          }
        });

    assertThat(deposed.get(30, TimeUnit.SECONDS)).isEqualTo("leadership was given up");
  }

  @Test
  void no_server_gives_a_message_with_the_servers_and_the_next_step() {
    server.stop();

    assertThatThrownBy(() -> client(server.address()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("ejc.zookeeper.servers: " + server.address())
        .hasMessageContaining("check the addresses");
  }

  @Test
  void with_credentials_others_cannot_read_but_can_have_their_own_namespace() throws Exception {
    ZooKeeperRunStore own = new ZooKeeperRunStore(client("/ejc/own", "shop:secret"));
    assertThat(own.takeOver()).isEmpty();

    assertThatThrownBy(() -> new ZooKeeperRunStore(client("/ejc/own", "other:word")).takeOver())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("ejc.zookeeper.credentials");
    ZooKeeperClient other = client("/ejc/other", "other:word");
    assertThat(new ZooKeeperRunStore(other).takeOver()).isEmpty();
    assertThat(settings(server.address(), "/ejc/own", Optional.of("shop:secret")).toString())
        .doesNotContain("secret");
  }

  private static ZooKeeperSettings settings(
      String address, String root, Optional<String> credentials) {
    return new ZooKeeperSettings(
        address, root, Duration.ofSeconds(4), Duration.ofSeconds(3), credentials);
  }

  private ZooKeeperClient client(String address) throws StoreException {
    return opened(ZooKeeperClient.connect(settings(address, "/ejc/election", Optional.empty())));
  }

  private ZooKeeperClient client(String root, String credentials) throws StoreException {
    return opened(
        ZooKeeperClient.connect(settings(server.address(), root, Optional.of(credentials))));
  }

  private ZooKeeperLeadership leadership(ZooKeeperClient client, String participant) {
    return opened(new ZooKeeperLeadership(client, participant));
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }

  private static final class Diary implements Leadership.Candidate {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Boolean> suspensions = new CopyOnWriteArrayList<>();

    @Override
    public void suspended(boolean now) {
      suspensions.add(now);
    }

    @Override
    public void elected() {
      lines.add(ELECTED);
    }

    @Override
    public void deposed(String reason) {
      lines.add("deposed: " + reason);
    }
  }
}
