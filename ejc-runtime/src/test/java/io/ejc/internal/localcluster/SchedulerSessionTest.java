package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ejc.runtime.local.LocalCluster;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscription, offers and answers that need no executor. */
class SchedulerSessionTest {

  private static LocalCluster cluster;
  private static URI master;

  @BeforeAll
  static void start(@TempDir Path directory) {
    cluster =
        TestClusters.fast(directory, 1).attribute("rack", "r7").attribute("level", "10").start();
    master = cluster.masterUrl();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void a_subscription_begins_with_SUBSCRIBED_HEARTBEAT_and_OFFERS() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("first"))) {
      Offer offer = scheduler.takeOffer();

      assertThat(scheduler.all().stream().map(Event::getType).limit(3))
          .containsExactly(Event.Type.SUBSCRIBED, Event.Type.HEARTBEAT, Event.Type.OFFERS);
      Event.Subscribed subscribed = scheduler.all().get(0).getSubscribed();
      String masterId = subscribed.getMasterInfo().getId();
      assertThat(subscribed.getFrameworkId().getValue()).startsWith(masterId + "-");
      assertThat(subscribed.getHeartbeatIntervalSeconds()).isEqualTo(0.2);
      assertThat(offer.getId().getValue()).startsWith(masterId + "-O");
      assertThat(offer.getAgentId().getValue()).isEqualTo(cluster.agentIds().get(0));
      assertThat(offer.getHostname()).isEqualTo("agent-1");
      assertThat(offer.getUrl().getPath()).isEqualTo("/slave(1)");
      assertThat(TestTasks.amount(offer, "cpus")).isEqualTo(4);
      assertThat(TestTasks.amount(offer, "mem")).isEqualTo(4096);
      assertThat(TestTasks.amount(offer, "disk")).isEqualTo(10000);
      assertThat(offer.getResourcesList())
          .allMatch(r -> r.getAllocationInfo().getRole().equals("*") && hasRole(r));
      assertThat(offer.getAttributesList()).extracting("name").containsExactly("level", "rack");
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
  void declined_resources_come_back_after_their_time_and_at_once_after_REVIVE() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("decliner"))) {
      scheduler.decline(scheduler.takeOffer(), 0);
      scheduler.decline(scheduler.takeOffer(), 0.3);
      scheduler.decline(scheduler.takeOffer(), 1000);
      nothingOffered(scheduler);
      scheduler.must(Call.Type.REVIVE);
      scheduler.takeOffer();
    }
  }

  @Test
  void nothing_is_offered_from_SUPPRESS_to_REVIVE() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("quiet"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.must(Call.Type.SUPPRESS);
      scheduler.decline(offer, 0);
      nothingOffered(scheduler);
      scheduler.must(Call.Type.REVIVE);
      scheduler.takeOffer();
    }
  }

  @Test
  void an_unanswered_offer_is_held_and_what_one_framework_declines_goes_to_the_other()
      throws Exception {
    try (TestScheduler first = TestScheduler.subscribe(master, framework("one"));
        TestScheduler second = TestScheduler.subscribe(master, framework("two"))) {
      Offer offer = first.takeOffer();
      nothingOffered(second);
      first.decline(offer, 1000);
      assertThat(TestTasks.amount(second.takeOffer(), "cpus")).isEqualTo(4);
    }
  }

  @Test
  void two_frameworks_share_two_agents(@TempDir Path own) throws Exception {
    try (LocalCluster two = TestClusters.fast(own, 2).start();
        TestScheduler first = TestScheduler.subscribe(two.masterUrl(), framework("one"))) {
      Event.Offers all = first.take(e -> e.getType() == Event.Type.OFFERS).getOffers();
      assertThat(all.getOffersList())
          .extracting(offer -> offer.getHostname())
          .containsExactly("agent-1", "agent-2");
      try (TestScheduler second = TestScheduler.subscribe(two.masterUrl(), framework("two"))) {
        first.decline(all.getOffers(0), 0);
        first.decline(all.getOffers(1), 0);
        assertThat(second.takeOffer().getResourcesList()).isNotEmpty();
        first.takeOffer();
        nothingOffered(first);
        nothingOffered(second);
      }
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
    FrameworkID mine = FrameworkID.newBuilder().setValue("chosen-by-me").build();
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
  void a_stale_offer_drops_the_tasks_and_returns_the_good_offer() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("stale"))) {
      Offer offer = scheduler.takeOffer();
      OfferID bad = OfferID.newBuilder().setValue("no-such-offer").build();
      scheduler.launch(List.of(bad, offer.getId()), never("late", offer));

      TaskStatus dropped = scheduler.takeUpdate("late");
      assertThat(dropped.getState()).isEqualTo(TaskState.TASK_DROPPED);
      assertThat(dropped.getReason()).isEqualTo(TaskStatus.Reason.REASON_INVALID_OFFERS);
      assertThat(dropped.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
      assertThat(dropped.getMessage())
          .isEqualTo("Task launched with invalid offers: Offer no-such-offer is no longer valid");
      assertThat(dropped.hasUuid()).isFalse();
      Offer back = scheduler.takeOffer();
      assertThat(TestTasks.amount(back, "cpus")).isEqualTo(4);

      scheduler.launch(List.of(back.getId(), back.getId()), never("twice", back));
      assertThat(scheduler.takeUpdate("twice").getMessage())
          .isEqualTo(
              "Task launched with invalid offers: Duplicate offer %s in offer list",
              back.getId().getValue());
    }
  }

  @Test
  void a_framework_without_PARTITION_AWARE_is_told_TASK_LOST() throws Exception {
    FrameworkInfo.Builder info = framework("old-style");
    info.removeCapabilities(1);
    try (TestScheduler scheduler = TestScheduler.subscribe(master, info)) {
      Offer offer = scheduler.takeOffer();
      OfferID bad = OfferID.newBuilder().setValue("no-such-offer").build();
      scheduler.launch(List.of(bad), never("late", offer));
      assertThat(scheduler.takeUpdate("late").getState()).isEqualTo(TaskState.TASK_LOST);
    }
  }

  @Test
  void invalid_tasks_get_TASK_ERROR_in_the_words_of_mesos() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("invalid"))) {
      String agent = cluster.agentIds().get(0);
      String tooBig =
          error(
              scheduler,
              o -> never("big", o).toBuilder().setResources(0, TestTasks.scalar("cpus", 100)));
      assertThat(tooBig)
          .startsWith("Total resources cpus(allocated: *):100.1; mem(allocated: *):96 required by")
          .endsWith("cpus(allocated: *):4; mem(allocated: *):4096; disk(allocated: *):10000");
      assertThat(error(scheduler, o -> never("bad/id", o).toBuilder()))
          .isEqualTo("'bad/id' contains invalid characters");
      assertThat(
              error(
                  scheduler,
                  o ->
                      never("elsewhere", o).toBuilder()
                          .setAgentId(o.getAgentId().toBuilder().setValue("no-such-agent"))))
          .isEqualTo("Task uses invalid agent no-such-agent while agent " + agent + " is expected");
      assertThat(error(scheduler, o -> never("free", o).toBuilder().clearResources()))
          .isEqualTo("Task uses no resources");
      assertThat(error(scheduler, o -> never("neither", o).toBuilder().clearExecutor()))
          .isEqualTo(
              "Task should have at least one (but not both) of CommandInfo or ExecutorInfo"
                  + " present");
      ExecutorInfo foreign =
          TestTasks.shell("foreign", "true").toBuilder()
              .setFrameworkId(FrameworkID.newBuilder().setValue("another"))
              .build();
      assertThat(error(scheduler, o -> never("xf", o).toBuilder().setExecutor(foreign)))
          .isEqualTo(
              "ExecutorInfo has an invalid FrameworkID (Actual: another vs Expected: %s)",
              scheduler.id().getValue());
    }
  }

  @Test
  void unknown_tasks_are_reconciled_and_killed_with_the_same_answers() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("asker"))) {
      String agent = cluster.agentIds().get(0);
      scheduler.reconcile("u1", "");
      answered(scheduler, "u1", TaskState.TASK_UNKNOWN, "Reconciliation: Task is unknown");
      scheduler.reconcile("u2", agent);
      answered(
          scheduler, "u2", TaskState.TASK_GONE, "Reconciliation: Task is unknown to the agent");
      scheduler.reconcile("u3", "no-such-agent");
      answered(scheduler, "u3", TaskState.TASK_UNKNOWN, "Reconciliation: Task is unknown");
      scheduler.must(
          Call.newBuilder()
              .setType(Call.Type.KILL)
              .setKill(Call.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue("u4"))));
      answered(scheduler, "u4", TaskState.TASK_UNKNOWN, "Reconciliation: Task is unknown");
    }
  }

  @SuppressWarnings("deprecation") // the older form is what is looked for
  private static boolean hasRole(Resource resource) {
    return resource.hasRole();
  }

  private interface Change {
    TaskInfo.Builder of(Offer offer);
  }

  private static String error(TestScheduler scheduler, Change change) throws Exception {
    Offer offer = scheduler.takeOffer();
    TaskInfo task = change.of(offer).build();
    scheduler.launch(offer, task);
    TaskStatus status = scheduler.takeUpdate(task.getTaskId().getValue());
    assertThat(status.getState()).isEqualTo(TaskState.TASK_ERROR);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_TASK_INVALID);
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
    assertThat(status.hasUuid() || status.hasExecutorId()).isFalse();
    return status.getMessage();
  }

  private static void answered(
      TestScheduler scheduler, String task, TaskState state, String message) {
    TaskStatus status = scheduler.takeUpdate(task);
    assertThat(status.getState()).isEqualTo(state);
    assertThat(status.getMessage()).isEqualTo(message);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_RECONCILIATION);
    assertThat(status.hasUuid()).isFalse();
  }

  private static TaskInfo never(String id, Offer offer) {
    return TestTasks.task(id, offer, TestTasks.shell("never", "true"), "run");
  }

  private static void refused(FrameworkInfo.Builder info, String message) {
    assertThatThrownBy(() -> TestScheduler.subscribe(master, info)).hasMessage(message);
  }

  /** Several allocations pass without an offer for this framework. */
  private static void nothingOffered(TestScheduler scheduler) {
    long before = offers(scheduler);
    await()
        .during(350, TimeUnit.MILLISECONDS)
        .atMost(5, TimeUnit.SECONDS)
        .until(() -> offers(scheduler) == before);
  }

  private static long offers(TestScheduler scheduler) {
    return scheduler.all().stream().filter(e -> e.getType() == Event.Type.OFFERS).count();
  }
}
