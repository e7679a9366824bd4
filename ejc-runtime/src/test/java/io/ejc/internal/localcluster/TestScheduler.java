package io.ejc.internal.localcluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** A bare v1 scheduler: sends calls, keeps every event, and lets a test take them one by one. */
final class TestScheduler implements AutoCloseable {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Event> waiting = new ArrayList<>();
  private final List<Event> all = new ArrayList<>();
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final URI api;
  private final InputStream stream;
  private final String streamId;
  private volatile FrameworkID id = FrameworkID.getDefaultInstance();
  private final boolean acknowledges;

  private TestScheduler(URI master, FrameworkInfo info, boolean acknowledges)
      throws IOException, InterruptedException {
    this.api = master.resolve("/api/v1/scheduler");
    this.acknowledges = acknowledges;
    Call.Builder subscribe =
        Call.newBuilder()
            .setType(Call.Type.SUBSCRIBE)
            .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info));
    if (info.hasId()) {
      subscribe.setFrameworkId(info.getId());
    }
    HttpResponse<InputStream> response =
        http.send(
            request(api, subscribe.build().toByteArray()).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    stream = response.body();
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " " + new String(stream.readAllBytes(), UTF_8));
    }
    streamId = response.headers().firstValue("Mesos-Stream-Id").orElseThrow();
    Thread reader = new Thread(this::read, "test-scheduler");
    reader.setDaemon(true);
    reader.start();
    Event first = take(e -> true);
    if (first.getType() == Event.Type.ERROR) {
      throw new IOException(first.getError().getMessage());
    }
  }

  static FrameworkInfo.Builder framework(String name) {
    return FrameworkInfo.newBuilder()
        .setUser("root")
        .setName(name)
        .addRoles("*")
        .addCapabilities(capability(FrameworkInfo.Capability.Type.MULTI_ROLE))
        .addCapabilities(capability(FrameworkInfo.Capability.Type.PARTITION_AWARE));
  }

  static FrameworkInfo.Capability capability(FrameworkInfo.Capability.Type type) {
    return FrameworkInfo.Capability.newBuilder().setType(type).build();
  }

  /** Acknowledges every update as it comes. */
  static TestScheduler subscribe(URI master, FrameworkInfo.Builder info)
      throws IOException, InterruptedException {
    return new TestScheduler(master, info.build(), true);
  }

  /** Leaves acknowledging to the test. */
  static TestScheduler silent(URI master, FrameworkInfo.Builder info)
      throws IOException, InterruptedException {
    return new TestScheduler(master, info.build(), false);
  }

  FrameworkID id() {
    return id;
  }

  String streamId() {
    return streamId;
  }

  /** How the stream ended: "last chunk" or an error. */
  CompletableFuture<String> end() {
    return end;
  }

  /** Waits for an event that was not taken yet. */
  Event take(Predicate<Event> wanted) {
    return await("an event; so far: " + all())
        .atMost(ContractCluster.PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> poll(wanted), Optional::isPresent)
        .orElseThrow();
  }

  /** The roomiest of the offers that came together. */
  Offer takeOffer() {
    return take(e -> e.getType() == Event.Type.OFFERS).getOffers().getOffersList().stream()
        .reduce((a, b) -> cpus(b) > cpus(a) ? b : a)
        .orElseThrow();
  }

  /** The next offer of this agent. */
  Offer takeOffer(AgentID agent) {
    return takeOffer(offer -> offer.getAgentId().equals(agent));
  }

  /** The next offer like this, one of those that came with it. */
  Offer takeOffer(Predicate<Offer> wanted) {
    return take(e -> e.getOffers().getOffersList().stream().anyMatch(wanted))
        .getOffers()
        .getOffersList()
        .stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  /** How many offers of this agent came so far. */
  long offersOf(AgentID agent) {
    return all().stream()
        .flatMap(event -> event.getOffers().getOffersList().stream())
        .filter(offer -> offer.getAgentId().equals(agent))
        .count();
  }

  private static double cpus(Offer offer) {
    return TestTasks.amount(offer, "cpus");
  }

  TaskStatus takeUpdate(String task, TaskState state) {
    return take(e ->
            e.getType() == Event.Type.UPDATE
                && e.getUpdate().getStatus().getTaskId().getValue().equals(task)
                && e.getUpdate().getStatus().getState() == state)
        .getUpdate()
        .getStatus();
  }

  TaskStatus takeUpdate(String task) {
    return take(e ->
            e.getType() == Event.Type.UPDATE
                && e.getUpdate().getStatus().getTaskId().getValue().equals(task))
        .getUpdate()
        .getStatus();
  }

  /** Everything so far, in the order of arrival, in short: type, task, state. */
  List<String> story() {
    synchronized (waiting) {
      return all.stream()
          .filter(e -> e.getType() != Event.Type.HEARTBEAT)
          .map(TestScheduler::line)
          .toList();
    }
  }

  List<Event> all() {
    synchronized (waiting) {
      return List.copyOf(all);
    }
  }

  HttpResponse<String> send(Call.Builder call) throws IOException, InterruptedException {
    byte[] body = call.setFrameworkId(id).build().toByteArray();
    return http.send(
        request(api, body).header("Mesos-Stream-Id", streamId).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  void must(Call.Builder call) throws IOException, InterruptedException {
    HttpResponse<String> response = send(call);
    if (response.statusCode() != 202) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
  }

  void launch(Offer offer, TaskInfo... tasks) throws IOException, InterruptedException {
    launch(List.of(offer.getId()), tasks);
  }

  void launch(List<OfferID> offers, TaskInfo... tasks) throws IOException, InterruptedException {
    must(
        Call.newBuilder()
            .setType(Call.Type.ACCEPT)
            .setAccept(
                Call.Accept.newBuilder()
                    .addAllOfferIds(offers)
                    .setFilters(Filters.newBuilder().setRefuseSeconds(0))
                    .addOperations(
                        Offer.Operation.newBuilder()
                            .setType(Offer.Operation.Type.LAUNCH)
                            .setLaunch(
                                Offer.Operation.Launch.newBuilder()
                                    .addAllTaskInfos(List.of(tasks))))));
  }

  void decline(Offer offer, double seconds) throws IOException, InterruptedException {
    must(
        Call.newBuilder()
            .setType(Call.Type.DECLINE)
            .setDecline(
                Call.Decline.newBuilder()
                    .addOfferIds(offer.getId())
                    .setFilters(Filters.newBuilder().setRefuseSeconds(seconds))));
  }

  void acknowledge(TaskStatus status) throws IOException, InterruptedException {
    must(acknowledgement(status));
  }

  void reconcile(String task, String agent) throws IOException, InterruptedException {
    Call.Reconcile.Task.Builder asked =
        Call.Reconcile.Task.newBuilder().setTaskId(TaskID.newBuilder().setValue(task));
    if (!agent.isEmpty()) {
      asked.setAgentId(AgentID.newBuilder().setValue(agent));
    }
    must(
        Call.newBuilder()
            .setType(Call.Type.RECONCILE)
            .setReconcile(Call.Reconcile.newBuilder().addTasks(asked)));
  }

  void must(Call.Type type) throws IOException, InterruptedException {
    must(Call.newBuilder().setType(type));
  }

  /** Leaves without a word, as a process that dies. */
  void cut() throws IOException {
    stream.close();
  }

  /** TEARDOWN, if the master still knows the framework. */
  @Override
  public void close() throws IOException {
    try {
      if (!end.isDone()) {
        send(Call.newBuilder().setType(Call.Type.TEARDOWN));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stream.close();
    }
  }

  private Call.Builder acknowledgement(TaskStatus status) {
    return Call.newBuilder()
        .setType(Call.Type.ACKNOWLEDGE)
        .setAcknowledge(
            Call.Acknowledge.newBuilder()
                .setAgentId(status.getAgentId())
                .setTaskId(status.getTaskId())
                .setUuid(status.getUuid()));
  }

  private Optional<Event> poll(Predicate<Event> wanted) {
    synchronized (waiting) {
      Optional<Event> found = waiting.stream().filter(wanted).findFirst();
      found.ifPresent(waiting::remove);
      return found;
    }
  }

  private void read() {
    RecordReader records = new RecordReader(stream);
    try {
      for (byte[] record = records.next(); record != null; record = records.next()) {
        Event event = Event.parseFrom(record);
        if (event.getType() == Event.Type.SUBSCRIBED) {
          id = event.getSubscribed().getFrameworkId();
        }
        synchronized (waiting) {
          waiting.add(event);
          all.add(event);
        }
        TaskStatus status = event.getUpdate().getStatus();
        if (acknowledges && event.getType() == Event.Type.UPDATE && status.hasUuid()) {
          send(acknowledgement(status));
        }
      }
      end.complete("last chunk");
    } catch (IOException e) {
      end.complete(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static HttpRequest.Builder request(URI api, byte[] body) {
    return HttpRequest.newBuilder(api)
        .timeout(Duration.ofMinutes(5))
        .header("Content-Type", "application/x-protobuf")
        .header("Accept", "application/x-protobuf")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private static String line(Event event) {
    return switch (event.getType()) {
      case UPDATE ->
          event.getUpdate().getStatus().getTaskId().getValue()
              + " "
              + event.getUpdate().getStatus().getState();
      case FAILURE ->
          event.getFailure().hasExecutorId()
              ? "FAILURE "
                  + event.getFailure().getExecutorId().getValue()
                  + " "
                  + event.getFailure().getStatus()
              : "FAILURE of an agent";
      default -> event.getType().name();
    };
  }
}
