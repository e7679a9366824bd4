package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.ejc.api.Ejc;
import io.ejc.api.EjcStartException;
import io.ejc.e2e.bad.BadMain;
import io.ejc.e2e.bare.BareMain;
import io.ejc.e2e.shop.ShopMain;
import io.ejc.runtime.local.LocalCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever keeps EJC from starting is told in words, and ends the process. */
class StartProblemsIT {

  private static final Duration END = Duration.ofSeconds(60);

  @TempDir private static Path directory;
  private static final String JOURNAL = "shop.journal";

  private final Hosts hosts = new Hosts();

  @AfterEach
  void endEverything() {
    hosts.close();
  }

  @Test
  void all_problems_of_one_scan_are_told_together() {
    ScratchApplication application = ScratchApplication.of(BadMain.class, directory.resolve("bad"));

    String told = toldBy(start(application, List.of(), BadMain.class.getName()));

    assertThat(told)
        .contains("EJC could not start, 9 problems:")
        .containsPattern(
            "job same .*OneOfTwo.*TwoOfTwo.* name: same \\(expected: a name that one class has\\)")
        .containsPattern("job bad-cron .*BadCron.* cron: whenever \\(expected: ")
        .containsPattern(
            "job bad-zone .*BadZone.* timeZone: Asia/Shanghi \\(expected: .*did you mean Asia/Shanghai\\?")
        .containsPattern(
            "job no-items .*NoItems.* shardingTotalCount: 0 \\(expected: 1 to 10000\\)")
        .containsPattern(
            "job bad-parameters .*BadParameters.* shardingItemParameters: .*Shanghai.*\\(expected: ")
        .containsPattern(
            "job no-constructor .*NoConstructor.* class: no public constructor without parameters \\(expected: one\\)")
        .containsPattern(
            "job no-job .*NoJob.* class: implements no job interface \\(expected: .*io.ejc.api.SimpleJob")
        .containsPattern("job unresolved .*jobParameter: \\$\\{nobody.knows\\} ")
        .containsPattern("job later .*arm: .*2s");
  }

  @Test
  void a_class_path_without_the_runtime_names_the_dependency() {
    ScratchApplication application =
        ScratchApplication.of(BareMain.class, directory.resolve("no-runtime"));

    String told =
        toldBy(
            hosts.start(
                application,
                application.classPathWithout("ejc-runtime"),
                List.of(),
                BareMain.class.getName()));

    assertThat(told)
        .contains("EJC could not start: no EJC runtime is on the class path")
        .contains("add the dependency io.ejc:ejc-runtime");
  }

  @Test
  void an_application_without_a_job_and_wrong_keys_of_all_sources_are_told_together()
      throws IOException {
    ScratchApplication application =
        ScratchApplication.of(BareMain.class, directory.resolve("bare"));
    Files.writeString(
        application.directory().resolve("classes/ejc.properties"), "ejc.local.agent=3\n");
    ChildJvm host =
        hosts.start(
            application,
            application.classPath(),
            List.of("-Dejc.mesos.masters=local"),
            Map.of("EJC_ZOOKEEPER_SERVER", "zk:2181"),
            BareMain.class.getName(),
            "--ejc.serve.ports=1",
            "--ejc.local.agents=many");

    assertThat(toldBy(host))
        .contains("EJC could not start, 6 problems:")
        .contains(
            "ejc.scan.packages: io.ejc.e2e.bare (expected: packages that hold at least one class annotated with @ElasticJob)")
        .contains(
            "ejc.mesos.masters (system property): not a key of EJC (expected: a known key; did you mean ejc.mesos.master?)")
        .contains(
            "EJC_ZOOKEEPER_SERVER (environment variable): not a key of EJC (expected: a known key; did you mean EJC_ZOOKEEPER_SERVERS?)")
        .contains(
            "ejc.serve.ports (argument): not a key of EJC (expected: a known key; did you mean ejc.serve.port?)")
        .contains(
            "ejc.local.agent (ejc.properties): not a key of EJC (expected: a known key; did you mean ejc.local.agents?)")
        .contains("ejc.local.agents: many (expected: 1 to 30)");
  }

  @Test
  void a_master_that_refuses_ends_the_process() throws IOException {
    ScratchApplication application =
        ScratchApplication.of(ShopMain.class, directory.resolve("refused"));
    int port = freePort();

    String told =
        toldBy(
            start(
                application,
                List.of(
                    "-Dshop.journal=unused",
                    "-Dejc.mesos.master=http://127.0.0.1:" + port,
                    "-Dejc.zookeeper.servers=127.0.0.1:" + port),
                ShopMain.class.getName()));

    assertThat(told)
        .contains("EJC could not start: Mesos master http://127.0.0.1:" + port)
        .contains("the connection was refused")
        .contains("ejc.mesos.master");
  }

  @Test
  void a_zookeeper_that_does_not_answer_ends_the_process() throws IOException {
    ScratchApplication application =
        ScratchApplication.of(ShopMain.class, directory.resolve("silent"));
    try (LocalCluster cluster = cluster("for-silent-zookeeper");
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int port : List.of(silent.getLocalPort(), freePort())) {
        ChildJvm host =
            start(
                application,
                List.of(
                    "-Dshop.journal=unused",
                    "-Dejc.mesos.master=" + cluster.masterUrl(),
                    "-Dejc.zookeeper.servers=127.0.0.1:" + port,
                    "-Dejc.zookeeper.connectTimeout=2s",
                    "-Dejc.serve.port=0"),
                ShopMain.class.getName());
        assertThat(toldBy(host))
            .contains(
                "EJC could not start: ejc.zookeeper.servers: 127.0.0.1:"
                    + port
                    + " (expected: a ZooKeeper server that answers");
        assertThat(host.out()).doesNotContain("\tat ");
      }
    }
  }

  @Test
  void a_master_that_does_not_answer_is_told() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        LocalCluster cluster = cluster("for-silent-master")) {
      String address = "http://127.0.0.1:" + silent.getLocalPort();
      assertThat(
              problem(
                  "ejc.mesos.master=" + address,
                  "ejc.zookeeper.servers=" + cluster.zookeeperServers(),
                  "ejc.mesos.connectTimeout=1s"))
          .startsWith("Mesos master " + address + ": it did not answer in time")
          .contains("ejc.mesos.master");
    }
  }

  @Test
  void a_server_that_is_no_master_is_told() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(problem("ejc.mesos.master=" + address, "ejc.zookeeper.servers=127.0.0.1:1"))
          .startsWith("Mesos master " + address + ": it answered GET /version with 404")
          .endsWith("this is no Mesos master; ejc.mesos.master must name one");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void one_local_part_alone_is_refused() {
    assertThat(problem("ejc.mesos.master=http://127.0.0.1:5050"))
        .isEqualTo(
            "ejc.zookeeper.servers: local (expected: an address, because ejc.mesos.master is http://127.0.0.1:5050); set both or neither");
  }

  @Test
  void a_port_in_use_names_its_key() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      for (String key :
          List.of("ejc.serve.port", "ejc.local.masterPort", "ejc.local.zookeeperPort")) {
        assertThat(problem(key + "=" + port))
            .as(key)
            .startsWith(key + ": " + port)
            .contains("(expected: a free port", "0 for any");
      }
    }
  }

  @Test
  void a_local_directory_in_use_names_it_and_its_key() {
    Path used = directory.resolve("used");
    try (LocalCluster cluster = LocalCluster.builder().directory(used).agents(1).start()) {
      assertThat(cluster.agentIds()).hasSize(1);
      assertThat(problem("ejc.local.dir=" + used))
          .startsWith("ejc.local.dir: " + used)
          .contains("one local cluster at a time");
    }
  }

  /** The only problem of a start of the shop in this JVM. */
  private static String problem(String... settings) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--ejc.local.dir=" + directory.resolve("local"),
                "--ejc.bundle.dir=" + directory.resolve("bundle")));
    Arrays.stream(settings).map(setting -> "--" + setting).forEach(args::add);
    System.setProperty(JOURNAL, "unused");
    try {
      EjcStartException refused =
          catchThrowableOfType(
              EjcStartException.class,
              () -> Ejc.run(ShopMain.class, args.toArray(String[]::new)).close());
      assertThat(refused).as("refused").isNotNull();
      assertThat(refused.getStackTrace()).isEmpty();
      assertThat(refused.problems()).hasSize(1);
      return refused.problems().get(0);
    } finally {
      System.clearProperty(JOURNAL);
    }
  }

  private ChildJvm start(ScratchApplication application, List<String> options, String... main) {
    return hosts.start(application, application.classPath(), options, main);
  }

  /** What a start that must fail says on its standard error. */
  private static String toldBy(ChildJvm host) {
    assertThat(host.awaitEnd(END)).as("exit status").isNotZero();
    String told = host.err();
    assertThat(host.out()).doesNotContain("\tat ");
    assertThat(told).contains("EJC could not start").doesNotContain("\tat ");
    return told;
  }

  private static LocalCluster cluster(String name) {
    return LocalCluster.builder().directory(directory.resolve(name)).agents(1).start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
