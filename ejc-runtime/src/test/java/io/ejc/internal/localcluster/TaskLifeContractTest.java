package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.net.URI;
import java.util.List;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks on real executors, held against the sessions 02, 05 and 06 of a real Mesos. */
@MesosContract
class TaskLifeContractTest {

  private static URI master;

  @BeforeAll
  static void find(ContractCluster cluster) {
    master = cluster.masterUrl();
  }

  @Test
  void a_task_starts_runs_and_finishes_and_the_warm_executor_takes_the_next() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("life"))) {
      Offer offer = scheduler.takeOffer();
      ExecutorInfo executor = TestTasks.java("exec-1");
      scheduler.launch(offer, TestTasks.task("t1", offer, executor, "finish"));

      TaskStatus started = scheduler.takeUpdate("t1");
      assertThat(started.getState()).isEqualTo(TaskState.TASK_STARTING);
      assertThat(started.getAgentId()).isEqualTo(offer.getAgentId());
      assertThat(started.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
      assertThat(started.getUuid().size()).isEqualTo(16);
      assertThat(started.getContainerStatus().getExecutorPid()).isPositive();
      assertThat(started.getContainerStatus().getContainerId().getValue()).isNotEmpty();
      String pid = scheduler.takeUpdate("t1", TaskState.TASK_RUNNING).getMessage();
      assertThat(scheduler.takeUpdate("t1", TaskState.TASK_FINISHED).getMessage())
          .isEqualTo("done");

      Offer warm = withExecutor(scheduler, "exec-1");
      scheduler.launch(warm, TestTasks.task("t2", warm, executor, "finish"));
      assertThat(scheduler.takeUpdate("t2", TaskState.TASK_RUNNING).getMessage()).isEqualTo(pid);
      scheduler.takeUpdate("t2", TaskState.TASK_FINISHED);
      Offer rest = withExecutor(scheduler, "exec-1");
      assertThat(rest.getExecutorIdsList()).extracting(ExecutorID::getValue).contains("exec-1");
    }
  }

  @Test
  void an_executor_is_counted_once_and_nothing_is_sold_twice(ContractCluster cluster)
      throws Exception {
    cluster.awaitIdle();
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("accounts"))) {
      Offer offer = scheduler.takeOffer();
      ExecutorInfo executor = TestTasks.shell("exec-never", "exec sleep 100");
      scheduler.launch(
          offer,
          TestTasks.task("n1", offer, executor, "run"),
          TestTasks.task("n2", offer, executor, "run"));
      Offer rest = scheduler.takeOffer(offer.getAgentId());
      assertThat(TestTasks.amount(offer, "cpus") - TestTasks.amount(rest, "cpus"))
          .isCloseTo(1.1, offset(1e-6));
      assertThat(TestTasks.amount(offer, "mem") - TestTasks.amount(rest, "mem"))
          .isEqualTo(2 * 64 + 32);
      assertThat(rest.getExecutorIdsList()).extracting("value").containsExactly("exec-never");
    }
  }

  @Test
  void an_unacknowledged_update_is_sent_again_and_later_ones_wait_behind_it() throws Exception {
    try (TestScheduler scheduler = TestScheduler.silent(master, framework("resend"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, TestTasks.task("t1", offer, TestTasks.java("exec-1"), "finish"));

      TaskStatus first = scheduler.takeUpdate("t1");
      TaskStatus second = scheduler.takeUpdate("t1");
      assertThat(first.getState()).isEqualTo(TaskState.TASK_STARTING);
      assertThat(second).isEqualTo(first);
      scheduler.acknowledge(first);
      TaskStatus running = scheduler.takeUpdate("t1", TaskState.TASK_RUNNING);
      scheduler.acknowledge(running);
      scheduler.acknowledge(scheduler.takeUpdate("t1", TaskState.TASK_FINISHED));
    }
  }

  @Test
  void a_pending_update_comes_at_once_to_a_scheduler_that_subscribes_again() throws Exception {
    FrameworkInfo.Builder info = framework("again").setFailoverTimeout(60);
    try (TestScheduler old = TestScheduler.silent(master, info)) {
      Offer offer = old.takeOffer();
      old.launch(offer, TestTasks.task("t1", offer, TestTasks.java("exec-1"), "finish"));
      TaskStatus pending = old.takeUpdate("t1");
      try (TestScheduler fresh = TestScheduler.subscribe(master, info.setId(old.id()))) {
        assertThat(fresh.takeUpdate("t1")).isEqualTo(pending);
        fresh.takeUpdate("t1", TaskState.TASK_FINISHED);
      }
    }
  }

  @Test
  void running_tasks_are_reconciled_by_name_and_all_together() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("calls"))) {
      Offer offer = scheduler.takeOffer();
      ExecutorInfo executor = TestTasks.java("exec-1");
      scheduler.launch(
          offer,
          TestTasks.task("t1", offer, executor, "run"),
          TestTasks.task("t2", offer, executor, "run"));
      scheduler.takeUpdate("t1", TaskState.TASK_RUNNING);
      TaskStatus t2 = scheduler.takeUpdate("t2", TaskState.TASK_RUNNING);

      scheduler.reconcile("t1", "no-such-agent");
      TaskStatus answer = scheduler.takeUpdate("t1", TaskState.TASK_RUNNING);
      assertThat(answer.getMessage()).isEqualTo("Reconciliation: Latest task state");
      assertThat(answer.getState()).isEqualTo(TaskState.TASK_RUNNING);
      assertThat(answer.getAgentId()).isEqualTo(offer.getAgentId());
      assertThat(answer.hasUuid()).isFalse();
      assertThat(answer.getContainerStatus()).isEqualTo(t2.getContainerStatus());
      scheduler.must(
          Call.newBuilder().setType(Call.Type.RECONCILE).setReconcile(Call.Reconcile.newBuilder()));
      scheduler.takeUpdate("t1", TaskState.TASK_RUNNING);
      scheduler.takeUpdate("t2", TaskState.TASK_RUNNING);
    }
  }

  @Test
  void message_kill_and_shutdown_reach_a_running_executor() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("reach"))) {
      Offer offer = scheduler.takeOffer();
      AgentID agent = offer.getAgentId();
      ExecutorInfo executor = TestTasks.java("exec-1");
      scheduler.launch(
          offer,
          TestTasks.task("t1", offer, executor, "run"),
          TestTasks.task("t2", offer, executor, "run"));
      scheduler.takeUpdate("t1", TaskState.TASK_RUNNING);
      scheduler.takeUpdate("t2", TaskState.TASK_RUNNING);

      scheduler.must(ping(executor, agent));
      assertThat(
              scheduler
                  .take(e -> e.getType() == Event.Type.MESSAGE)
                  .getMessage()
                  .getData()
                  .toStringUtf8())
          .isEqualTo("echo:ping");

      scheduler.must(kill("t1", agent));
      assertThat(scheduler.takeUpdate("t1", TaskState.TASK_KILLING).getMessage())
          .isEqualTo("grace 5000000000");
      scheduler.takeUpdate("t1", TaskState.TASK_KILLED);

      scheduler.must(shutdown(executor, agent));
      Event.Failure failure = failure(scheduler);
      assertThat(failure.getExecutorId()).isEqualTo(executor.getExecutorId());
      assertThat(failure.getStatus()).isZero();
      scheduler.takeUpdate("t2", TaskState.TASK_FAILED);
      assertThat(story(scheduler)).endsWith("FAILURE exec-1 0", "t2 TASK_FAILED");
    }
  }

  @Test
  void an_executor_may_leave_its_stream_and_subscribe_again() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("drop"))) {
      Offer offer = scheduler.takeOffer();
      ExecutorInfo executor = TestTasks.java("exec-drop");
      scheduler.launch(offer, TestTasks.task("d1", offer, executor, "resubscribe"));
      scheduler.takeUpdate("d1", TaskState.TASK_RUNNING);
      Offer warm = withExecutor(scheduler, "exec-drop");
      scheduler.launch(warm, TestTasks.task("d2", warm, executor, "finish"));
      // Sent into the stream that was left, the task is dropped; on the new one it finishes.
      TaskStatus end = scheduler.takeUpdate("d2");
      assertThat(end.getState()).isIn(TaskState.TASK_STARTING, TaskState.TASK_DROPPED);
      assertThat(story(scheduler)).doesNotContain("FAILURE exec-drop 9");
    }
  }

  @Test
  void duplicate_ids_and_another_ExecutorInfo_under_one_id_are_refused() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("twice"))) {
      Offer offer = scheduler.takeOffer();
      ExecutorInfo executor = TestTasks.shell("exec-d", "exec sleep 100");
      ExecutorInfo other = TestTasks.shell("exec-d", "exec sleep 200");
      scheduler.launch(
          offer,
          TestTasks.task("d1", offer, executor, ""),
          TestTasks.task("d1", offer, executor, ""),
          TestTasks.task("d2", offer, other, ""));
      assertThat(scheduler.takeUpdate("d1").getMessage()).isEqualTo("Task has duplicate ID: d1");
      TaskStatus mismatch = scheduler.takeUpdate("d2");
      assertThat(mismatch.getState()).isEqualTo(TaskState.TASK_ERROR);
      assertThat(mismatch.getMessage())
          .startsWith(
              "ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID.\n")
          .contains("\nExisting ExecutorInfo:\nexecutor_id {\n  value: \"exec-d\"\n}\n")
          .contains("value: \"exec sleep 200\"")
          .endsWith("type: CUSTOM\n\n" + "-".repeat(60) + "\n");
    }
  }

  private static Call.Builder ping(ExecutorInfo executor, AgentID agent) {
    return Call.newBuilder()
        .setType(Call.Type.MESSAGE)
        .setMessage(
            Call.Message.newBuilder()
                .setAgentId(agent)
                .setExecutorId(executor.getExecutorId())
                .setData(ByteString.copyFromUtf8("ping")));
  }

  private static Call.Builder kill(String task, AgentID agent) {
    DurationInfo grace = DurationInfo.newBuilder().setNanoseconds(5_000_000_000L).build();
    return Call.newBuilder()
        .setType(Call.Type.KILL)
        .setKill(
            Call.Kill.newBuilder()
                .setTaskId(TaskID.newBuilder().setValue(task))
                .setAgentId(agent)
                .setKillPolicy(KillPolicy.newBuilder().setGracePeriod(grace)));
  }

  private static Call.Builder shutdown(ExecutorInfo executor, AgentID agent) {
    return Call.newBuilder()
        .setType(Call.Type.SHUTDOWN)
        .setShutdown(
            Call.Shutdown.newBuilder().setExecutorId(executor.getExecutorId()).setAgentId(agent));
  }

  private static Event.Failure failure(TestScheduler scheduler) {
    return scheduler.take(e -> e.getType() == Event.Type.FAILURE).getFailure();
  }

  /** What happened to executors and tasks, without offers. */
  private static List<String> story(TestScheduler scheduler) {
    return scheduler.story().stream().filter(line -> !line.equals("OFFERS")).toList();
  }

  private static Offer withExecutor(TestScheduler scheduler, String executor) {
    return scheduler.takeOffer(
        offer ->
            TestTasks.amount(offer, "cpus") >= 0.5
                && offer.getExecutorIdsList().stream()
                    .anyMatch(id -> id.getValue().equals(executor)));
  }
}
