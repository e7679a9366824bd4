package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who subscribes, who is refused, and what becomes of a framework that leaves. */
@MesosContract
class SubscriptionContractTest {

  private static URI master;

  @BeforeAll
  static void find(ContractCluster cluster) {
    master = cluster.masterUrl();
  }

  @Test
  void a_subscription_begins_with_SUBSCRIBED_HEARTBEAT_and_OFFERS() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("first"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.take(event -> event.getType() == Event.Type.HEARTBEAT);

      // a busy master may be quicker with offers than with the first heartbeat
      assertThat(scheduler.all().stream().map(Event::getType).limit(3))
          .startsWith(Event.Type.SUBSCRIBED)
          .containsExactlyInAnyOrder(
              Event.Type.SUBSCRIBED, Event.Type.HEARTBEAT, Event.Type.OFFERS);
      Event.Subscribed subscribed = scheduler.all().get(0).getSubscribed();
      String masterId = subscribed.getMasterInfo().getId();
      assertThat(subscribed.getFrameworkId().getValue()).startsWith(masterId + "-");
      assertThat(subscribed.getHeartbeatIntervalSeconds()).isPositive();
      assertThat(offer.getId().getValue()).startsWith(masterId + "-O");
      assertThat(offer.getAgentId().getValue()).isNotEmpty();
      assertThat(offer.getHostname()).isNotEmpty();
      assertThat(offer.getUrl().getPath()).matches("/slave\\(\\d+\\)");
      assertThat(TestTasks.amount(offer, "cpus")).isPositive();
      assertThat(TestTasks.amount(offer, "mem")).isPositive();
      assertThat(offer.getResourcesList())
          .allMatch(r -> r.getAllocationInfo().getRole().equals("*") && hasRole(r));
      assertThat(offer.getExecutorIdsList()).isEmpty();
      scheduler.take(e -> e.getType() == Event.Type.HEARTBEAT);
      scheduler.take(e -> e.getType() == Event.Type.HEARTBEAT);
    }
  }

  @Test
  void resources_come_without_a_role_to_a_framework_with_reservation_refinement() throws Exception {
    FrameworkInfo.Builder info =
        framework("refined")
            .addCapabilities(
                TestScheduler.capability(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT));
    try (TestScheduler scheduler = TestScheduler.subscribe(master, info)) {
      assertThat(scheduler.takeOffer().getResourcesList())
          .noneMatch(r -> hasRole(r) || r.getReservationsCount() > 0);
    }
  }

  @Test
  void a_failover_ends_the_old_stream_and_refuses_its_id() throws Exception {
    FrameworkInfo.Builder info = framework("failover").setFailoverTimeout(60);
    try (TestScheduler old = TestScheduler.subscribe(master, info)) {
      old.takeOffer();
      try (TestScheduler fresh = TestScheduler.subscribe(master, info.setId(old.id()))) {
        assertThat(old.take(e -> e.getType() == Event.Type.ERROR).getError().getMessage())
            .isEqualTo("Framework failed over");
        assertThat(old.end().get(10, TimeUnit.SECONDS)).isEqualTo("last chunk");
        assertThat(fresh.id()).isEqualTo(old.id());
        fresh.takeOffer();
        assertThat(old.story()).doesNotContain("RESCIND");
        HttpResponse<String> answer = old.send(Call.newBuilder().setType(Call.Type.REVIVE));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
            .isEqualTo(
                "The stream ID '%s' included in this request didn't match the stream ID currently"
                    + " associated with framework ID %s",
                old.streamId(), old.id().getValue());
      }
    }
  }

  @Test
  void after_its_stream_was_cut_a_framework_is_not_subscribed_until_it_comes_back()
      throws Exception {
    FrameworkInfo.Builder info = framework("cut").setFailoverTimeout(60);
    TestScheduler scheduler = TestScheduler.subscribe(master, info);
    scheduler.cut();
    await()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer =
                  scheduler.send(Call.newBuilder().setType(Call.Type.REVIVE));
              assertThat(answer.statusCode()).isEqualTo(403);
              assertThat(answer.body()).isEqualTo("Framework is not subscribed");
            });
    try (TestScheduler again = TestScheduler.subscribe(master, info.setId(scheduler.id()))) {
      again.takeOffer();
    }
  }

  @Test
  void a_removed_framework_never_comes_back() throws Exception {
    FrameworkInfo.Builder info = framework("short").setFailoverTimeout(0.1);
    TestScheduler scheduler = TestScheduler.subscribe(master, info);
    scheduler.cut();
    await()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer =
                  scheduler.send(Call.newBuilder().setType(Call.Type.REVIVE));
              assertThat(answer.statusCode()).isEqualTo(400);
              assertThat(answer.body()).isEqualTo("Framework cannot be found");
            });
    refused(info.setId(scheduler.id()), "Framework has been removed");
  }

  @Test
  void an_unknown_framework_id_is_accepted_as_it_is() throws Exception {
    FrameworkID mine = FrameworkID.newBuilder().setValue("mine-" + UUID.randomUUID()).build();
    try (TestScheduler scheduler =
        TestScheduler.subscribe(master, framework("known").setId(mine))) {
      assertThat(scheduler.id()).isEqualTo(mine);
      scheduler.must(Call.Type.TEARDOWN);
      assertThat(scheduler.end().get(10, TimeUnit.SECONDS)).isEqualTo("last chunk");
    }
    refused(framework("known").setId(mine), "Framework has been removed");
  }

  @Test
  void a_framework_that_describes_itself_wrongly_gets_an_ERROR_event() throws Exception {
    refused(
        framework("slash").setId(FrameworkID.newBuilder().setValue("a/b")),
        "'a/b' contains invalid characters");
    refused(
        framework("role").clearRoles().addRoles("a/"),
        "'FrameworkInfo.roles' contains invalid role: Role 'a/' cannot end with a slash");
    refused(
        framework("roles").clearCapabilities(),
        "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable");
  }

  @Test
  void who_subscribes_in_json_reads_json() throws Exception {
    String call =
        "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":"
            + "{\"user\":\"root\",\"name\":\"json\",\"failover_timeout\":0}}}";
    HttpRequest request =
        HttpRequest.newBuilder(master.resolve("/api/v1/scheduler"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(call))
            .build();
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpResponse<InputStream> answer =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream stream = answer.body()) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      RecordReader records = new RecordReader(stream);
      assertThat(new String(Objects.requireNonNull(records.next()), UTF_8))
          .contains("\"type\":\"SUBSCRIBED\"", "\"framework_id\":{\"value\":\"");
      assertThat(new String(Objects.requireNonNull(records.next()), UTF_8))
          .isEqualTo("{\"type\":\"HEARTBEAT\"}");
    }
  }

  @SuppressWarnings("deprecation") // the older form is what is looked for
  private static boolean hasRole(Resource resource) {
    return resource.hasRole();
  }

  private static void refused(FrameworkInfo.Builder info, String message) {
    assertThatThrownBy(() -> TestScheduler.subscribe(master, info)).hasMessage(message);
  }
}
