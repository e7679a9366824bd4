package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.e2e.Evidence.Line;
import io.ejc.e2e.shop.ShopMain;
import io.ejc.runtime.local.LocalClusterMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exclusive item on a cluster of its own process, which is frozen. */
class ExclusiveIT {

  @TempDir Path directory;

  private final Hosts hosts = new Hosts();

  @AfterEach
  void endAll() {
    hosts.close();
  }

  @Test
  void an_item_that_nobody_answers_ends_by_itself_before_its_successor_begins() {
    ScratchApplication application =
        ScratchApplication.of(ShopMain.class, directory.resolve("shop"));
    ChildJvm cluster =
        hosts.start(
            application,
            application.classPath(),
            List.of(),
            LocalClusterMain.class.getName(),
            "--dir=" + directory.resolve("cluster"));
    Evidence evidence = new Evidence(directory.resolve("alone.txt"));
    ChildJvm host = host(application, evidence, cluster);
    String run = host.ask("trigger alone x");
    Line first = evidence.await(run, "began", 1).get(0);

    cluster.signal("STOP");
    await().atMost(ChildJvm.PATIENCE).until(() -> executorsSaid("alone", " ran out"));
    assertThat(evidence.lines()).containsExactly(first);
    cluster.signal("CONT");

    assertThat(host.ask("await " + run)).startsWith("SUCCEEDED 0:SUCCEEDED");
    List<Line> lines = evidence.lines();
    assertThat(lines).extracting(Line::event).containsExactly("began", "began", "finished");
    Line second = lines.get(1);
    assertThat(second.number("pid")).isNotEqualTo(first.number("pid"));
    assertThat(second.number("token")).isGreaterThan(first.number("token"));
  }

  private ChildJvm host(ScratchApplication application, Evidence evidence, ChildJvm cluster) {
    return hosts.shop(
        application,
        evidence.file(),
        "-Dejc.name=alone",
        "-Dejc.mesos.master=" + cluster.awaitLine(SeparateClusterIT.MASTER).group(1),
        "-Dejc.zookeeper.servers=" + cluster.awaitLine(SeparateClusterIT.ZOOKEEPER).group(1),
        "-Dejc.serve.port=0",
        "-Dejc.advertise.address=127.0.0.1");
  }

  /** Its agent is frozen with the cluster, and cannot tell of its end. */
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
