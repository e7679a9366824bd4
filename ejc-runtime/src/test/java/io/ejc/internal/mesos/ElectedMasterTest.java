package io.ejc.internal.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.testing.RecordedMesos;
import io.ejc.testing.TestZooKeeper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real ZooKeeper, in which the test registers masters as Mesos does. */
class ElectedMasterTest extends WithScriptedMaster {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestZooKeeper zookeeper;
  private CuratorFramework masters;

  @BeforeEach
  void zookeeper() {
    zookeeper = TestZooKeeper.start(directory);
    masters =
        CuratorFrameworkFactory.builder()
            .connectString(zookeeper.address())
            .retryPolicy(new RetryOneTime(100))
            .build();
    masters.start();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    masters.close();
    zookeeper.close();
  }

  private String register(ScriptedMaster scripted) throws Exception {
    return register("127.0.0.1", scripted.port());
  }

  private String register(String ip, int port) throws Exception {
    String info =
        String.format(
            "{\"address\":{\"hostname\":\"localhost\",\"ip\":\"%s\",\"port\":%d},"
                + "\"hostname\":\"localhost\",\"id\":\"1b57\",\"ip\":16777343,\"version\":\"1.12.0\"}",
            ip, port);
    return masters
        .create()
        .creatingParentsIfNeeded()
        .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
        .forPath("/mesos/json.info_", info.getBytes(UTF_8));
  }

  private ElectedMaster elected(String address) {
    ElectedMaster elected = ElectedMaster.watch(MasterAddress.parse(address).group().orElseThrow());
    opened.add(elected);
    return elected;
  }

  private String group() {
    return "zk://" + zookeeper.address() + "/mesos";
  }

  private void connectThrough(String address) {
    connection.close();
    connection = connection(address, PATIENT);
  }

  private static URI leader(ElectedMaster elected) {
    return elected.toAsk().orTimeout(20, TimeUnit.SECONDS).join().get(0);
  }

  @Test
  void the_master_with_the_lowest_number_leads_and_other_nodes_do_not_count() throws Exception {
    masters.create().creatingParentsIfNeeded().forPath("/mesos/log_replicas/0000000000");
    masters.create().forPath("/mesos/json.infoless", "{}".getBytes(UTF_8));
    register("127.0.0.1", 5050);
    register("127.0.0.1", 5060);
    assertThat(leader(elected(group()))).isEqualTo(URI.create("http://127.0.0.1:5050"));
  }

  @Test
  void recorded_registrations_name_the_leader() throws Exception {
    List<Integer> leaders = new ArrayList<>();
    for (JsonNode line : RecordedMesos.lines("12-zookeeper", "zookeeper.jsonl")) {
      List<String> made = new ArrayList<>();
      for (JsonNode node : line.path("znodes")) {
        String path = node.get("path").asText();
        if (path.contains("/json.info_")) {
          byte[] data = node.get("data").asText().getBytes(UTF_8);
          made.add(masters.create().creatingParentsIfNeeded().forPath(path, data));
        }
      }
      try (ElectedMaster elected =
          ElectedMaster.watch(MasterAddress.parse(group()).group().orElseThrow())) {
        leaders.add(leader(elected).getPort());
      }
      for (String path : made) {
        masters.delete().forPath(path);
      }
    }
    assertThat(leaders).containsExactly(5050, 5060, 5060, 5050);
  }

  @Test
  void without_tls_its_address_is_used_and_with_tls_its_name() throws Exception {
    register("10.0.0.7", 5050);
    assertThat(leader(elected(group()))).isEqualTo(URI.create("http://10.0.0.7:5050"));
    MasterGroup secure = MasterAddress.parse(group(), true).group().orElseThrow();
    try (ElectedMaster elected = ElectedMaster.watch(secure)) {
      assertThat(leader(elected)).isEqualTo(URI.create("https://localhost:5050"));
    }
  }

  @Test
  void an_ipv6_address_is_bracketed() throws Exception {
    register("::1", 5050);
    assertThat(leader(elected(group()))).isEqualTo(URI.create("http://[::1]:5050"));
  }

  @Test
  void a_member_of_the_ensemble_that_is_down_does_no_harm() throws Exception {
    register("127.0.0.1", 5050);
    String half = "zk://127.0.0.1:" + deadPort() + "," + zookeeper.address() + "/mesos";
    assertThat(leader(elected(half))).isEqualTo(URI.create("http://127.0.0.1:5050"));
  }

  @Test
  void a_session_begins_at_the_leader() throws Exception {
    register(master);
    connectThrough(group());
    subscribe(1);
  }

  @Test
  void a_new_leader_ends_the_session_at_the_old_one_and_is_asked_next() throws Exception {
    String node = register(master);
    connectThrough(group());
    subscribe(1);
    try (ScriptedMaster next = new ScriptedMaster()) {
      register(next);
      masters.delete().forPath(node);
      assertThat(ended().reason())
          .startsWith("Mesos master " + master.url() + ": it leads no more, says ZooKeeper; ");
      subscribe(2);
      assertThat(next.receivedTypes()).hasSize(1);
    }
  }

  @Test
  void another_master_that_stands_by_changes_nothing() throws Exception {
    register(master);
    connectThrough(group());
    subscribe(1);
    String other = register("127.0.0.1", deadPort());
    masters.delete().forPath(other);
    subscribe(2);
    assertThat(posted.events(Event.SessionEnded.class)).isEmpty();
  }

  @Test
  void nobody_leading_is_waited_for() throws Exception {
    connectThrough(group());
    connection.send(new Call.Subscribe(1, Optional.empty()));
    masters.create().forPath("/mesos");
    register(master);
    await().until(() -> posted.events(Event.Subscribed.class).size() == 1);
    assertThat(posted.events(Event.SessionEnded.class)).isEmpty();
  }

  @Test
  void closing_while_nobody_leads_waits_for_nobody() {
    connectThrough(group());
    connection.send(new Call.Subscribe(1, Optional.empty()));
    connection.close();
    await().untilAsserted(() -> assertThat(ours()).isEmpty());
  }

  @Test
  void a_zookeeper_that_goes_away_leaves_the_session_and_is_heard_again() throws Exception {
    String node = register(master);
    connectThrough(group());
    subscribe(1);
    zookeeper.stop();
    connection.send(new Call.Revive());
    await().until(() -> master.received().size() == 2);
    zookeeper.start();
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(() -> masters.checkExists().forPath(node) != null);
    masters.delete().forPath(node);
    await().atMost(LONG).until(() -> !posted.events(Event.SessionEnded.class).isEmpty());
    assertThat(ended().reason()).contains("EJC waits for the next leader");
  }

  @Test
  void credentials_of_zookeeper_are_used() throws Exception {
    register(master);
    Id ops = new Id("digest", DigestAuthenticationProvider.generateDigest("ops:hush"));
    masters.setACL().withACL(List.of(new ACL(ZooDefs.Perms.ALL, ops))).forPath("/mesos");
    assertThat(leader(elected("zk://ops:hush@" + zookeeper.address() + "/mesos")))
        .isEqualTo(URI.create(master.url()));
    MasterAddress without = MasterAddress.parse(group());
    assertThat(MasterProbe.problem(without, MasterAccess.OPEN, Duration.ofSeconds(3)))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .contains("ZooKeeper does not let us read /mesos")
                    .contains("zk://user:password@"));
  }

  @Test
  void a_registration_that_cannot_be_read_is_said() throws Exception {
    masters.create().creatingParentsIfNeeded().forPath("/mesos/json.info_0", new byte[] {1});
    ElectedMaster elected = elected(group());
    await()
        .untilAsserted(
            () ->
                assertThat(elected.whyNobody())
                    .isEqualTo(
                        "the leader's registration cannot be read: MasterInfo: 1 bytes (expected:"
                            + " JSON)"));
    register("127.0.0.1", 5050);
    masters.delete().forPath("/mesos/json.info_0");
    assertThat(leader(elected)).isEqualTo(URI.create("http://127.0.0.1:5050"));
  }

  @Test
  void the_look_at_the_start_goes_to_the_leader() throws Exception {
    register(master);
    master.replyWith(ScriptedMaster.status(200, "{\"version\":\"1.12.0\"}"));
    assertThat(MasterProbe.problem(MasterAddress.parse(group()), MasterAccess.OPEN, LONG))
        .isEmpty();
    assertThat(master.received()).hasSize(2);
  }

  @Test
  void the_look_at_the_start_waits_for_the_one_that_replaces_a_dead_leader() throws Exception {
    try (ServerSocket dying = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String node = register("127.0.0.1", dying.getLocalPort());
      CompletableFuture<Optional<String>> look =
          CompletableFuture.supplyAsync(this::problemAtTheStart);
      dying.accept().close();
      master.replyWith(ScriptedMaster.status(200, "{\"version\":\"1.12.0\"}"));
      register(master);
      masters.delete().forPath(node);

      assertThat(look.orTimeout(60, TimeUnit.SECONDS).join()).isEmpty();
    }
    assertThat(master.received()).hasSize(2);
  }

  private Optional<String> problemAtTheStart() {
    try {
      return MasterProbe.problem(MasterAddress.parse(group()), MasterAccess.OPEN, LONG);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nobody_leading_at_the_start_is_no_problem() throws Exception {
    masters.create().forPath("/mesos");
    assertThat(
            MasterProbe.problem(
                MasterAddress.parse(group()), MasterAccess.OPEN, Duration.ofSeconds(2)))
        .isEmpty();
  }

  @Test
  void a_zookeeper_that_does_not_answer_is_a_problem_at_the_start() throws Exception {
    String dead = "zk://ops:hush@127.0.0.1:" + deadPort() + "/mesos";
    assertThat(
            MasterProbe.problem(
                MasterAddress.parse(dead), MasterAccess.OPEN, Duration.ofMillis(300)))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .startsWith("ejc.mesos.master: zk://***@127.0.0.1:")
                    .contains("does not answer; does it run there?")
                    .doesNotContain("hush"));
  }

  @Test
  void a_leader_that_is_dead_is_named_until_zookeeper_says_otherwise() throws Exception {
    String node = register("127.0.0.1", deadPort());
    connectThrough(group());
    assertThat(refusal().reason()).contains("the connection was refused");
    register(master);
    masters.delete().forPath(node);
    await()
        .untilAsserted(
            () -> {
              subscribeAtNobody(2);
              assertThat(posted.events(Event.Subscribed.class)).isNotEmpty();
            });
  }

  @Test
  void what_was_asked_before_a_change_is_outdated_at_once() throws Exception {
    String node = register("127.0.0.1", 5050);
    ElectedMaster elected = elected(group());
    List<URI> asked = List.of(leader(elected));
    register("127.0.0.1", 5060);
    masters.delete().forPath(node);
    await().until(() -> !List.of(leader(elected)).equals(asked));
    List<URI> told = new ArrayList<>();
    elected.whenOutdated(asked, told::addAll).run();
    assertThat(told).containsExactly(URI.create("http://127.0.0.1:5060"));
  }
}
