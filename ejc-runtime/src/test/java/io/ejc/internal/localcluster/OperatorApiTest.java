package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.runtime.local.LocalCluster;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.master.Protos.Response;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators ask and order, held against sessions 07-agent-lost, 09 and 13. */
class OperatorApiTest {

  private static final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path directory;
  private LocalCluster cluster;
  private URI master;

  @BeforeEach
  void start() {
    cluster = TestClusters.fast(directory, 1).attribute("rack", "r1").start();
    master = cluster.masterUrl();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void the_state_shows_agents_frameworks_and_tasks() throws Exception {
    try (TestScheduler scheduler =
        TestScheduler.subscribe(master, framework("state").setWebuiUrl("http://me/"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, command("c1", offer, "sleep 1000"));
      scheduler.takeUpdate("c1", TaskState.TASK_RUNNING);

      Map<?, ?> state = object(post(master, "{\"type\":\"GET_STATE\"}"), "get_state");
      Map<?, ?> task = first(state, "get_tasks", "tasks");
      assertThat(task.get("state")).isEqualTo("TASK_RUNNING");
      assertThat(task.containsKey("executor_id")).isFalse();
      assertThat((List<?>) task.get("statuses")).hasSize(2);
      Map<?, ?> agent = first(state, "get_agents", "agents");
      assertThat(agent.get("active")).isEqualTo(true);
      assertThat(agent.get("deactivated")).isEqualTo(false);
      assertThat(agent.get("allocated_resources").toString()).contains("value=0.1");
      Map<?, ?> known = first(state, "get_frameworks", "frameworks");
      assertThat(((Map<?, ?>) known.get("framework_info")).get("webui_url"))
          .isEqualTo("http://me/");
      assertThat(object(post(master, "{\"type\":\"GET_HEALTH\"}"), "get_health").get("healthy"))
          .isEqualTo(true);
      assertThat(get(master, "/state").body())
          .contains("\"activated_slaves\":1.0", "\"id\":\"c1\"", "\"rack\":\"r1\"");
      assertThat(get(master, "/master/tasks?limit=1&order=asc").body()).contains("\"c1\"");
      assertThat(get(master, "/metrics/snapshot").body()).contains("\"master/tasks_running\":1.0");
      assertThat(get(master, "/redirect").headers().firstValue("Location"))
          .contains("//localhost:" + master.getPort());
      assertThat(Response.parseFrom(protobuf(master)).getGetState().getGetTasks().getTasksCount())
          .isEqualTo(1);
    }
    assertThat(post(master, "{\"type\":\"GET_FRAMEWORKS\"}").body())
        .contains("\"completed_frameworks\"", "\"unregistered_time\"");
    HttpResponse<String> unknown = post(master, "{\"type\":\"NO_SUCH\"}");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body())
        .isEqualTo("Failed to validate master::Call: Expecting 'type' to be present");
  }

  @Test
  void sandboxes_can_be_browsed_and_read_and_nothing_else() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("files"))) {
      Offer offer = scheduler.takeOffer();
      URI agent = URI.create("http://127.0.0.1:" + offer.getUrl().getAddress().getPort());
      scheduler.launch(offer, command("c1", offer, "echo hello from the task; sleep 1000"));
      scheduler.takeUpdate("c1", TaskState.TASK_RUNNING);
      String run = "/frameworks/" + scheduler.id().getValue() + "/executors/c1/runs/latest";
      org.awaitility.Awaitility.await()
          .until(
              () -> get(agent, files("read", run + "/stdout", "&offset=0")).body().length() > 30);
      HttpResponse<String> browsed = get(agent, files("browse", run, ""));
      assertThat(browsed.body())
          .contains(run + "/stderr", run + "/stdout", "\"size\":20", "\"mode\":\"-rw-");
      assertThat(get(agent, files("read", run + "/stdout", "&offset=0&length=5000")).body())
          .isEqualTo("{\"data\":\"hello from the task\\n\",\"offset\":0}");
      assertThat(get(agent, files("read", run + "/stdout", "")).body())
          .isEqualTo("{\"data\":\"\",\"offset\":20}");
      assertThat(get(agent, files("read", run + "/stdout", "&offset=100000&length=10")).body())
          .isEqualTo("{\"data\":\"\",\"offset\":100000}");
      assertThat(get(agent, files("read", run + "/nothing", "&offset=0")).statusCode())
          .isEqualTo(404);
      assertThat(get(agent, files("download", run + "/stdout", "")).body())
          .isEqualTo("hello from the task\n");
      assertThat(get(agent, "/files/browse").body())
          .isEqualTo("Expecting 'path=value' in query.\n");
      assertThat(get(agent, files("browse", "/etc", "")).statusCode()).isEqualTo(404);
      assertThat(get(agent, files("browse", run + "/../../../../../..", "")).statusCode())
          .isEqualTo(404);
      String path = "\"path\":\"" + run;
      assertThat(post(agent, "{\"type\":\"LIST_FILES\",\"list_files\":{" + path + "\"}}").body())
          .contains("\"mode\":33188");
      assertThat(
              post(
                      agent,
                      "{\"type\":\"READ_FILE\",\"read_file\":{"
                          + path
                          + "/stdout\",\"offset\":0,\"length\":5}}")
                  .body())
          .contains("\"size\":20,\"data\":\"aGVsbG8=\"");
      assertThat(post(agent, "{\"type\":\"GET_CONTAINERS\"}").body())
          .contains("Command Executor (Task: c1) (Command: sh -c 'echo hello f...')");
    }
  }

  @Test
  void a_gone_agent_takes_its_tasks_with_it_and_returns_as_another() throws Exception {
    String agent = cluster.agentIds().get(0);
    FrameworkInfo.Builder old = framework("old-style");
    old.removeCapabilities(1);
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("gone"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, command("c1", offer, "sleep 1000"));
      scheduler.takeUpdate("c1", TaskState.TASK_RUNNING);
      scheduler.takeOffer();
      HttpResponse<String> answer =
          post(
              master,
              "{\"type\":\"MARK_AGENT_GONE\",\"mark_agent_gone\":{\"agent_id\":{\"value\":\""
                  + agent
                  + "\"}}}");
      assertThat(answer.statusCode()).isEqualTo(200);
      TaskStatus gone = scheduler.takeUpdate("c1", TaskState.TASK_GONE_BY_OPERATOR);
      assertThat(gone.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_REMOVED_BY_OPERATOR);
      assertThat(gone.getMessage()).isEqualTo("Agent has been marked gone");
      scheduler.take(e -> e.getType() == Event.Type.FAILURE);
      assertThat(scheduler.story())
          .endsWith("c1 TASK_GONE_BY_OPERATOR", "RESCIND", "FAILURE of an agent");
      scheduler.reconcile("c1", agent);
      assertThat(scheduler.takeUpdate("c1", TaskState.TASK_GONE_BY_OPERATOR).getMessage())
          .isEqualTo("Reconciliation: Task is gone");
      org.awaitility.Awaitility.await()
          .until(
              () -> {
                cluster.reconnectAgent(0);
                return !cluster.agentIds().contains(agent);
              });
      assertThat(scheduler.takeOffer().getAgentId().getValue()).isNotEqualTo(agent);
    }
  }

  @Test
  void a_drain_kills_the_tasks_and_a_reactivated_agent_is_offered_again() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("drain"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, command("c1", offer, "sleep 1000"));
      scheduler.takeUpdate("c1", TaskState.TASK_RUNNING);
      scheduler.takeOffer();
      cluster.drainAgent(0, null, false);
      scheduler.take(e -> e.getType() == Event.Type.RESCIND);
      TaskStatus killed = scheduler.takeUpdate("c1", TaskState.TASK_KILLED);
      assertThat(killed.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_DRAINING);
      org.awaitility.Awaitility.await()
          .until(() -> post(master, "{\"type\":\"GET_AGENTS\"}").body().contains("\"DRAINED\""));
      cluster.reactivateAgent(0);
      assertThat(TestTasks.amount(scheduler.takeOffer(), "cpus")).isEqualTo(4);
    }
  }

  @Test
  void maintenance_is_announced_and_a_machine_that_goes_down_takes_the_tasks() throws Exception {
    String machine = "{\"hostname\":\"agent-1\",\"ip\":\"127.0.0.1\"}";
    String window =
        "{\"windows\":[{\"machine_ids\":["
            + machine
            + "],\"unavailability\":{\"start\":{\"nanoseconds\":1795336167681563904}}}]}";
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("maintenance"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, command("c1", offer, "sleep 1000"));
      scheduler.takeUpdate("c1", TaskState.TASK_RUNNING);
      scheduler.takeOffer();
      HttpResponse<String> early = post(master.resolve("/machine/down"), "[" + machine + "]", "");
      assertThat(early.body())
          .isEqualTo(
              "Machine '" + machine + "' is not in DRAINING mode and cannot be brought down");
      assertThat(post(master.resolve("/maintenance/schedule"), window, "").statusCode())
          .isEqualTo(200);
      scheduler.take(e -> e.getType() == Event.Type.RESCIND);
      assertThat(scheduler.takeOffer().getUnavailability().getStart().getNanoseconds())
          .isEqualTo(1795336167681563904L);
      Event asked = scheduler.take(e -> e.getType() == Event.Type.INVERSE_OFFERS);
      assertThat(scheduler.story()).containsSubsequence("RESCIND", "OFFERS", "INVERSE_OFFERS");
      scheduler.must(
          Call.newBuilder()
              .setType(Call.Type.ACCEPT_INVERSE_OFFERS)
              .setAcceptInverseOffers(
                  Call.AcceptInverseOffers.newBuilder()
                      .addInverseOfferIds(asked.getInverseOffers().getInverseOffers(0).getId())));
      assertThat(get(master, "/maintenance/status").body())
          .contains("\"status\":\"ACCEPT\"", "draining_machines");

      assertThat(post(master.resolve("/machine/down"), "[" + machine + "]", "").statusCode())
          .isEqualTo(200);
      TaskStatus lost = scheduler.takeUpdate("c1", TaskState.TASK_LOST);
      assertThat(lost.getMessage())
          .isEqualTo("Agent agent-1 removed: Operator initiated 'Machine DOWN'");
      scheduler.take(e -> e.getType() == Event.Type.FAILURE);
      assertThat(get(master, "/maintenance/status").body()).contains("down_machines");
      assertThat(post(master.resolve("/machine/up"), "[" + machine + "]", "").statusCode())
          .isEqualTo(200);
      assertThat(get(master, "/maintenance/status").body()).isEqualTo("{}");
    }
  }

  private static TaskInfo command(String id, Offer offer, String line) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(TaskID.newBuilder().setValue(id))
        .setAgentId(offer.getAgentId())
        .addResources(TestTasks.scalar("cpus", 0.1))
        .addResources(TestTasks.scalar("mem", 32))
        .setCommand(CommandInfo.newBuilder().setValue(line))
        .build();
  }

  private static String files(String what, String path, String rest) {
    return "/files/" + what + "?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8) + rest;
  }

  private static Map<?, ?> object(HttpResponse<String> answer, String name) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(200);
    return (Map<?, ?>) ((Map<?, ?>) Json.parse(answer.body())).get(name);
  }

  private static Map<?, ?> first(Map<?, ?> state, String part, String list) {
    return (Map<?, ?>) ((List<?>) ((Map<?, ?>) state.get(part)).get(list)).get(0);
  }

  private static HttpResponse<String> get(URI server, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(server.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(URI server, String body) throws Exception {
    return post(server.resolve("/api/v1"), body, "application/json");
  }

  private static HttpResponse<String> post(URI uri, String body, String type) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static byte[] protobuf(URI master) throws Exception {
    byte[] call =
        org.apache.mesos.v1.master.Protos.Call.newBuilder()
            .setType(org.apache.mesos.v1.master.Protos.Call.Type.GET_STATE)
            .build()
            .toByteArray();
    HttpRequest request =
        HttpRequest.newBuilder(master.resolve("/api/v1"))
            .header("Content-Type", "application/x-protobuf")
            .header("Accept", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(call))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
  }
}
