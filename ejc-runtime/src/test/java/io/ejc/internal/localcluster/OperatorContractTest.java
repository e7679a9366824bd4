package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Task;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.master.Protos.Response;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators ask and order, held against session 13. */
@MesosContract
class OperatorContractTest {

  private static final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static URI master;

  @BeforeAll
  static void find(ContractCluster cluster) {
    master = cluster.masterUrl();
  }

  @Test
  void the_state_shows_agents_frameworks_and_tasks() throws Exception {
    try (TestScheduler scheduler =
        TestScheduler.subscribe(master, framework("state").setWebuiUrl("http://me/"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, TestTasks.command("c1", offer, "sleep 1000"));
      scheduler.takeUpdate("c1", TaskState.TASK_RUNNING);

      Response.GetState state = Response.parseFrom(protobuf(master)).getGetState();
      Task task =
          state.getGetTasks().getTasksList().stream()
              .filter(t -> t.getFrameworkId().equals(scheduler.id()))
              .findFirst()
              .orElseThrow();
      assertThat(task.getState()).isEqualTo(TaskState.TASK_RUNNING);
      assertThat(task.hasExecutorId()).isFalse();
      assertThat(task.getStatusesCount()).isEqualTo(2);
      Response.GetAgents.Agent agent =
          state.getGetAgents().getAgentsList().stream()
              .filter(a -> a.getAgentInfo().getId().equals(offer.getAgentId()))
              .findFirst()
              .orElseThrow();
      assertThat(agent.getActive()).isTrue();
      assertThat(agent.getDeactivated()).isFalse();
      assertThat(agent.getAllocatedResourcesList())
          .extracting(r -> r.getName() + r.getScalar().getValue())
          .contains("cpus0.1", "mem32.0");
      assertThat(state.getGetFrameworks().getFrameworksList())
          .extracting(f -> f.getFrameworkInfo().getWebuiUrl())
          .contains("http://me/");
      assertThat(get(master, "/state").body()).contains("\"activated_slaves\":", "\"id\":\"c1\"");
      assertThat(get(master, "/master/tasks?limit=100000&order=asc").body()).contains("\"c1\"");
      assertThat(get(master, "/metrics/snapshot").body()).contains("master/tasks_running");
    }
    assertThat(post(master, "{\"type\":\"GET_FRAMEWORKS\"}").body())
        .contains("\"completed_frameworks\"", "\"unregistered_time\"");
  }

  @Test
  void health_redirect_and_unknown_calls_are_answered() throws Exception {
    assertThat(post(master, "{\"type\":\"GET_HEALTH\"}").body())
        .isEqualTo("{\"type\":\"GET_HEALTH\",\"get_health\":{\"healthy\":true}}");
    HttpResponse<String> redirect = get(master, "/redirect");
    assertThat(redirect.statusCode()).isEqualTo(307);
    assertThat(redirect.headers().firstValue("Location").orElse(""))
        .matches("//[^/]+:" + master.getPort());
    HttpResponse<String> unknown = post(master, "{\"type\":\"NO_SUCH\"}");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body())
        .isEqualTo("Failed to validate master::Call: Expecting 'type' to be present");
  }

  @Test
  void sandboxes_can_be_browsed_and_read_and_nothing_else() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("files"))) {
      Offer offer = scheduler.takeOffer();
      URI agent = TestTasks.agent(offer);
      scheduler.launch(
          offer, TestTasks.command("c1", offer, "echo hello from the task; sleep 1000"));
      scheduler.takeUpdate("c1", TaskState.TASK_RUNNING);
      String run = "/frameworks/" + scheduler.id().getValue() + "/executors/c1/runs/latest";
      await()
          .atMost(ContractCluster.PATIENCE)
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
      HttpResponse<String> outside = get(agent, files("browse", run + "/../../../../../..", ""));
      assertThat(outside.statusCode()).isEqualTo(400);
      assertThat(outside.body()).matches("'/.*/\\.\\.' is inaccessible\\.\n");
      assertThat(get(agent, files("read", run, "&offset=0")).body())
          .isEqualTo("Cannot read a directory.\n");
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
  void a_drain_kills_the_tasks_and_a_reactivated_agent_is_offered_again() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("drain"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, TestTasks.command("c1", offer, "sleep 1000"));
      scheduler.takeUpdate("c1", TaskState.TASK_RUNNING);
      scheduler.takeOffer(offer.getAgentId());
      String agent = "{\"agent_id\":{\"value\":\"" + offer.getAgentId().getValue() + "\"}}";
      try {
        String drain = "{\"type\":\"DRAIN_AGENT\",\"drain_agent\":" + agent + "}";
        assertThat(post(master, drain).statusCode()).isEqualTo(200);
        scheduler.take(e -> e.getType() == Event.Type.RESCIND);
        TaskStatus killed = scheduler.takeUpdate("c1", TaskState.TASK_KILLED);
        assertThat(killed.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_DRAINING);
        await()
            .atMost(ContractCluster.PATIENCE)
            .until(() -> post(master, "{\"type\":\"GET_AGENTS\"}").body().contains("\"DRAINED\""));
      } finally {
        post(master, "{\"type\":\"REACTIVATE_AGENT\",\"reactivate_agent\":" + agent + "}");
      }
      Offer back = scheduler.takeOffer(offer.getAgentId());
      assertThat(TestTasks.amount(back, "cpus")).isEqualTo(TestTasks.amount(offer, "cpus"));
      scheduler.decline(back, 0);
      await()
          .atMost(ContractCluster.PATIENCE)
          .until(() -> takesTasks(scheduler, offer.getAgentId()));
    }
  }

  @Test
  void a_reactivated_agent_takes_no_task_while_an_executor_lives_there() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("drained-executor"))) {
      Offer offer = scheduler.takeOffer();
      AgentID id = offer.getAgentId();
      scheduler.launch(offer, TestTasks.task("t1", offer, TestTasks.java("exec-1"), "run"));
      scheduler.takeUpdate("t1", TaskState.TASK_RUNNING);
      scheduler.takeOffer(id);
      String agent = "{\"agent_id\":{\"value\":\"" + id.getValue() + "\"}}";
      try {
        String drain = "{\"type\":\"DRAIN_AGENT\",\"drain_agent\":" + agent + "}";
        assertThat(post(master, drain).statusCode()).isEqualTo(200);
        scheduler.takeUpdate("t1", TaskState.TASK_KILLED);
        await()
            .atMost(ContractCluster.PATIENCE)
            .until(() -> post(master, "{\"type\":\"GET_AGENTS\"}").body().contains("\"DRAINED\""));
      } finally {
        post(master, "{\"type\":\"REACTIVATE_AGENT\",\"reactivate_agent\":" + agent + "}");
      }
      Offer back = scheduler.takeOffer(id);
      assertThat(back.getExecutorIdsList()).as("a drain ends no executor").hasSize(1);
      scheduler.launch(back, TestTasks.command("c1", back, "true"));
      TaskStatus dropped = scheduler.takeUpdate("c1", TaskState.TASK_DROPPED);
      assertThat(dropped.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_DRAINING);
      assertThat(dropped.getMessage())
          .isEqualTo("Task was received while agent was already draining");

      scheduler.must(
          Call.newBuilder()
              .setType(Call.Type.SHUTDOWN)
              .setShutdown(
                  Call.Shutdown.newBuilder().setExecutorId(back.getExecutorIds(0)).setAgentId(id)));
      await().atMost(ContractCluster.PATIENCE).until(() -> takesTasks(scheduler, id));
    }
  }

  /** An agent of Mesos that still ends what it drained is offered, and drops what it is sent. */
  private static boolean takesTasks(TestScheduler scheduler, AgentID agent) throws Exception {
    Offer offer = scheduler.takeOffer(agent);
    String task = "again-" + offer.getId().getValue();
    scheduler.launch(offer, TestTasks.command(task, offer, "true"));
    return scheduler.takeUpdate(task).getState() != TaskState.TASK_DROPPED;
  }

  private static String files(String what, String path, String rest) {
    return "/files/" + what + "?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8) + rest;
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
