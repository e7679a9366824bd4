package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.runtime.local.LocalCluster;
import io.ejc.runtime.local.LocalClusterBuilder;
import io.ejc.runtime.local.LocalClusterMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.master.Protos.Call;
import org.apache.mesos.v1.master.Protos.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Where a class of end-to-end tests runs: a local cluster in a process of its own, or the master
 * and the ZooKeeper that {@code ejc.test.mesos.master} (a URL) and {@code ejc.test.zookeeper} name.
 * A named cluster outlives the tests, so applications there have names that were never used, and
 * their frameworks are torn down at the end.
 */
final class ClusterUnderTest implements AutoCloseable {

  private static final @Nullable String MASTER = System.getProperty("ejc.test.mesos.master");
  private static final @Nullable String ZOOKEEPER = System.getProperty("ejc.test.zookeeper");
  private static final String AGENTS = "ejc.test.mesos.agents";
  private static final String PROTOBUF = "application/x-protobuf";

  private final String master;
  private final String zookeeper;
  private final String suffix;
  private final List<String> agentPids;
  private final @Nullable LocalCluster owned;

  private ClusterUnderTest(String master, String zookeeper, String suffix, List<String> agentPids) {
    this(master, zookeeper, suffix, agentPids, null);
  }

  private ClusterUnderTest(
      String master,
      String zookeeper,
      String suffix,
      List<String> agentPids,
      @Nullable LocalCluster owned) {
    this.master = master;
    this.zookeeper = zookeeper;
    this.suffix = suffix;
    this.agentPids = agentPids;
    this.owned = owned;
  }

  /** Whether a master and a ZooKeeper are named. */
  static boolean isNamed() {
    return MASTER != null && ZOOKEEPER != null;
  }

  /** Skips a test that makes the cluster itself fail. */
  static void mustBeLocal(String reason) {
    Assumptions.assumeFalse(isNamed(), "not on a named master: " + reason);
  }

  /** Options of hosts: a named cluster's agents need not have this Java in their path. */
  static List<String> options() {
    return isNamed() ? List.of("-Dejc.executor.java=" + java()) : List.of();
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The named cluster, or a local one in a process that the owner ends. */
  static ClusterUnderTest start(
      Hosts owner, ScratchApplication application, Path directory, String... flags) {
    if (isNamed()) {
      return named();
    }
    ChildJvm cluster =
        owner.start(
            application,
            application.classPath(),
            List.of(),
            Stream.concat(
                    Stream.of(LocalClusterMain.class.getName(), "--dir=" + directory),
                    Stream.of(flags))
                .toArray(String[]::new));
    return new ClusterUnderTest(
        cluster.awaitLine("(?m)^master: (\\S+)$").group(1),
        cluster.awaitLine("(?m)^zookeeper: (\\S+)$").group(1),
        "",
        List.of(Long.toString(cluster.pid())));
  }

  /** The named cluster. */
  static ClusterUnderTest named() {
    if (MASTER == null || ZOOKEEPER == null) {
      throw new IllegalStateException("ejc.test.mesos.master and ejc.test.zookeeper are not set");
    }
    return new ClusterUnderTest(
        MASTER,
        ZOOKEEPER,
        "-" + UUID.randomUUID().toString().substring(0, 8),
        Stream.of(System.getProperty(AGENTS, "").split(","))
            .filter(pair -> !pair.isEmpty())
            .map(pair -> pair.substring(pair.indexOf('=') + 1))
            .toList());
  }

  /** The named cluster, or a local one in this process that ends when this is closed. */
  static ClusterUnderTest open(LocalClusterBuilder builder) {
    if (isNamed()) {
      return named();
    }
    LocalCluster local = builder.start();
    return new ClusterUnderTest(
        local.masterUrl().toString(), local.zookeeperServers(), "", List.of(), local);
  }

  /** A local cluster that the test itself starts and ends. */
  static ClusterUnderTest of(LocalCluster local) {
    return new ClusterUnderTest(
        local.masterUrl().toString(), local.zookeeperServers(), "", List.of());
  }

  /**
   * Freezes every agent, so that nothing reaches executors or comes from them; a local cluster with
   * all that is in its process. Skips a test where the agents' processes are not known.
   */
  void freezeAgents() {
    Assumptions.assumeFalse(agentPids.isEmpty(), AGENTS + " does not name the agents' processes");
    signalAgents("STOP");
  }

  void thawAgents() {
    signalAgents("CONT");
  }

  private void signalAgents(String signal) {
    agentPids.forEach(pid -> ChildJvm.signal(signal, pid));
  }

  /** Calls the operators' API of the master with JSON, and gives the answer. */
  String operate(String json) {
    return exchange(
        post("/api/v1", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  private static String exchange(HttpRequest request) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s: %s", request.uri(), answer.body()).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String master() {
    return master;
  }

  String zookeeper() {
    return zookeeper;
  }

  /** An application's name that no earlier run of the tests has used on this cluster. */
  String name(String application) {
    return application + suffix;
  }

  /** Tears down the frameworks of the tests on a named cluster. */
  @Override
  public void close() {
    if (owned != null) {
      owned.close();
    }
    if (suffix.isEmpty()) {
      return;
    }
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try {
      HttpResponse<byte[]> known =
          http.send(
              post("/api/v1", PROTOBUF)
                  .header("Accept", PROTOBUF)
                  .POST(
                      HttpRequest.BodyPublishers.ofByteArray(
                          Call.newBuilder()
                              .setType(Call.Type.GET_FRAMEWORKS)
                              .build()
                              .toByteArray()))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      for (Response.GetFrameworks.Framework framework :
          Response.parseFrom(known.body()).getGetFrameworks().getFrameworksList()) {
        if (framework.getFrameworkInfo().getName().contains(suffix)) {
          tearDown(http, framework.getFrameworkInfo());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tearDown(HttpClient http, FrameworkInfo framework)
      throws IOException, InterruptedException {
    HttpRequest request =
        post("/teardown", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString("frameworkId=" + framework.getId().getValue()))
            .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private HttpRequest.Builder post(String path, String type) {
    return HttpRequest.newBuilder(URI.create(master).resolve(path)).header("Content-Type", type);
  }
}
