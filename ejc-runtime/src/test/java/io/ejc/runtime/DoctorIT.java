package io.ejc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ejc.api.Ejc;
import io.ejc.api.EjcStartException;
import io.ejc.api.FindingView;
import io.ejc.e2e.shop.ShopMain;
import io.ejc.runtime.local.LocalCluster;
import io.ejc.runtime.local.LocalClusterTimings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor on a cluster that is not the application's own. */
class DoctorIT {

  private static final String JOURNAL = "shop.journal";

  /** A name that no earlier run of the tests has used on a cluster that outlives them. */
  private static final String NAME = "doctor-" + UUID.randomUUID();

  @TempDir private static Path directory;
  private static @Nullable LocalCluster local;
  private static Place cluster;

  /** A cluster. */
  private record Place(String master, String zookeeper) {

    static Place of(LocalCluster cluster) {
      return new Place(cluster.masterUrl().toString(), cluster.zookeeperServers());
    }
  }

  private record Printed(int status, String out, String err) {}

  @BeforeAll
  static void startTheCluster() {
    System.setProperty(JOURNAL, directory.resolve("journal.txt").toString());
    String master = System.getProperty("ejc.test.mesos.master");
    String zookeeper = System.getProperty("ejc.test.zookeeper");
    if (master != null && zookeeper != null) {
      cluster = new Place(master, zookeeper);
      return;
    }
    LocalCluster started =
        LocalCluster.builder().directory(directory.resolve("cluster")).timings(quick()).start();
    local = started;
    cluster = Place.of(started);
  }

  @AfterAll
  static void endTheCluster() {
    System.clearProperty(JOURNAL);
    if (local != null) {
      local.close();
    }
  }

  @Test
  void all_is_well_and_every_agent_was_looked_at() {
    Printed printed = doctor(cluster, "ejc.doctorTimeout=2m");

    assertThat(printed.status()).as(printed.out()).isZero();
    assertThat(printed.out())
        .contains("OK      configuration in force: name=" + NAME)
        .contains("OK      ZooKeeper servers: " + cluster.zookeeper())
        .contains("OK      clock of this host: not more than 30000 ms from ZooKeeper's")
        .contains("OK      Mesos master: " + cluster.master())
        .containsPattern("OK {6}agent \\S+: code fetched and loaded, Java " + major())
        .contains("0 fatal, ");
    assertThat(printed.out().split(": code fetched and loaded", -1)).hasSize(3);
  }

  @Test
  void java_that_no_agent_has_is_fatal_and_stops_a_start() {
    String missing = "ejc.executor.java=/no/such/java";

    Printed printed = doctor(cluster, missing, "ejc.doctorTimeout=2m");
    assertThat(printed.status()).as(printed.out()).isEqualTo(1);
    assertThat(printed.out())
        .containsPattern("FATAL {3}agent \\S+: ejc.executor.java: /no/such/java: no usable java");

    EjcStartException refused =
        catchThrowableOfType(
            EjcStartException.class,
            () -> Ejc.run(ShopMain.class, args(cluster, missing, "ejc.doctorTimeout=2m")).close());
    assertThat(refused).as("the start").isNotNull();
    assertThat(refused.problems()).allSatisfy(p -> assertThat(p).contains("no usable java"));
  }

  @Test
  void an_address_that_agents_do_not_reach_is_fatal() {
    Printed printed = doctor(cluster, "ejc.advertise.address=127.0.0.2", "ejc.doctorTimeout=2m");

    assertThat(printed.status()).as(printed.out()).isEqualTo(1);
    assertThat(printed.out())
        .containsPattern(
            "FATAL {3}agent \\S+: it cannot fetch the application's code from http://127.0.0.2:")
        .contains("-> set ejc.advertise.address to a name or address of this host");
  }

  @Test
  void no_offers_are_a_warning() {
    try (LocalCluster reserved =
        LocalCluster.builder()
            .directory(directory.resolve("reserved"))
            .agents(1)
            .agentResources(0, "cpus(other):4;mem(other):4096")
            .timings(quick())
            .start()) {
      Printed printed = doctor(Place.of(reserved), "ejc.doctorTimeout=3s");

      assertThat(printed.status()).as(printed.out()).isZero();
      assertThat(printed.out())
          .containsPattern("WARNING offers: (none within \\d+ ms under role \\*|the largest of 1)");
    }
  }

  @Test
  void offers_and_jobs_that_are_too_large_for_them_are_told() {
    try (LocalCluster small =
        LocalCluster.builder()
            .directory(directory.resolve("small"))
            .agents(1)
            .cpus(0.5)
            .memMb(100)
            .timings(quick())
            .start()) {
      Printed printed = doctor(Place.of(small), "ejc.doctorTimeout=30s");

      assertThat(printed.status()).as(printed.out()).isZero();
      assertThat(printed.out())
          .contains("WARNING offers: the largest of 1 is cpus:0.5 mem:100")
          .contains("WARNING job report: an item with its executor needs ");
    }
  }

  @Test
  void a_running_application_examines_itself_and_is_examined_beside_itself() throws IOException {
    int port = freePort();
    String own = "ejc.serve.port=" + port;
    try (Ejc ejc =
        Ejc.run(
            ShopMain.class,
            args(cluster, own, "ejc.doctorTimeout=2m", "ejc.mesos.teardownOnClose=true"))) {
      assertThat(ejc.examine())
          .extracting(FindingView::level)
          .contains(FindingView.Level.OK)
          .doesNotContain(FindingView.Level.FATAL);

      Printed printed = doctor(cluster, own, "ejc.doctorTimeout=2m");
      assertThat(printed.status()).as(printed.out()).isZero();
      assertThat(printed.out()).contains("WARNING ejc.serve.port: " + port);
    }
  }

  @Test
  void configuration_that_cannot_be_is_fatal() {
    Printed printed = doctor(cluster, "ejc.doctor=sometimes");

    assertThat(printed.status()).isEqualTo(1);
    assertThat(printed.out()).contains("FATAL   ejc.doctor: sometimes (expected: start or off)");
  }

  @Test
  void wrong_use_says_what_is_right() {
    assertThat(run(List.of()).status()).isEqualTo(2);
    assertThat(run(List.of()).err()).startsWith("use: java -cp");
    Printed unknown = run(List.of("com.example.NoSuchMain"));
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err())
        .startsWith("main class: com.example.NoSuchMain (expected: a class of the class path)");
  }

  private static Printed doctor(Place on, String... more) {
    List<String> all = new ArrayList<>(List.of(ShopMain.class.getName()));
    all.addAll(List.of(args(on, more)));
    return run(all);
  }

  private static Printed run(List<String> args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Doctor.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Printed(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Those given last win. */
  private static String[] args(Place on, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "ejc.name=" + NAME,
                "ejc.mesos.master=" + on.master(),
                "ejc.zookeeper.servers=" + on.zookeeper(),
                "ejc.serve.port=0",
                "ejc.advertise.address=127.0.0.1",
                "ejc.bundle.dir=" + directory.resolve("bundle"),
                "ejc.executor.heapMB=96",
                "ejc.executor.nativeMB=64",
                "ejc.executor.jvmOptions=-XX:+UseSerialGC,-XX:TieredStopAtLevel=1",
                "ejc.executor.java=" + Path.of(System.getProperty("java.home"), "bin", "java")));
    for (String one : more) {
      String key = one.substring(0, one.indexOf('=') + 1);
      all.removeIf(given -> given.startsWith(key));
      all.add(one);
    }
    return all.stream().map(one -> "--" + one).toArray(String[]::new);
  }

  private static String major() {
    return Integer.toString(Runtime.version().feature());
  }

  private static LocalClusterTimings quick() {
    return LocalClusterTimings.MESOS
        .withAllocationInterval(Duration.ofMillis(200))
        .withExecutorShutdownGrace(Duration.ofSeconds(2));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
