package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.runtime.local.LocalCluster;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators order that ends an agent, held against sessions 07-agent-lost and 09. */
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
  void a_gone_agent_takes_its_tasks_with_it_and_returns_as_another() throws Exception {
    String agent = cluster.agentIds().get(0);
    FrameworkInfo.Builder old = framework("old-style");
    old.removeCapabilities(1);
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("gone"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, TestTasks.command("c1", offer, "sleep 1000"));
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
  void maintenance_is_announced_and_a_machine_that_goes_down_takes_the_tasks() throws Exception {
    String machine = "{\"hostname\":\"agent-1\",\"ip\":\"127.0.0.1\"}";
    String window =
        "{\"windows\":[{\"machine_ids\":["
            + machine
            + "],\"unavailability\":{\"start\":{\"nanoseconds\":1795336167681563904}}}]}";
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("maintenance"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, TestTasks.command("c1", offer, "sleep 1000"));
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
}
