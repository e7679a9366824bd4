package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.e2e.shop.ShopMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How code gets to an agent, and how often. */
class LayersIT {

  private static final String SUBSCRIBED = "is subscribed to the Mesos master as framework (\\S+)";
  private static final String SENT = "layer [0-9a-f]{64}: \\d+ bytes sent to";
  private static final Duration END = Duration.ofSeconds(20);

  @TempDir private Path directory;

  private final Hosts hosts = new Hosts();
  private ScratchApplication application;
  private ClusterUnderTest cluster;

  @BeforeEach
  void startTheCluster() {
    application = ScratchApplication.of(ShopMain.class, directory.resolve("shop"));
    cluster =
        ClusterUnderTest.start(hosts, application, directory.resolve("cluster"), "--agents=1");
  }

  @AfterEach
  void endTheHosts() {
    hosts.close();
    cluster.close();
  }

  @Test
  void a_change_of_the_leader_keeps_executors_warm_and_downloads_nothing() throws Exception {
    Evidence evidence = new Evidence(directory.resolve("evidence.txt"));
    String[] options = options();
    ChildJvm leader = hosts.shop(application, evidence.file(), options);
    leader.awaitLine(SUBSCRIBED);
    ChildJvm standby = hosts.shop(application, evidence.file(), options);
    standby.awaitLine("stands by: \\S+:" + leader.pid() + " leads");

    succeeds(leader, "gated", "x", evidence);
    long warm = evidence.lines().get(0).number("pid");
    assertThat(sent(leader) + sent(standby)).as("layers sent to a cold agent").isPositive();
    String name = cluster.name("layers");
    String secret = new StoredRecords(cluster.zookeeper(), name).layerSecret();
    assertThat(secret).hasSize(48);
    assertThat(state(cluster.master())).contains('"' + name + '"').doesNotContain(secret);
    if (!ClusterUnderTest.isNamed()) {
      assertThat(filesWith(directory.resolve("cluster"), secret)).isEmpty();
    }

    leader.signal("KILL");
    leader.awaitEnd(END);
    standby.awaitLine(SUBSCRIBED);
    int before = sent(standby);
    succeeds(standby, "gated", "y", evidence);
    if (!ClusterUnderTest.isNamed()) { // which may have a second agent, and offer that one first
      assertThat(evidence.lines()).allMatch(line -> line.number("pid") == warm);
    }
    String cold = standby.ask("trigger own-process z");
    assertThat(standby.ask("await " + cold)).startsWith("SUCCEEDED");

    assertThat(evidence.lines(cold, "ran")).isNotEmpty();
    assertThat(evidence.lines(cold, "ran")).noneMatch(line -> line.number("pid") == warm);
    assertThat(sent(standby)).as("layers sent by the survivor").isEqualTo(before);
  }

  private static void succeeds(ChildJvm host, String job, String key, Evidence evidence) {
    String run = host.ask("trigger " + job + " " + key);
    evidence.await(run, "waits", 1).get(0).openGate();
    assertThat(host.ask("await " + run)).startsWith("SUCCEEDED");
  }

  private static int sent(ChildJvm host) {
    return (host.out() + host.err()).split(SENT, -1).length - 1;
  }

  private static String state(String master) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(master + "/state")).build(),
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
        .body();
  }

  /** Where a text is in what a cluster leaves on its agents' disks, ZooKeeper's own left out. */
  private static List<Path> filesWith(Path root, String text) throws IOException {
    List<Path> found = new ArrayList<>();
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    try (Stream<Path> all = Files.walk(root, new FileVisitOption[0])) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        boolean sandbox = file.toString().contains("sandbox") || file.toString().contains("runs");
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (sandbox && content.contains(new String(wanted, StandardCharsets.ISO_8859_1))) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private String[] options() {
    return new String[] {
      "-Dejc.name=" + cluster.name("layers"),
      "-Dejc.mesos.master=" + cluster.master(),
      "-Dejc.zookeeper.servers=" + cluster.zookeeper(),
      "-Dejc.zookeeper.sessionTimeout=2s",
      "-Dejc.serve.port=0",
      "-Dejc.advertise.address=127.0.0.1",
      "-Dejc.executor.java=" + ClusterUnderTest.java(),
      "-Dejc.executor.cacheDir=" + directory.resolve("agent-cache"),
      "-Dshop.tick=0 0 0 1 1 ?"
    };
  }
}
