package io.ejc.internal.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ejc.runtime.local.LocalCluster;
import io.ejc.runtime.local.LocalClusterException;
import io.ejc.runtime.local.LocalClusterMain;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, being refused, and stopping, in this JVM and as a program. */
class LocalClusterDoorTest {

  @TempDir private Path directory;

  @Test
  @SuppressWarnings("try") // the client's close may be interrupted
  void what_zookeeper_holds_survives_a_restart() throws Exception {
    try (LocalCluster cluster = TestClusters.fast(directory, 1).start();
        ZooKeeper client = new ZooKeeper(cluster.zookeeperServers(), 10_000, event -> {})) {
      client.create(
          "/kept",
          "value".getBytes(StandardCharsets.UTF_8),
          ZooDefs.Ids.OPEN_ACL_UNSAFE,
          CreateMode.PERSISTENT);
    }
    try (LocalCluster cluster = TestClusters.fast(directory, 1).start();
        ZooKeeper client = new ZooKeeper(cluster.zookeeperServers(), 10_000, event -> {})) {
      assertThat(client.getData("/kept", false, null)).asString().isEqualTo("value");
    }
  }

  @Test
  void a_directory_is_used_by_one_cluster_at_a_time() {
    try (LocalCluster first = TestClusters.fast(directory, 1).start()) {
      assertThatThrownBy(() -> TestClusters.fast(directory, 1).start())
          .isInstanceOf(LocalClusterException.class)
          .hasMessageStartingWith("directory: " + directory.toAbsolutePath())
          .hasMessageContaining("stop the process that uses it");
      assertThat(first.agentIds()).hasSize(1);
    }
  }

  @Test
  void a_port_in_use_is_named_and_nothing_stays_behind() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, Loopback.address())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> TestClusters.fast(directory, 1).masterPort(port).start())
          .isInstanceOf(LocalClusterException.class)
          .hasMessageStartingWith("master port: " + port + " (expected: a free port");
      assertThatThrownBy(() -> TestClusters.fast(directory, 1).zookeeperPort(port).start())
          .isInstanceOf(LocalClusterException.class)
          .hasMessageStartingWith("ZooKeeper port: " + port + " (expected: a free port");
    }
    TestClusters.fast(directory, 1).start().close();
  }

  @Test
  void close_frees_every_port_and_may_be_repeated() throws Exception {
    LocalCluster cluster = TestClusters.fast(directory, 2).start();
    List<Integer> ports = new ArrayList<>();
    try (LocalCluster closing = cluster;
        TestScheduler scheduler =
            TestScheduler.subscribe(closing.masterUrl(), TestScheduler.framework("ports"))) {
      ports.add(closing.masterUrl().getPort());
      ports.add(Integer.parseInt(closing.zookeeperServers().split(":", 2)[1]));
      Offer offer = scheduler.takeOffer();
      ports.add(offer.getUrl().getAddress().getPort());
    }
    cluster.close();
    for (int port : ports) {
      assertThatThrownBy(() -> new Socket(Loopback.address(), port).close())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void the_program_prints_its_addresses_and_ends_on_SIGTERM() throws Exception {
    Process program = program("--agents=1", "--dir=" + cluster(), "--attributes=rack:r1");
    try {
      URI master = master();
      try (TestScheduler scheduler =
          TestScheduler.subscribe(master, TestScheduler.framework("program"))) {
        assertThat(scheduler.takeOffer().getAttributes(0).getText().getValue()).isEqualTo("r1");
      }
      program.destroy();
      assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void executors_that_outlived_a_killed_host_end_at_the_next_start() throws Exception {
    Process program = program("--agents=1", "--dir=" + cluster());
    try {
      TestScheduler scheduler =
          TestScheduler.subscribe(master(), TestScheduler.framework("outlive"));
      Offer offer = scheduler.takeOffer();
      scheduler.launch(
          offer,
          TestTasks.task("s", offer, TestTasks.shell("s", "sleep 1000 & sleep 1000; true"), ""));
      Path notes = cluster().resolve("agents/agent-1/containers");
      Path note = await().until(() -> first(notes), file -> file.toFile().length() > 0);
      ProcessHandle executor =
          ProcessHandle.of(Long.parseLong(Files.readAllLines(note).get(0))).orElseThrow();
      List<ProcessHandle> all =
          await().until(() -> executor.descendants().toList(), list -> list.size() == 2);
      program.destroyForcibly();
      assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(executor.isAlive()).isTrue();

      TestClusters.fast(cluster(), 1).start().close();
      await().until(() -> !executor.isAlive() && all.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void an_unknown_flag_ends_the_program_with_a_sentence() throws Exception {
    Process program = program("--agent=1");
    assertThat(program.waitFor()).isEqualTo(2);
    assertThat(Files.readString(output()))
        .contains("--agent=1 (expected: --agent-ports=, --agents=, --attributes=,");
  }

  private Path cluster() {
    return directory.resolve("cluster");
  }

  private static Path first(Path notes) throws IOException {
    try (java.util.stream.Stream<Path> files = Files.list(notes)) {
      return files.findFirst().orElse(notes.resolveSibling("id.none"));
    }
  }

  private Process program(String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LocalClusterMain.class.getName());
    command.addAll(List.of(flags));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output().toFile())
        .start();
  }

  private Path output() {
    return directory.resolve("program.out");
  }

  private URI master() {
    List<String> addresses =
        await()
            .atMost(20, TimeUnit.SECONDS)
            .until(
                () ->
                    Files.readAllLines(output()).stream()
                        .filter(line -> line.matches("(master|zookeeper): .*"))
                        .toList(),
                lines -> lines.size() == 2);
    assertThat(addresses.get(1)).startsWith("zookeeper: 127.0.0.1:");
    return URI.create(addresses.get(0).substring("master: ".length()));
  }
}
