package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How executors end, held against the sessions 02, 03 and 06 of a real Mesos. */
@MesosContract
class ExecutorDeathContractTest {

  private static URI master;

  @BeforeAll
  static void find(ContractCluster cluster) {
    master = cluster.masterUrl();
  }

  @Test
  void a_killed_executor_is_a_FAILURE_and_then_its_tasks_have_failed() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("death"))) {
      Offer offer = scheduler.takeOffer();
      ExecutorInfo executor = TestTasks.java("exec-1");
      scheduler.launch(
          offer,
          TestTasks.task("t1", offer, executor, "run"),
          TestTasks.task("t2", offer, executor, "child"));
      scheduler.takeUpdate("t1", TaskState.TASK_RUNNING);
      int pid =
          scheduler.takeUpdate("t2", TaskState.TASK_RUNNING).getContainerStatus().getExecutorPid();
      ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
      List<ProcessHandle> children =
          await().until(() -> process.descendants().toList(), list -> !list.isEmpty());
      process.destroyForcibly();

      TaskStatus failed = scheduler.takeUpdate("t1", TaskState.TASK_FAILED);
      scheduler.takeUpdate("t2", TaskState.TASK_FAILED);
      assertThat(story(scheduler)).endsWith("FAILURE exec-1 9", "t1 TASK_FAILED", "t2 TASK_FAILED");
      assertThat(failed.getMessage()).isEqualTo("Executor terminated");
      assertThat(failed.getReason()).isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
      assertThat(failed.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
      assertThat(failed.hasUuid()).isTrue();
      assertThat(failed.hasContainerStatus()).isFalse();
      await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void an_exit_status_is_reported_as_wait_gives_it() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("exit"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, TestTasks.task("e7", offer, TestTasks.shell("sh", "exit 7"), ""));
      assertThat(failure(scheduler).getStatus()).isEqualTo(1792);
      scheduler.takeUpdate("e7", TaskState.TASK_FAILED);
    }
  }

  @Test
  void an_executor_that_never_subscribes_fails_its_task_and_a_killed_task_was_never_delivered()
      throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("never"))) {
      Offer offer = scheduler.takeOffer();
      ExecutorInfo executor = TestTasks.shell("exec-never", "exec sleep 100");
      scheduler.launch(
          offer,
          TestTasks.task("n1", offer, executor, "run"),
          TestTasks.task("n2", offer, executor, "run"));
      scheduler.reconcile("n2", "");
      scheduler.takeUpdate("n2", TaskState.TASK_STAGING);
      scheduler.must(TestTasks.kill("n1"));

      TaskStatus killed = scheduler.takeUpdate("n1");
      assertThat(killed.getState()).isEqualTo(TaskState.TASK_KILLED);
      assertThat(killed.getReason()).isEqualTo(TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH);
      assertThat(killed.getMessage()).isEqualTo("Killed before delivery to the executor");
      TaskStatus failed = scheduler.takeUpdate("n2");
      assertThat(failed.getState()).isEqualTo(TaskState.TASK_FAILED);
      assertThat(failed.getReason())
          .isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_REGISTRATION_TIMEOUT);
      assertThat(failed.getMessage()).matches("Executor did not register within \\S+");
      assertThat(story(scheduler))
          .endsWith("n1 TASK_KILLED", "FAILURE exec-never 9", "n2 TASK_FAILED");
    }
  }

  @Test
  void an_executor_that_ignores_SHUTDOWN_is_killed_after_the_grace() throws Exception {
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("stubborn"))) {
      Offer offer = scheduler.takeOffer();
      ExecutorInfo executor = TestTasks.java("exec-stubborn");
      scheduler.launch(offer, TestTasks.task("s1", offer, executor, "stubborn"));
      scheduler.takeUpdate("s1", TaskState.TASK_RUNNING);
      scheduler.must(shutdown(executor, offer.getAgentId()));
      assertThat(failure(scheduler).getStatus()).isEqualTo(9);
      scheduler.takeUpdate("s1", TaskState.TASK_FAILED);
    }
  }

  @Test
  void TEARDOWN_ends_the_executors_without_a_FAILURE() throws Exception {
    TestScheduler scheduler = TestScheduler.subscribe(master, framework("teardown"));
    Offer offer = scheduler.takeOffer();
    scheduler.launch(offer, TestTasks.task("t1", offer, TestTasks.java("exec-1"), "run"));
    int pid =
        scheduler.takeUpdate("t1", TaskState.TASK_RUNNING).getContainerStatus().getExecutorPid();
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    scheduler.must(Call.Type.TEARDOWN);
    assertThat(scheduler.end().get(20, TimeUnit.SECONDS)).isEqualTo("last chunk");
    await().atMost(ContractCluster.PATIENCE).until(() -> !process.isAlive());
    assertThat(scheduler.story()).noneMatch(line -> line.startsWith("FAILURE"));
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
}
