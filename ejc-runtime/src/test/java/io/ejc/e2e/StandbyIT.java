package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.e2e.Evidence.Line;
import io.ejc.e2e.shop.ShopMain;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.Ledger.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts of one application: one leads, the other stands by. */
class StandbyIT {

  private static final String SUBSCRIBED = "is subscribed to the Mesos master as framework (\\S+)";
  private static final String EVERY_SECOND = "* * * * * ?";
  private static final String NEVER = "0 0 0 1 1 ?";
  private static final Duration END = Duration.ofSeconds(20);

  @TempDir private static Path directory;
  private static final Hosts CLUSTER = new Hosts();
  private static ScratchApplication application;
  private static ClusterUnderTest cluster;

  private final Hosts hosts = new Hosts();

  @BeforeAll
  static void startTheCluster() {
    application = ScratchApplication.of(ShopMain.class, directory.resolve("shop"));
    cluster = ClusterUnderTest.start(CLUSTER, application, directory.resolve("cluster"));
  }

  @AfterAll
  static void endTheCluster() {
    try {
      cluster.close();
    } finally {
      CLUSTER.close();
    }
  }

  @AfterEach
  void endTheHosts() {
    hosts.close();
  }

  @Test
  void a_killed_leader_is_followed_by_the_standby_and_nothing_is_lost_or_doubled() {
    Evidence evidence = new Evidence(directory.resolve("killed.txt"));
    List<String> options = options("killed", "2s", EVERY_SECOND);
    ChildJvm leader = hosts.shop(application, evidence.file(), options.toArray(String[]::new));
    leader.awaitLine(SUBSCRIBED);
    ChildJvm standby = hosts.shop(application, evidence.file(), options.toArray(String[]::new));
    standby.awaitLine("stands by: \\S+:" + leader.pid() + " leads");
    assertThat(standby.ask("trigger crowd x"))
        .isEqualTo("refused: this host stands by and does not lead; ask the host that leads");
    String run = leader.ask("trigger crowd x");
    List<Line> working = evidence.await(run, "waits", 2);
    await("ticks").atMost(ChildJvm.PATIENCE).until(() -> ticks(evidence).size() > 2);

    Instant killed = InstantSource.system().instant();
    leader.signal("KILL");
    leader.awaitEnd(END);
    standby.awaitLine("run (tick\\S+) begins");

    assertThat(standby.awaitLine(SUBSCRIBED).group(1)).isEqualTo(framework(leader));
    assertThat(evidence.lines(run, "waits")).hasSize(2);
    working.forEach(Line::openGate);
    List<Line> all = evidence.await(run, "waits", 4);
    all.subList(2, 4).forEach(Line::openGate);
    String item = ":SUCCEEDED(SUCCEEDED)";
    assertThat(standby.ask("await " + run))
        .isEqualTo("SUCCEEDED 0" + item + " 1" + item + " 2" + item + " 3" + item);
    assertThat(evidence.lines(run, "passed")).hasSize(4);
    Instant first = firstFire(standby, evidence);
    await("ticks of the standby")
        .atMost(ChildJvm.PATIENCE)
        .until(
            () -> ticks(evidence).stream().filter(l -> l.scheduled().isAfter(first)).count() > 2);
    standby.ask("close");
    everySecondIsAccountedFor(evidence, "killed");
    System.out.printf(
        "standby: first fire %d ms after kill -9 of the leader, session timeout 2000 ms%n",
        Duration.between(killed, first).toMillis());
  }

  @Test
  void a_leader_frozen_past_its_session_wakes_up_and_changes_nothing() {
    Evidence evidence = new Evidence(directory.resolve("frozen.txt"));
    List<String> options = options("frozen", "2s", EVERY_SECOND);
    ChildJvm frozen = hosts.shop(application, evidence.file(), options.toArray(String[]::new));
    frozen.awaitLine(SUBSCRIBED);
    ChildJvm standby = hosts.shop(application, evidence.file(), options.toArray(String[]::new));
    standby.awaitLine("stands by: \\S+:" + frozen.pid() + " leads");
    await("ticks").atMost(ChildJvm.PATIENCE).until(() -> ticks(evidence).size() > 2);

    frozen.signal("STOP");
    Instant first = firstFire(standby, evidence);
    frozen.signal("CONT");
    frozen.awaitLine("leads no more");
    await("ticks after both are awake")
        .atMost(ChildJvm.PATIENCE)
        .until(
            () -> ticks(evidence).stream().filter(l -> l.scheduled().isAfter(first)).count() > 4);
    standby.ask("close");
    await("the host that was frozen leads again")
        .atMost(ChildJvm.PATIENCE)
        .until(() -> frozen.ask("trigger nobody x").contains("expected: a registered job"));
    frozen.ask("close");
    everySecondIsAccountedFor(evidence, "frozen");
  }

  @Test
  void a_leader_that_closes_hands_over_at_once() {
    Evidence evidence = new Evidence(directory.resolve("closed.txt"));
    // longer than a test waits: who waited for the session's end would be found out
    List<String> options = options("closed", "110s", NEVER);
    ChildJvm leader = hosts.shop(application, evidence.file(), options.toArray(String[]::new));
    leader.awaitLine(SUBSCRIBED);
    String run = leader.ask("trigger gated x");
    Line waiting = evidence.await(run, "waits", 1).get(0);
    ChildJvm standby = hosts.shopUnawaited(application, evidence.file(), options);
    standby.awaitLine("waits to lead: \\S+:" + leader.pid() + " leads");

    assertThat(leader.ask("close")).isEqualTo("closed");

    assertThat(standby.awaitLine(SUBSCRIBED).group(1)).isEqualTo(framework(leader));
    standby.awaitLine("(?m)^ready ");
    waiting.openGate();
    assertThat(standby.ask("await " + run)).isEqualTo("SUCCEEDED 0:SUCCEEDED(SUCCEEDED)");
    String next = standby.ask("trigger report y");
    assertThat(standby.ask("await " + next)).startsWith("SUCCEEDED");
    assertThat(leader.ask("trigger report z")).startsWith("refused: ").contains("is closed");
    assertThat(evidence.lines(run, "waits")).hasSize(1);
  }

  @Test
  void a_standby_with_a_later_deployment_has_it_led_by_the_leader_until_it_leaves() {
    Evidence evidence = new Evidence(directory.resolve("rolling.txt"));
    ChildJvm leader =
        hosts.shop(
            application, evidence.file(), options("rolling", "2s", NEVER).toArray(String[]::new));
    leader.awaitLine(SUBSCRIBED);
    ChildJvm later =
        hosts.shop(
            application,
            evidence.file(),
            options("rolling", "2s", EVERY_SECOND).toArray(String[]::new));

    await("ticks").atMost(ChildJvm.PATIENCE).until(() -> ticks(evidence).size() > 2);
    assertThat(leader.ask("look tick")).startsWith("leads " + EVERY_SECOND.replace(' ', '_'));
    await("the standby's view")
        .atMost(ChildJvm.PATIENCE)
        .until(() -> later.ask("look tick").matches("follows \\S+ runs=[1-9]\\d* .* asOf=true"));
    String run = leader.ask("trigger report x");
    assertThat(later.ask("look report")).contains("problems=0");
    await("the standby's run")
        .atMost(ChildJvm.PATIENCE)
        .until(() -> later.ask("await " + run).startsWith("SUCCEEDED"));

    later.signal("KILL");
    later.awaitEnd(END);

    await("the older deployment again")
        .atMost(ChildJvm.PATIENCE)
        .until(() -> leader.ask("look tick").startsWith("leads " + NEVER.replace(' ', '_')));
    String next = leader.ask("trigger report y");
    assertThat(leader.ask("await " + next)).startsWith("SUCCEEDED");
  }

  @Test
  void an_application_of_another_name_is_refused_in_the_same_namespace() {
    Evidence evidence = new Evidence(directory.resolve("identity.txt"));
    List<String> options = options("owner", "2s", NEVER);
    ChildJvm owner = hosts.shop(application, evidence.file(), options.toArray(String[]::new));
    owner.awaitLine("(?m)^ready ");
    List<String> staging = new ArrayList<>(options("staging", "2s", NEVER));
    staging.add("-Dejc.namespace=" + cluster.name("owner"));

    ChildJvm refused = hosts.shopUnawaited(application, evidence.file(), staging);

    assertThat(refused.awaitEnd(Duration.ofSeconds(60))).isNotZero();
    assertThat(refused.err() + refused.out())
        .contains(
            "ejc.namespace: "
                + cluster.name("owner")
                + " (expected: one of its own): it belongs to the application")
        .contains(cluster.name("owner") + " of " + ShopMain.class.getName())
        .contains("set ejc.identity=");
  }

  /** When user code began the first run that the standby made. */
  private static Instant firstFire(ChildJvm standby, Evidence evidence) {
    String run = standby.awaitLine("run (tick\\S+) begins").group(1);
    return Instant.parse(evidence.await(run, "ticked", 1).get(0).value("at"));
  }

  /** Each due second is in the ledger once, and ran once if the ledger says so. */
  private static void everySecondIsAccountedFor(Evidence evidence, String name) {
    Ledger ledger = new StoredRecords(cluster.zookeeper(), cluster.name(name)).job("tick").ledger();
    List<Instant> ran = new ArrayList<>();
    Instant next = ledger.ranges().get(0).from();
    for (Ledger.Range range : ledger.ranges()) {
      assertThat(range.from()).isEqualTo(next);
      assertThat(Duration.between(range.from(), range.to()).toSeconds() + 1)
          .isEqualTo(range.count());
      next = range.to().plusSeconds(1);
      if (range.outcome() == Outcome.RUN) {
        for (Instant due = range.from(); due.isBefore(next); due = due.plusSeconds(1)) {
          ran.add(due);
        }
      } else {
        assertThat(range.reason()).isNotEmpty();
      }
    }
    await("the last tick")
        .atMost(ChildJvm.PATIENCE)
        .until(() -> ticks(evidence).size() >= ran.size());
    assertThat(ticks(evidence)).extracting(Line::scheduled).containsExactlyElementsOf(ran);
    // a launch that was stored and never left the killed leader has a number too
    assertThat(ticks(evidence)).allMatch(line -> line.number("attempt") <= 2);
    assertThat(ticks(evidence))
        .extracting(line -> line.number("token"))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static List<Line> ticks(Evidence evidence) {
    return evidence.lines().stream().filter(line -> line.event().equals("ticked")).toList();
  }

  private static List<String> options(String name, String session, String tick) {
    return List.of(
        "-Dejc.name=" + cluster.name(name),
        "-Dejc.mesos.master=" + cluster.master(),
        "-Dejc.zookeeper.servers=" + cluster.zookeeper(),
        "-Dejc.zookeeper.sessionTimeout=" + session,
        "-Dejc.serve.port=0",
        "-Dejc.advertise.address=127.0.0.1",
        "-Dshop.tick=" + tick);
  }

  private static String framework(ChildJvm host) {
    return host.awaitLine(SUBSCRIBED).group(1);
  }
}
