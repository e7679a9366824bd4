package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ejc.api.Ejc;
import io.ejc.api.EjcException;
import io.ejc.api.FiringsView;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.runtime.local.LocalCluster;
import io.ejc.runtime.local.LocalClusterTimings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job whose item stays on an agent, through all that can happen to it, on real executors. */
class DaemonIT {

  @TempDir private static Path directory;
  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static ClusterUnderTest cluster;

  @BeforeAll
  static void startCluster() {
    cluster =
        ClusterUnderTest.isNamed() ? ClusterUnderTest.named() : ClusterUnderTest.of(startLocal());
    OPEN.add(cluster);
  }

  private static LocalCluster startLocal() {
    LocalCluster started =
        LocalCluster.builder()
            .directory(directory.resolve("cluster"))
            .timings(LocalClusterTimings.MESOS.withAllocationInterval(Duration.ofMillis(100)))
            .start();
    OPEN.add(started);
    return started;
  }

  @AfterAll
  static void endAll() throws Exception {
    for (int i = OPEN.size() - 1; i >= 0; i--) {
      OPEN.get(i).close();
    }
  }

  private static Ejc host(String word) {
    return Ejc.builder(DaemonIT.class)
        .property("ejc.name", cluster.name("daemons"))
        .property("ejc.scan.packages", "io.ejc.e2e.daemons")
        .property("ejc.mesos.master", cluster.master())
        .property("ejc.zookeeper.servers", cluster.zookeeper())
        .property("ejc.serve.port", "0")
        .property("ejc.advertise.address", "127.0.0.1")
        .property("ejc.bundle.dir", directory.resolve("bundle").toString())
        .property("ejc.executor.java", ClusterUnderTest.java())
        .property("ejc.executor.heapMB", "128")
        .property("pulse.file", directory.resolve("pulse.txt").toString())
        .property("pulse.word", word)
        .start();
  }

  /** A firing as user code wrote it down. */
  private record Beat(String word, String task, long process, String due) {
    static Beat of(String line) {
      String[] parts = line.split(" ", 4);
      return new Beat(parts[0], parts[1], Long.parseLong(parts[2]), parts[3]);
    }
  }

  private static List<Beat> beats() {
    Path file = directory.resolve("pulse.txt");
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().map(Beat::of).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Beat> moreThan(int count) {
    await().atMost(ChildJvm.PATIENCE).until(() -> beats().size() > count);
    return beats();
  }

  private static @Nullable Beat last() {
    List<Beat> all = beats();
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  private static RunView active(Ejc ejc) {
    await()
        .atMost(ChildJvm.PATIENCE)
        .until(() -> ejc.runs("pulse").stream().anyMatch(run -> run.state() == RunState.ACTIVE));
    return ejc.runs("pulse").get(0);
  }

  @Test
  void it_fires_is_replaced_when_killed_goes_on_without_its_host_and_ends_when_disabled() {
    Ejc first = host("first");
    OPEN.add(first);
    List<Beat> beats = moreThan(3);
    assertThat(beats).extracting(Beat::due).doesNotHaveDuplicates().isSorted();
    assertThat(beats).extracting(Beat::process).containsOnly(beats.get(0).process());
    assertThat(beats.get(0).process()).isNotEqualTo(ProcessHandle.current().pid());
    toldOfFirings(first);
    assertThatThrownBy(() -> first.trigger("pulse")).isInstanceOf(EjcException.class);

    ProcessHandle.of(Objects.requireNonNull(last()).process()).orElseThrow().destroyForcibly();
    await()
        .atMost(ChildJvm.PATIENCE)
        .until(() -> Objects.requireNonNull(last()).task().endsWith(".2"));
    assertThat(active(first).items().get(0).attempts())
        .extracting(attempt -> attempt.outcome())
        .containsExactly("LOST", "RUNNING");
    String run = active(first).id();

    first.close();
    moreThan(beats().size() + 1);

    try (Ejc second = host("second")) {
      await()
          .atMost(ChildJvm.PATIENCE)
          .until(() -> Objects.requireNonNull(last()).word().equals("second"));
      assertThat(second.findRun(run).orElseThrow().state()).isEqualTo(RunState.KILLED);
      assertThat(beats()).extracting(Beat::word).isSorted();
      RunView next = active(second);

      second.disable("pulse");
      await()
          .atMost(ChildJvm.PATIENCE)
          .until(() -> second.findRun(next.id()).orElseThrow().state() == RunState.KILLED);
      int ended = beats().size();

      second.enable("pulse");
      moreThan(ended);
      assertThat(beats().stream().filter(beat -> beat.word().equals("second")))
          .extracting(Beat::due)
          .doesNotHaveDuplicates()
          .isSorted();
      second.disable("pulse");
    }
  }

  private static void toldOfFirings(Ejc ejc) {
    await()
        .atMost(ChildJvm.PATIENCE)
        .until(
            () ->
                active(ejc)
                    .items()
                    .get(0)
                    .firings()
                    .filter(told -> told.failed() > 0 && told.succeeded() > 0)
                    .isPresent());
    FiringsView told = active(ejc).items().get(0).firings().orElseThrow();
    assertThat(told.latest())
        .anySatisfy(
            entry -> {
              assertThat(entry.outcome()).isEqualTo(FiringsView.Outcome.FAILED);
              assertThat(entry.reason()).contains("java.io.IOException: every fifth fails");
            });
  }
}
