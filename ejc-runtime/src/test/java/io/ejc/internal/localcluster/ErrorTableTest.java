package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.runtime.local.LocalCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of errors of both APIs, row by row, in protobuf. */
class ErrorTableTest {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final byte[] GARBAGE = {(byte) 0xff, (byte) 0xfe, (byte) 0xfd, 'g', 'a', 'r'};

  private static LocalCluster cluster;
  private static TestScheduler scheduler;
  private static URI api;
  private static URI executorApi;
  private static final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    cluster = TestClusters.fast(directory, 1).start();
    api = cluster.masterUrl().resolve("/api/v1/scheduler");
    scheduler = TestScheduler.subscribe(cluster.masterUrl(), framework("errors"));
    Offer offer = scheduler.takeOffer();
    executorApi =
        URI.create(
            "http://127.0.0.1:" + offer.getUrl().getAddress().getPort() + "/api/v1/executor");
    TaskInfo task = TestTasks.task("t1", offer, TestTasks.java("exec-1"), "run");
    scheduler.launch(offer, task);
    scheduler.takeUpdate("t1", TaskState.TASK_RUNNING);
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      scheduler.close();
    } finally {
      cluster.close();
    }
  }

  @Test
  void calls_with_wrong_headers() throws Exception {
    byte[] revive = revive().build().toByteArray();
    answered(
        400,
        "All non-subscribe calls should include the 'Mesos-Stream-Id' header",
        post(api, PROTOBUF, revive));
    answered(
        400,
        "The stream ID 'nonsense' included in this request didn't match the stream ID currently"
            + " associated with framework ID "
            + scheduler.id().getValue(),
        post(api, PROTOBUF, revive, "Mesos-Stream-Id", "nonsense"));
    answered(
        415,
        "Expecting 'Content-Type' of application/json or application/x-protobuf",
        post(api, "text/plain", revive));
    answered(
        415,
        "Expecting 'Content-Type' of application/json or application/x-protobuf",
        post(api, "application/json; charset=utf-8", revive));
    answered(400, "Failed to parse body into Call protobuf", post(api, PROTOBUF, GARBAGE));
    HttpRequest untyped =
        HttpRequest.newBuilder(api).POST(HttpRequest.BodyPublishers.ofByteArray(revive)).build();
    answered(400, "Expecting 'Content-Type' to be present", untyped);
    answered(
        405,
        "405 Method Not Allowed. Expecting one of { 'POST' }, but received 'GET'.",
        HttpRequest.newBuilder(api).GET().build());
    HttpResponse<String> put =
        http.send(
            HttpRequest.newBuilder(api).PUT(HttpRequest.BodyPublishers.ofByteArray(revive)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(put.body())
        .isEqualTo("405 Method Not Allowed. Expecting one of { 'POST' }, but received 'PUT'.");
    assertThat(put.headers().firstValue("Allow")).contains("POST");
    assertThat(put.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
  }

  @Test
  void calls_with_wrong_bodies() throws Exception {
    answered(400, "Failed to parse body into Call protobuf", post(api, PROTOBUF, GARBAGE));
    invalid("Expecting 'type' to be present", Call.newBuilder().setFrameworkId(scheduler.id()));
    invalid("Expecting 'framework_id' to be present", Call.newBuilder().setType(Call.Type.REVIVE));
    invalid("Expecting 'accept' to be present", revive().setType(Call.Type.ACCEPT));
    invalid("Expecting 'subscribe' to be present", Call.newBuilder().setType(Call.Type.SUBSCRIBE));
    invalid(
        "Not a valid UUID",
        revive()
            .setType(Call.Type.ACKNOWLEDGE)
            .setAcknowledge(
                Call.Acknowledge.newBuilder()
                    .setAgentId(AgentID.newBuilder().setValue("a"))
                    .setTaskId(TaskID.newBuilder().setValue("t"))
                    .setUuid(ByteString.copyFromUtf8("abc"))));
    answered(
        400,
        "Framework cannot be found",
        post(
            api,
            PROTOBUF,
            Call.newBuilder()
                .setType(Call.Type.REVIVE)
                .setFrameworkId(FrameworkID.newBuilder().setValue("no-such-framework"))
                .build()
                .toByteArray()));
  }

  @Test
  void calls_with_wrong_json() throws Exception {
    json(400, "Failed to parse body into JSON: syntax error at line 1 near: ", "");
    json(
        400,
        "Failed to parse body into JSON: syntax error at line 1 near: ",
        "{\"type\": \"REVIVE\", ");
    json(400, "Failed to convert JSON into Call protobuf: Expecting a JSON object", "[1, 2]");
    json(
        400,
        "Failed to validate scheduler::Call: Expecting 'type' to be present",
        "{\"type\":\"NO_SUCH\"}");
    json(
        400,
        "Failed to convert JSON into Call protobuf:"
            + " Not expecting a JSON string for field 'framework_id'",
        "{\"type\":\"REVIVE\",\"framework_id\":\"x\"}");
    json(
        400,
        "Failed to convert JSON into Call protobuf: Missing required fields: kill.task_id",
        "{\"type\":\"KILL\",\"framework_id\":{\"value\":\"x\"},\"kill\":{}}");
    String known = "\"framework_id\":{\"value\":\"" + scheduler.id().getValue() + "\"}";
    json(202, "", "{\"type\":\"REVIVE\"," + known + ",\"no_such_field\":[1,{\"a\":null}]}");
    answered(
        415,
        "Expecting 'Content-Type' of application/x-protobuf",
        post(executorApi, "application/json", "{}".getBytes(UTF_8)));
  }

  private static void json(int status, String answer, String body) throws Exception {
    answered(
        status,
        answer,
        post(
            api,
            "application/json",
            body.getBytes(UTF_8),
            "Mesos-Stream-Id",
            scheduler.streamId()));
  }

  @Test
  void subscriptions_that_cannot_be() throws Exception {
    Call.Builder subscribe =
        Call.newBuilder()
            .setType(Call.Type.SUBSCRIBE)
            .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(framework("x")));
    byte[] body = subscribe.build().toByteArray();
    answered(
        406,
        "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'",
        post(api, PROTOBUF, body, "Accept", "text/html"));
    answered(
        400,
        "Subscribe calls should not include the 'Mesos-Stream-Id' header",
        post(api, PROTOBUF, body, "Accept", PROTOBUF, "Mesos-Stream-Id", "x"));
    subscribe.getSubscribeBuilder().getFrameworkInfoBuilder().getIdBuilder().setValue("b");
    invalid("'framework_id' differs from 'subscribe.framework_info.id'", subscribe);
  }

  @Test
  void what_a_master_takes_without_complaint() throws Exception {
    String stream = scheduler.streamId();
    byte[] revive = revive().build().toByteArray();
    URI slash = URI.create(api + "/");
    URI old = api.resolve("/master/api/v1/scheduler");
    answered(202, "", post(slash, PROTOBUF, revive, "Mesos-Stream-Id", stream));
    answered(202, "", post(old, PROTOBUF, revive, "mesos-stream-id", stream));
    answered(
        202, "", post(api, PROTOBUF, revive, "Mesos-Stream-Id", stream, "Accept", "text/html"));
    answered(
        202,
        "",
        post(api, PROTOBUF, gzip(revive), "Mesos-Stream-Id", stream, "Content-Encoding", "gzip"));
    answered(404, "404 Not Found.", HttpRequest.newBuilder(api.resolve("/nothing")).build());
    answered(200, "", HttpRequest.newBuilder(api.resolve("/health")).build());
  }

  @Test
  void calls_of_an_executor() throws Exception {
    answered(400, "Failed to parse body into Call protobuf", post(executorApi, PROTOBUF, GARBAGE));
    executor(400, "Executor cannot be found", subscribe(scheduler.id().getValue(), "nobody"));
    executor(400, "Framework cannot be found", subscribe("nobody", "exec-1"));
    String invalid = "Failed to validate Executor::Call: ";
    executor(
        400,
        invalid + "Expecting 'subscribe' to be present",
        subscribe(scheduler.id().getValue(), "exec-1").clearSubscribe());
    executor(400, invalid + "Expecting 'uuid' to be present", update(status().clearUuid()));
    executor(
        400,
        invalid + "Not a valid UUID",
        update(status().setUuid(ByteString.copyFromUtf8("abc"))));
    String from = "from executor exec-1 of framework " + scheduler.id().getValue();
    executor(
        400,
        invalid + "Received Call " + from + " with invalid source, expecting 'SOURCE_EXECUTOR'",
        update(status().setSource(TaskStatus.Source.SOURCE_AGENT)));
    executor(
        400,
        invalid + "Received TASK_STAGING " + from + " which is not allowed",
        update(status().setState(TaskState.TASK_STAGING)));
    executor(
        400,
        invalid + "ExecutorID in Call: exec-1 does not match ExecutorID in TaskStatus: other",
        update(status().setExecutorId(ExecutorID.newBuilder().setValue("other"))));
    executor(202, "", update(status()));
    assertThat(scheduler.takeUpdate("never-launched").hasContainerStatus()).isFalse();
  }

  private static TaskStatus.Builder status() {
    return TaskStatus.newBuilder()
        .setTaskId(TaskID.newBuilder().setValue("never-launched"))
        .setState(TaskState.TASK_RUNNING)
        .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
        .setUuid(ByteString.copyFrom(new byte[16]));
  }

  private static org.apache.mesos.v1.executor.Protos.Call.Builder update(
      TaskStatus.Builder status) {
    return executorCall(scheduler.id().getValue(), "exec-1")
        .setType(org.apache.mesos.v1.executor.Protos.Call.Type.UPDATE)
        .setUpdate(org.apache.mesos.v1.executor.Protos.Call.Update.newBuilder().setStatus(status));
  }

  private static org.apache.mesos.v1.executor.Protos.Call.Builder subscribe(
      String framework, String executor) {
    return executorCall(framework, executor)
        .setType(org.apache.mesos.v1.executor.Protos.Call.Type.SUBSCRIBE)
        .setSubscribe(org.apache.mesos.v1.executor.Protos.Call.Subscribe.newBuilder());
  }

  private static org.apache.mesos.v1.executor.Protos.Call.Builder executorCall(
      String framework, String executor) {
    return org.apache.mesos.v1.executor.Protos.Call.newBuilder()
        .setFrameworkId(FrameworkID.newBuilder().setValue(framework))
        .setExecutorId(ExecutorID.newBuilder().setValue(executor));
  }

  private static void executor(
      int status, String body, org.apache.mesos.v1.executor.Protos.Call.Builder call)
      throws IOException, InterruptedException {
    answered(status, body, post(executorApi, PROTOBUF, call.build().toByteArray()));
  }

  private static Call.Builder revive() {
    return Call.newBuilder().setType(Call.Type.REVIVE).setFrameworkId(scheduler.id());
  }

  private static void invalid(String what, Call.Builder call) throws Exception {
    answered(
        400,
        "Failed to validate scheduler::Call: " + what,
        post(api, PROTOBUF, call.build().toByteArray()));
  }

  private static HttpRequest post(URI uri, String type, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  private static void answered(int status, String body, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.body()).isEqualTo(body);
    assertThat(response.statusCode()).isEqualTo(status);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }
}
