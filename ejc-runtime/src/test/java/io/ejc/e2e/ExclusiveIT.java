package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.e2e.Evidence.Line;
import io.ejc.e2e.shop.ShopMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exclusive item on a cluster of its own process, which is frozen. */
class ExclusiveIT {

  @TempDir Path directory;

  private final Hosts hosts = new Hosts();
  private @Nullable ClusterUnderTest cluster;

  @AfterEach
  void endAll() {
    try (hosts) {
      if (cluster != null) {
        cluster.close();
      }
    }
  }

  @Test
  void an_item_that_nobody_answers_ends_by_itself_before_its_successor_begins() {
    ScratchApplication application =
        ScratchApplication.of(ShopMain.class, directory.resolve("shop"));
    cluster = ClusterUnderTest.start(hosts, application, directory.resolve("cluster"));
    Evidence evidence = new Evidence(directory.resolve("alone.txt"));
    ChildJvm host = host(application, evidence, cluster);
    String run = host.ask("trigger alone x");
    Line first = evidence.await(run, "began", 1).get(0);

    cluster.freezeAgents();
    try {
      await("the executor's end")
          .atMost(ChildJvm.PATIENCE)
          .until(() -> endedByItsLease(first.number("pid")));
      assertThat(evidence.lines()).containsExactly(first);
    } finally {
      cluster.thawAgents();
    }

    assertThat(host.ask("await " + run)).startsWith("SUCCEEDED 0:SUCCEEDED");
    List<Line> lines = evidence.lines();
    assertThat(lines).extracting(Line::event).containsExactly("began", "began", "finished");
    Line second = lines.get(1);
    assertThat(second.number("pid")).isNotEqualTo(first.number("pid"));
    assertThat(second.number("token")).isGreaterThan(first.number("token"));
  }

  private ChildJvm host(
      ScratchApplication application, Evidence evidence, ClusterUnderTest cluster) {
    return hosts.shop(
        application,
        evidence.file(),
        "-Dejc.name=" + cluster.name("alone"),
        "-Dejc.mesos.master=" + cluster.master(),
        "-Dejc.zookeeper.servers=" + cluster.zookeeper(),
        "-Dejc.serve.port=0",
        "-Dejc.advertise.address=127.0.0.1");
  }

  /** Its agent is frozen and cannot tell; where the sandboxes of others lie is not known. */
  private boolean endedByItsLease(long pid) throws IOException {
    return ClusterUnderTest.isNamed()
        ? ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()
        : executorsSaid("alone", " ran out");
  }

  private boolean executorsSaid(String job, String words) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("cluster"))) {
      return files
          .filter(file -> file.endsWith("stderr"))
          .map(ExclusiveIT::read)
          .anyMatch(text -> text.contains("the lease of task " + job) && text.contains(words));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
