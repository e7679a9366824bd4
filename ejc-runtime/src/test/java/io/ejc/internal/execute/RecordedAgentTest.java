package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ejc.internal.execute.agentjobs.AgentJobs;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.wire.Payloads;
import io.ejc.internal.wire.RecordIo;
import io.ejc.testing.RecordedMesos;
import io.ejc.testing.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real executor at an agent that plays what a real one sent; only the data of executor and
 * tasks are replaced by ours. The acknowledgements that follow are those of the recorder's
 * executor: of none of our updates.
 */
class RecordedAgentTest {

  @TempDir Path directory;

  private final List<Call.Subscribe> subscriptions = new CopyOnWriteArrayList<>();
  private final List<TaskStatus> updates = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<HttpExchange> streams = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> environment = new HashMap<>();
  private final List<AutoCloseable> started = new ArrayList<>();
  private byte[] toPlay = {};

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : started) {
      each.close();
    }
    threads.shutdownNow();
  }

  static Stream<RecordedMesos.Events> streams() {
    // Those with a task and no end: the executor stays, and shows what it still knows.
    return RecordedMesos.executors()
        .filter(stream -> count(stream, "SHUTDOWN") + count(stream, "KILL") == 0)
        .filter(stream -> count(stream, "LAUNCH") > 0);
  }

  private static long count(RecordedMesos.Events stream, String type) {
    return stream.events().stream().filter(e -> e.get("type").asText().equals(type)).count();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void tasks_run_and_what_is_unacknowledged_comes_with_the_next_subscription(
      RecordedMesos.Events stream) throws Exception {
    Sandbox sandbox = new Sandbox(directory).withJobs();
    play(stream, sandbox);
    process(server(HttpServer.create(loopback(), 0)));
    int tasks = (int) count(stream, "LAUNCH");
    await().until(() -> ended().size() == tasks);
    streams.get(0).close();
    await().until(() -> subscriptions.size() == 2);
    Call.Subscribe again = subscriptions.get(1);
    assertThat(again.getUnacknowledgedUpdatesList())
        .extracting(Call.Update::getStatus)
        .isEqualTo(updates);
    List<String> acknowledged =
        stream.events().stream()
            .filter(event -> event.get("type").asText().equals("ACKNOWLEDGED"))
            .map(event -> event.at("/acknowledged/task_id/value").asText())
            .toList();
    assertThat(again.getUnacknowledgedTasksList())
        .allMatch(task -> !acknowledged.contains(task.getTaskId().getValue()));
  }

  @Test
  void a_recorded_shutdown_ends_it_in_order() throws Exception {
    Sandbox sandbox = new Sandbox(directory).withJobs();
    RecordedMesos.Events whole =
        RecordedMesos.executors()
            .filter(stream -> stream.session().equals("07-agent-lost"))
            .findFirst()
            .orElseThrow();
    play(whole, sandbox);
    ExecutorProcess process = process(server(HttpServer.create(loopback(), 0)));
    assertThat(process.exitStatus()).isZero();
  }

  @Test
  void an_agent_with_tls_is_spoken_to_when_its_environment_says_so() throws Exception {
    TestCertificates certificates =
        TestCertificates.in(Files.createDirectory(directory.resolve("certificates")));
    environment.put("LIBPROCESS_SSL_ENABLED", "true");
    environment.put("LIBPROCESS_SSL_CA_FILE", certificates.certificate("ca").toString());
    environment.put("MESOS_EXECUTOR_AUTHENTICATION_TOKEN", "hush.hush.hush");
    Sandbox sandbox = new Sandbox(directory).withJobs();
    play(streams().findFirst().orElseThrow(), sandbox);
    HttpsServer secure = HttpsServer.create(loopback(), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(certificates.server("server")));
    ExecutorProcess process = process(server(secure));
    await().until(() -> !ended().isEmpty());
    assertThat(authorizations).containsOnly("Bearer hush.hush.hush");
    assertThat(process.log()).doesNotContain("hush");
  }

  private List<TaskStatus> ended() {
    return updates.stream()
        .filter(status -> status.getState().name().equals("TASK_FINISHED"))
        .toList();
  }

  private void play(RecordedMesos.Events stream, Sandbox sandbox) throws IOException {
    ExecutorPayload executor =
        new ExecutorPayload("shop", new BundleId("b1"), sandbox.layers(), false, new TreeMap<>());
    byte[] task = Payloads.encode(ExecutorMainTest.payload(AgentJobs.Quick.class));
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    for (byte[] record : stream.records(Event.getDefaultInstance())) {
      Event.Builder event = Event.parseFrom(record).toBuilder();
      if (event.hasSubscribed()) {
        event
            .getSubscribedBuilder()
            .getExecutorInfoBuilder()
            .setData(ByteString.copyFrom(Payloads.encode(executor)));
      }
      if (event.hasLaunch()) {
        event.getLaunchBuilder().getTaskBuilder().setData(ByteString.copyFrom(task));
      }
      all.write(RecordIo.frame(event.build().toByteArray()));
    }
    toPlay = all.toByteArray();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private HttpServer server(HttpServer server) {
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    started.add(() -> server.stop(0));
    return server;
  }

  private ExecutorProcess process(HttpServer agent) throws IOException {
    String endpoint = "127.0.0.1:" + agent.getAddress().getPort();
    environment.put("MESOS_AGENT_ENDPOINT", endpoint);
    environment.put("MESOS_SLAVE_PID", "slave(1)@" + endpoint);
    environment.put("MESOS_FRAMEWORK_ID", "framework-1");
    environment.put("MESOS_EXECUTOR_ID", "exec-1");
    environment.put("MESOS_SANDBOX", directory.toString());
    environment.put("MESOS_CHECKPOINT", "1");
    environment.put("MESOS_RECOVERY_TIMEOUT", "1mins");
    ExecutorProcess process = new ExecutorProcess(directory, environment);
    started.add(0, process);
    return process;
  }

  private void handle(HttpExchange exchange) throws IOException {
    Call call = Call.parseFrom(exchange.getRequestBody().readAllBytes());
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization") + "");
    if (call.getType() == Call.Type.SUBSCRIBE) {
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, 0);
      streams.add(exchange);
      subscriptions.add(call.getSubscribe());
      if (subscriptions.size() == 1) {
        exchange.getResponseBody().write(toPlay);
        exchange.getResponseBody().flush();
      }
    } else {
      updates.add(call.getUpdate().getStatus());
      exchange.sendResponseHeaders(202, -1);
      exchange.close();
    }
  }
}
