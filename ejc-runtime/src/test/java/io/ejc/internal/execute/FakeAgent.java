package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.LeaseMessage;
import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.wire.Payloads;
import io.ejc.internal.wire.RecordIo;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;
import org.jspecify.annotations.Nullable;

/** The executor API of an agent, on loopback, told by the test what to say. */
final class FakeAgent implements AutoCloseable {

  static final String PATH = "/slave(1)/api/v1/executor";

  final List<Call.Subscribe> subscriptions = new CopyOnWriteArrayList<>();
  final List<TaskStatus> updates = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  final List<LeaseMessage> questions = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ExecutorPayload executor;
  private volatile boolean acknowledges = true;
  private final AtomicInteger failing = new AtomicInteger();
  private volatile Optional<String> refusal = Optional.empty();
  private volatile @Nullable HttpExchange stream;

  FakeAgent(ExecutorPayload executor) throws IOException {
    this.executor = executor;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(PATH, this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String endpoint() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  void acknowledges(boolean does) {
    acknowledges = does;
  }

  /** The next calls with updates are answered with 503. */
  void failUpdates(int times) {
    failing.set(times);
  }

  /** Every further call is answered with 400. */
  void refuse(String why) {
    refusal = Optional.of(why);
  }

  void awaitSubscriptions(int count) {
    await().untilAsserted(() -> assertThat(subscriptions).hasSizeGreaterThanOrEqualTo(count));
  }

  void launch(String taskId, TaskPayload payload) throws IOException {
    launch(taskId, Payloads.encode(payload));
  }

  void launch(String taskId, byte[] data) throws IOException {
    TaskInfo task =
        TaskInfo.newBuilder()
            .setName(taskId)
            .setTaskId(TaskID.newBuilder().setValue(taskId))
            .setAgentId(AgentID.newBuilder().setValue("agent-1"))
            .setData(ByteString.copyFrom(data))
            .build();
    say(
        Event.newBuilder()
            .setType(Event.Type.LAUNCH)
            .setLaunch(Event.Launch.newBuilder().setTask(task)));
  }

  void kill(String taskId, Duration grace) throws IOException {
    DurationInfo duration = DurationInfo.newBuilder().setNanoseconds(grace.toNanos()).build();
    say(
        Event.newBuilder()
            .setType(Event.Type.KILL)
            .setKill(
                Event.Kill.newBuilder()
                    .setTaskId(TaskID.newBuilder().setValue(taskId))
                    .setKillPolicy(KillPolicy.newBuilder().setGracePeriod(duration))));
  }

  /** Waits for a question about a lease; not one of those before. */
  LeaseMessage awaitQuestion(int earlier) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(questions).hasSizeGreaterThan(earlier));
    return questions.get(earlier);
  }

  void grant(LeaseMessage question) throws IOException {
    message(
        Payloads.encode(
            new LeaseMessage(LeaseMessage.Kind.GRANTED, question.carrier(), question.nonce())));
  }

  void message(byte[] data) throws IOException {
    say(
        Event.newBuilder()
            .setType(Event.Type.MESSAGE)
            .setMessage(Event.Message.newBuilder().setData(ByteString.copyFrom(data))));
  }

  void shutdown() throws IOException {
    say(Event.newBuilder().setType(Event.Type.SHUTDOWN));
  }

  void error(String message) throws IOException {
    say(
        Event.newBuilder()
            .setType(Event.Type.ERROR)
            .setError(Event.Error.newBuilder().setMessage(message)));
  }

  void acknowledge(TaskStatus status) throws IOException {
    say(
        Event.newBuilder()
            .setType(Event.Type.ACKNOWLEDGED)
            .setAcknowledged(
                Event.Acknowledged.newBuilder()
                    .setTaskId(status.getTaskId())
                    .setUuid(status.getUuid())));
  }

  /** Ends the stream as an agent does that dies. */
  void cutStream() {
    HttpExchange open = stream;
    assertThat(open).isNotNull();
    if (open != null) {
      stream = null;
      open.close();
    }
  }

  List<String> states(String taskId) {
    return updates.stream()
        .filter(status -> status.getTaskId().getValue().equals(taskId))
        .map(status -> status.getState().name())
        .toList();
  }

  AttemptReport awaitReport(String taskId, String state) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(states(taskId)).contains(state));
    TaskStatus status =
        updates.stream()
            .filter(each -> each.getTaskId().getValue().equals(taskId))
            .filter(each -> each.getState().name().equals(state))
            .findFirst()
            .orElseThrow();
    return Payloads.decodeReport(status.getData().toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Call call = Call.parseFrom(exchange.getRequestBody().readAllBytes());
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization") + "");
    if (refusal.isPresent()) {
      answer(exchange, 400, refusal.get());
    } else if (call.getType() == Call.Type.SUBSCRIBE) {
      subscribe(exchange, call.getSubscribe());
    } else if (call.getType() == Call.Type.MESSAGE) {
      questions.add(
          Payloads.decodeMessage(call.getMessage().getData().toByteArray()).orElseThrow());
      answer(exchange, 202, "");
    } else if (call.getType() == Call.Type.UPDATE && fails()) {
      answer(exchange, 503, "Agent has not finished recovery");
    } else {
      updates.add(call.getUpdate().getStatus());
      answer(exchange, 202, "");
      if (acknowledges) {
        acknowledge(call.getUpdate().getStatus());
      }
    }
  }

  private boolean fails() {
    return failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  private void subscribe(HttpExchange exchange, Call.Subscribe subscribe) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, 0);
    stream = exchange;
    say(subscribed());
    subscriptions.add(subscribe);
    for (Call.Update update : subscribe.getUnacknowledgedUpdatesList()) {
      acknowledge(update.getStatus());
    }
  }

  private Event.Builder subscribed() {
    FrameworkID framework = FrameworkID.newBuilder().setValue("framework-1").build();
    ExecutorInfo info =
        ExecutorInfo.newBuilder()
            .setExecutorId(ExecutorID.newBuilder().setValue("executor-1"))
            .setData(ByteString.copyFrom(Payloads.encode(executor)))
            .build();
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder()
                .setExecutorInfo(info)
                .setFrameworkInfo(
                    FrameworkInfo.newBuilder().setUser("").setName("test").setId(framework))
                .setAgentInfo(
                    AgentInfo.newBuilder()
                        .setHostname("localhost")
                        .setId(AgentID.newBuilder().setValue("agent-1"))));
  }

  private synchronized void say(Event.Builder event) throws IOException {
    HttpExchange open = stream;
    if (open != null) {
      OutputStream out = open.getResponseBody();
      out.write(RecordIo.frame(event.build().toByteArray()));
      out.flush();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
