package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.e2e.Evidence.Line;
import io.ejc.e2e.shop.ShopMain;
import io.ejc.runtime.local.LocalClusterMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts on a cluster that is a process of its own. */
class SeparateClusterIT {

  static final String MASTER = "(?m)^master: (\\S+)$";
  static final String ZOOKEEPER = "(?m)^zookeeper: (\\S+)$";
  private static final Duration END = Duration.ofSeconds(10);

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
  void two_applications_share_a_cluster_and_start_none() {
    Evidence ours = new Evidence(directory.resolve("ours.txt"));
    Evidence theirs = new Evidence(directory.resolve("theirs.txt"));
    ChildJvm one = host("one", ours);
    ChildJvm two = host("two", theirs);

    String first = one.ask("trigger report x");
    String second = two.ask("trigger report x");
    String third = two.ask("trigger failing x");
    assertThat(one.ask("await " + first))
        .startsWith("SUCCEEDED 0:SUCCEEDED(SUCCEEDED) 1:SUCCEEDED(SUCCEEDED)");
    assertThat(two.ask("await " + second))
        .startsWith("SUCCEEDED 0:SUCCEEDED(SUCCEEDED) 1:SUCCEEDED(SUCCEEDED)");
    assertThat(two.ask("await " + third)).startsWith("FAILED 0:SUCCEEDED");

    assertThat(ours.lines()).extracting(Line::event).containsExactly("reported", "reported");
    assertThat(theirs.lines())
        .extracting(Line::event)
        .containsOnly("reported", "worked")
        .hasSize(4);
    assertThat(framework(one)).isNotEqualTo(framework(two));
    for (ChildJvm host : List.of(one, two)) {
      assertThat(host.out()).doesNotContain("local cluster of");
      assertThat(host.children()).isEmpty();
      if (ListeningPorts.known()) {
        assertThat(ListeningPorts.of(host.pid())).as("the agents' listener alone").hasSize(1);
      }
    }
    one.signal("TERM");
    one.awaitEnd(END);
    String more = two.ask("trigger report y");
    assertThat(two.ask("await " + more)).startsWith("SUCCEEDED");
  }

  @Test
  void an_item_outlives_its_host_and_the_next_host_records_its_end() {
    Evidence evidence = new Evidence(directory.resolve("outlives.txt"));
    ChildJvm killed = host("outlives", evidence);
    String run = killed.ask("trigger gated x");
    Line waiting = evidence.await(run, "waits", 1).get(0);
    killed.signal("KILL");
    killed.awaitEnd(END);

    ChildJvm next = host("outlives", evidence);
    assertThat(ProcessHandle.of(waiting.number("pid"))).get().matches(ProcessHandle::isAlive);
    waiting.openGate();

    assertThat(next.ask("await " + run)).isEqualTo("SUCCEEDED 0:SUCCEEDED(SUCCEEDED)");
    assertThat(evidence.lines()).extracting(Line::event).containsExactly("waits", "passed", "left");
    assertThat(framework(next)).isEqualTo(framework(killed));
  }

  @Test
  void a_host_that_closes_leaves_its_items_running_and_the_next_one_settles_them() {
    Evidence evidence = new Evidence(directory.resolve("closes.txt"));
    ChildJvm closing = host("closes", evidence);
    String run = closing.ask("trigger gated x");
    Line waiting = evidence.await(run, "waits", 1).get(0);

    assertThat(closing.ask("close")).isEqualTo("closed");
    closing.signal("TERM");
    closing.awaitEnd(END);

    assertThat(closing.out()).contains("closing: running items: 1 of 1 run, which go on");
    ChildJvm next = host("closes", evidence);
    assertThat(ProcessHandle.of(waiting.number("pid"))).get().matches(ProcessHandle::isAlive);
    waiting.openGate();
    assertThat(next.ask("await " + run)).isEqualTo("SUCCEEDED 0:SUCCEEDED(SUCCEEDED)");
  }

  @Test
  void a_host_that_closes_ends_executors_that_have_no_work() {
    Evidence evidence = new Evidence(directory.resolve("idle.txt"));
    ChildJvm closing = host("idle", evidence);
    String run = closing.ask("trigger report x");
    assertThat(closing.ask("await " + run)).startsWith("SUCCEEDED");
    long executor = evidence.await(run, "reported", 2).get(0).number("pid");

    closing.signal("TERM");
    closing.awaitEnd(END);

    await("the executor ends")
        .atMost(ChildJvm.PATIENCE)
        .until(() -> ProcessHandle.of(executor).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(closing.out()).contains("its host closes").contains("closing: no item runs");
  }

  @Test
  void a_teardown_ends_everything_and_the_next_start_is_another_framework() {
    Evidence evidence = new Evidence(directory.resolve("torn.txt"));
    ChildJvm torn = host("torn", evidence);
    String run = torn.ask("trigger gated x");
    long executor = evidence.await(run, "waits", 1).get(0).number("pid");

    assertThat(torn.ask("teardown")).isEqualTo("torn down");

    await("the executor ends")
        .atMost(ChildJvm.PATIENCE)
        .until(() -> ProcessHandle.of(executor).filter(ProcessHandle::isAlive).isEmpty());
    torn.signal("TERM");
    torn.awaitEnd(END);
    ChildJvm next = host("torn", evidence);
    assertThat(framework(next)).isNotEqualTo(framework(torn));
    assertThat(next.ask("await " + run)).startsWith("KILLED 0:KILLED(LOST)");
    assertThat(next.ask("await " + next.ask("trigger report x"))).startsWith("SUCCEEDED");
  }

  @Test
  void an_item_that_ended_while_there_was_no_host_is_recorded_once() {
    Evidence evidence = new Evidence(directory.resolve("ended.txt"));
    ChildJvm killed = host("ended", evidence);
    String run = killed.ask("trigger gated x");
    Line waiting = evidence.await(run, "waits", 1).get(0);
    killed.signal("KILL");
    killed.awaitEnd(END);
    waiting.openGate();
    evidence.await(run, "left", 1);

    ChildJvm next = host("ended", evidence);

    assertThat(next.ask("await " + run)).isEqualTo("SUCCEEDED 0:SUCCEEDED(SUCCEEDED)");
    assertThat(evidence.lines()).hasSize(3);
  }

  @Test
  void a_host_ends_in_time_although_its_cluster_is_frozen() {
    ClusterUnderTest.mustBeLocal("it freezes the master");
    ChildJvm frozen =
        hosts.start(
            application,
            application.classPath(),
            List.of(),
            LocalClusterMain.class.getName(),
            "--dir=" + directory.resolve("frozen"));
    String ownMaster = frozen.awaitLine(MASTER).group(1);
    String ownZookeeper = frozen.awaitLine(ZOOKEEPER).group(1);
    Evidence evidence = new Evidence(directory.resolve("frozen.txt"));
    ChildJvm host = host("frozen", evidence, ownMaster, ownZookeeper, "15s");
    evidence.await(host.ask("trigger gated x"), "waits", 1);

    frozen.signal("STOP");
    host.signal("TERM");

    host.awaitEnd(END);
  }

  private ChildJvm host(String name, Evidence evidence) {
    return host(cluster.name(name), evidence, cluster.master(), cluster.zookeeper(), "2s");
  }

  private ChildJvm host(
      String name, Evidence evidence, String master, String zookeeper, String session) {
    return hosts.shop(
        application,
        evidence.file(),
        "-Dejc.name=" + name,
        "-Dejc.mesos.master=" + master,
        "-Dejc.zookeeper.servers=" + zookeeper,
        "-Dejc.zookeeper.sessionTimeout=" + session,
        "-Dejc.serve.port=0",
        "-Dejc.advertise.address=127.0.0.1");
  }

  private static String framework(ChildJvm host) {
    return host.awaitLine("Mesos master as framework (\\S+)").group(1);
  }
}
