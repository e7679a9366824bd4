package io.ejc.internal.localcluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.runtime.local.LocalCluster;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials, several masters, crashes of agents and ZooKeeper: sessions 07, 10 and 12. */
class AccessTest {

  private static final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path directory;

  @Test
  void without_the_secret_of_a_principal_nobody_speaks_to_the_scheduler_api() throws Exception {
    try (LocalCluster cluster =
        TestClusters.fast(directory, 1).credential("ejc", "top-secret").start()) {
      URI api = cluster.masterUrl().resolve("/api/v1/scheduler");
      for (String header : List.of("", "Basic " + base64("ejc:wrong"), "Bearer x", "Basic ???")) {
        HttpResponse<String> refused = call(api, header, "{}");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("401 Unauthorized.");
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
            .contains("Basic realm=\"mesos-master-scheduler\"");
      }
      String other =
          "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":"
              + "{\"user\":\"root\",\"name\":\"x\",\"principal\":\"other\"}}}";
      HttpResponse<String> mismatch = call(api, "Basic " + base64("ejc:top-secret"), other);
      assertThat(mismatch.statusCode()).isEqualTo(400);
      assertThat(mismatch.body())
          .isEqualTo(
              "Failed to validate scheduler::Call: Authenticated principal 'ejc' does not match"
                  + " principal 'other' set in `FrameworkInfo`");
      assertThat(get(cluster.masterUrl().resolve("/state")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void of_two_masters_one_leads_and_the_other_shows_the_way_and_follows_it() throws Exception {
    try (LocalCluster cluster =
        TestClusters.fast(directory, 1)
            .masterPorts(List.of(0, 0))
            .zookeeperSessionTimeout(Duration.ofSeconds(1))
            .start()) {
      URI leader = cluster.masterUrl();
      URI standby =
          cluster.masterUrls().stream()
              .filter(url -> !url.equals(leader))
              .findFirst()
              .orElseThrow();
      await().until(() -> get(standby.resolve("/state")).statusCode() == 307);
      assertThat(get(standby.resolve("/tasks?limit=1")).headers().firstValue("Location"))
          .contains("//localhost:" + leader.getPort() + "/master/tasks?limit=1");
      assertThat(get(standby.resolve("/health")).statusCode()).isEqualTo(200);
      TestScheduler before =
          TestScheduler.subscribe(leader, TestScheduler.framework("ha").setCheckpoint(true));
      String agent = before.takeOffer().getAgentId().getValue();

      cluster.killMaster();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> cluster.masterUrl().equals(standby) && status(standby) == 200);
      try (TestScheduler after =
          TestScheduler.subscribe(
              standby, TestScheduler.framework("ha").setCheckpoint(true).setId(before.id()))) {
        assertThat(after.takeOffer().getAgentId().getValue()).isEqualTo(agent);
        cluster.startMaster();
        await().until(() -> status(leader) == 307);
        cluster.expireMasterSession();
        await().atMost(Duration.ofSeconds(20)).until(() -> status(leader) == 200);
      }
    }
  }

  @Test
  @SuppressWarnings("try") // the client's close may be interrupted
  void the_master_is_found_in_zookeeper_and_zookeeper_can_restart() throws Exception {
    try (LocalCluster cluster = TestClusters.fast(directory, 1).start();
        ZooKeeper client = new ZooKeeper(cluster.zookeeperServers(), 10_000, event -> {})) {
      await().until(() -> client.exists("/mesos", false) != null);
      await().until(() -> !client.getChildren("/mesos", false).isEmpty());
      String node = client.getChildren("/mesos", false).get(0);
      assertThat(node).matches("json\\.info_[0-9]{10}");
      assertThat(new String(client.getData("/mesos/" + node, false, null), UTF_8))
          .startsWith("{\"address\":{\"hostname\":\"localhost\",\"ip\":\"127.0.0.1\",\"port\":")
          .endsWith("\"version\":\"1.12.0\"}");
      String servers = cluster.zookeeperServers();
      cluster.restartZookeeper();
      assertThat(cluster.zookeeperServers()).isEqualTo(servers);
      await().ignoreExceptions().until(() -> client.getChildren("/mesos", false).contains(node));
      cluster.expireMasterSession();
      await()
          .ignoreExceptions()
          .until(
              () -> {
                List<String> nodes = client.getChildren("/mesos", false);
                return nodes.size() == 1 && !nodes.contains(node);
              });
      assertThat(status(cluster.masterUrl())).isEqualTo(200);
      cluster.expireZookeeperSession(client.getSessionId());
      await().until(() -> !client.getState().isAlive());
    }
  }

  @Test
  void executors_and_commands_outlive_a_crash_of_their_agent() throws Exception {
    try (LocalCluster cluster = TestClusters.fast(directory, 1).checkpoint(true).start();
        TestScheduler scheduler =
            TestScheduler.subscribe(
                cluster.masterUrl(), TestScheduler.framework("crash").setCheckpoint(true))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(
          offer,
          TestTasks.task("t1", offer, TestTasks.java("exec-1"), "run"),
          TestTasks.task("t2", offer, TestTasks.shell("exec-2", "exec sleep 1000"), ""),
          TestTasks.command("c1", offer, "sleep 1000"));
      TaskStatus t1 = scheduler.takeUpdate("t1", TaskState.TASK_RUNNING);
      TaskStatus c1 = scheduler.takeUpdate("c1", TaskState.TASK_RUNNING);
      cluster.restartAgent(0);
      TaskStatus failed = scheduler.takeUpdate("t2", TaskState.TASK_FAILED);
      assertThat(failed.getReason())
          .isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_REREGISTRATION_TIMEOUT);
      assertThat(ProcessHandle.of(t1.getContainerStatus().getExecutorPid())).isPresent();
      assertThat(ProcessHandle.of(c1.getContainerStatus().getExecutorPid())).isPresent();
      scheduler.must(TestTasks.kill("t1"));
      scheduler.takeUpdate("t1", TaskState.TASK_KILLED);
      scheduler.must(TestTasks.kill("c1"));
      assertThat(scheduler.takeUpdate("c1", TaskState.TASK_KILLED).getMessage())
          .isEqualTo("Command terminated with signal Terminated");
    }
  }

  @Test
  void a_json_stream_is_left_and_the_master_knows_it_at_once() throws Exception {
    try (LocalCluster cluster = TestClusters.fast(directory, 1).start()) {
      String subscribe =
          "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"user\":\"root\","
              + "\"name\":\"json\",\"failover_timeout\":60.0}}}";
      HttpRequest request =
          HttpRequest.newBuilder(cluster.masterUrl().resolve("/api/v1/scheduler"))
              .header("Content-Type", "application/json")
              .header("Accept", "application/x-protobuf;q=1, application/json;q=0.1")
              .POST(HttpRequest.BodyPublishers.ofString(subscribe))
              .build();
      HttpResponse<java.io.InputStream> stream =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.headers().firstValue("Content-Type")).contains("application/json");
      byte[] first = new RecordReader(stream.body()).next();
      assertThat(new String(first, UTF_8)).startsWith("{\"type\":\"SUBSCRIBED\"");
      URI state = cluster.masterUrl().resolve("/frameworks");
      assertThat(get(state).body()).contains("\"connected\":true");
      stream.body().close();
      await().until(() -> get(state).body().contains("\"connected\":false"));
    }
  }

  @Test
  void masters_and_agents_speak_https_with_a_key_store() throws Exception {
    Path keys = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-storepass",
                "changeit",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.out").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    java.security.KeyStore trusted =
        java.security.KeyStore.getInstance(keys.toFile(), "changeit".toCharArray());
    javax.net.ssl.TrustManagerFactory trust =
        javax.net.ssl.TrustManagerFactory.getInstance(
            javax.net.ssl.TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    javax.net.ssl.SSLContext context = javax.net.ssl.SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    HttpClient secure =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build();
    try (LocalCluster cluster =
        TestClusters.fast(directory.resolve("cluster"), 1)
            .tls(keys, "changeit")
            .agentTls(true)
            .start()) {
      assertThat(cluster.masterUrl().getScheme()).isEqualTo("https");
      HttpResponse<String> slaves =
          secure.send(
              HttpRequest.newBuilder(cluster.masterUrl().resolve("/slaves")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(slaves.body()).contains("\"hostname\":\"agent-1\"");
    }
  }

  private static int status(URI master) throws Exception {
    return get(master.resolve("/state")).statusCode();
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static HttpResponse<String> call(URI api, String authorization, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
