package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.AttributeConstraint;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.OfferConstraints;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Offers, and answers that need no executor. */
@MesosContract
class OfferContractTest {

  private static ContractCluster cluster;
  private static URI master;

  @BeforeAll
  static void find(ContractCluster found) {
    cluster = found;
    master = cluster.masterUrl();
  }

  @Test
  void declined_resources_come_back_after_their_time_and_at_once_after_REVIVE() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("decliner"))) {
      Offer offer = scheduler.takeOffer();
      AgentID agent = offer.getAgentId();
      scheduler.decline(offer, 0);
      scheduler.decline(scheduler.takeOffer(agent), 0.3);
      scheduler.decline(scheduler.takeOffer(agent), 1000);
      nothingOffered(scheduler, agent);
      scheduler.must(Call.Type.REVIVE);
      scheduler.takeOffer(agent);
    }
  }

  @Test
  void agents_that_offer_constraints_leave_out_are_not_offered() throws Exception {
    FrameworkInfo.Builder info = framework("constrained");
    try (TestScheduler scheduler = TestScheduler.subscribe(master, info)) {
      Offer offer = scheduler.takeOffer();
      AgentID agent = offer.getAgentId();
      info.setId(scheduler.id());
      assertThat(constrain(scheduler, info, "textEquals", "no-such-host")).isEqualTo(200);
      scheduler.decline(offer, 0);
      nothingOffered(scheduler, agent);

      assertThat(constrain(scheduler, info, "textEquals", offer.getHostname())).isEqualTo(200);
      scheduler.decline(scheduler.takeOffer(agent), 0);
      assertThat(constrain(scheduler, info, "textMatches", ".*")).isEqualTo(200);
      scheduler.decline(scheduler.takeOffer(agent), 0);
      assertThat(constrain(scheduler, info, "textMatches", "(")).isEqualTo(400);
    }
  }

  private static int constrain(
      TestScheduler scheduler, FrameworkInfo.Builder info, String predicate, String value)
      throws Exception {
    AttributeConstraint.Predicate.Builder wanted = AttributeConstraint.Predicate.newBuilder();
    if (predicate.equals("textEquals")) {
      wanted.getTextEqualsBuilder().setValue(value);
    } else {
      wanted.getTextMatchesBuilder().setRegex(value);
    }
    AttributeConstraint.Builder rule = AttributeConstraint.newBuilder().setPredicate(wanted);
    rule.getSelectorBuilder()
        .setPseudoattributeType(AttributeConstraint.Selector.PseudoattributeType.HOSTNAME);
    Call.Builder update = Call.newBuilder().setType(Call.Type.UPDATE_FRAMEWORK);
    update
        .getUpdateFrameworkBuilder()
        .setFrameworkInfo(info)
        .getOfferConstraintsBuilder()
        .putRoleConstraints(
            "*",
            OfferConstraints.RoleConstraints.newBuilder()
                .addGroups(
                    OfferConstraints.RoleConstraints.Group.newBuilder()
                        .addAttributeConstraints(rule))
                .build());
    return scheduler.send(update).statusCode();
  }

  @Test
  void nothing_is_offered_from_SUPPRESS_to_REVIVE() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("quiet"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.must(Call.Type.SUPPRESS);
      scheduler.decline(offer, 0);
      nothingOffered(scheduler, offer.getAgentId());
      scheduler.must(Call.Type.REVIVE);
      scheduler.takeOffer(offer.getAgentId());
    }
  }

  @Test
  void a_thousand_tasks_of_several_kilobytes_go_in_one_ACCEPT() throws Exception {
    String padding = " " + "x".repeat(6_000);
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("thousand"))) {
      Offer offer = scheduler.takeOffer();
      ExecutorInfo executor = TestTasks.java("exec-1");
      TaskInfo[] tasks = new TaskInfo[1_000];
      for (int i = 0; i < tasks.length; i++) {
        String plan = i == tasks.length - 1 ? "finish" : "silent";
        tasks[i] =
            TestTasks.task("t" + i, offer, executor, plan + padding).toBuilder()
                .clearResources()
                .addResources(TestTasks.scalar("cpus", 0.001))
                .addResources(TestTasks.scalar("mem", 1))
                .build();
      }

      scheduler.launch(offer, tasks);

      scheduler.takeUpdate("t999", TaskState.TASK_FINISHED);
      for (String silent : List.of("t0", "t500", "t998")) {
        scheduler.reconcile(silent, offer.getAgentId().getValue());
        scheduler.takeUpdate(silent, TaskState.TASK_STAGING);
      }
      Offer rest = scheduler.takeOffer(offer.getAgentId());
      assertThat(TestTasks.amount(offer, "mem") - TestTasks.amount(rest, "mem"))
          .isBetween(999.0 + 32, 1_000.0 + 32);
    }
  }

  @Test
  void an_unanswered_offer_is_held_and_what_one_framework_declines_goes_to_the_other()
      throws Exception {
    try (TestScheduler first = TestScheduler.subscribe(master, framework("one"))) {
      Offer offer = first.takeOffer();
      try (TestScheduler second = TestScheduler.subscribe(master, framework("two"))) {
        nothingOffered(second, offer.getAgentId());
        first.decline(offer, 1000);
        Offer other = second.takeOffer(offer.getAgentId());
        assertThat(TestTasks.amount(other, "cpus")).isEqualTo(TestTasks.amount(offer, "cpus"));
      }
    }
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
      Offer back = scheduler.takeOffer(offer.getAgentId());
      assertThat(TestTasks.amount(back, "cpus")).isEqualTo(TestTasks.amount(offer, "cpus"));

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
      String tooBig =
          error(
              scheduler,
              o -> never("big", o).toBuilder().setResources(0, TestTasks.scalar("cpus", 100)));
      assertThat(tooBig)
          .startsWith("Total resources cpus(allocated: *):100.1; mem(allocated: *):96 required by")
          .contains(" more than available ");
      assertThat(error(scheduler, o -> never("bad/id", o).toBuilder()))
          .isEqualTo("'bad/id' contains invalid characters");
      assertThat(
              error(
                  scheduler,
                  o ->
                      never("elsewhere", o).toBuilder()
                          .setAgentId(o.getAgentId().toBuilder().setValue("no-such-agent"))))
          .matches("Task uses invalid agent no-such-agent while agent \\S+ is expected");
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
      String agent = scheduler.takeOffer().getAgentId().getValue();
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

  /** Several allocations pass without an offer of this agent. */
  private static void nothingOffered(TestScheduler scheduler, AgentID agent) {
    long before = scheduler.offersOf(agent);
    await()
        .during(cluster.severalAllocations())
        .atMost(ContractCluster.PATIENCE)
        .until(() -> scheduler.offersOf(agent) == before);
  }
}
