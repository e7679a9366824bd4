package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.runtime.local.LocalCluster;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is cut off or starts again, held against the sessions 07. */
class FaultTest {

  @TempDir private Path directory;
  private LocalCluster cluster;
  private URI master;
  private String agent;

  @BeforeEach
  void start() {
    cluster = TestClusters.fast(directory, 1).start();
    master = cluster.masterUrl();
    agent = cluster.agentIds().get(0);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void what_was_launched_into_a_cut_connection_is_dropped_and_a_kill_is_remembered()
      throws Exception {
    cluster.close();
    cluster =
        TestClusters.fast(directory, 1)
            .timings(TestClusters.FAST.withAgentPings(Duration.ofSeconds(30), 3))
            .start();
    try (TestScheduler scheduler =
        TestScheduler.subscribe(cluster.masterUrl(), checkpointing("cut"))) {
      Offer offer = scheduler.takeOffer();
      ExecutorInfo executor = TestTasks.java("exec-1");
      scheduler.launch(offer, TestTasks.task("t1", offer, executor, "run"));
      scheduler.takeUpdate("t1", TaskState.TASK_RUNNING);
      Offer open = scheduler.takeOffer();

      cluster.disconnectAgent(0);
      scheduler.launch(open, TestTasks.task("t2", open, executor, "run"));
      scheduler.must(kill("t1"));
      cluster.reconnectAgent(0);
      TaskStatus dropped = scheduler.takeUpdate("t2");
      assertThat(dropped.getState()).isEqualTo(TaskState.TASK_DROPPED);
      assertThat(dropped.getReason()).isEqualTo(TaskStatus.Reason.REASON_RECONCILIATION);
      scheduler.takeUpdate("t1", TaskState.TASK_KILLED);
    }
  }

  @Test
  void a_new_master_knows_the_tasks_of_the_agents_and_nobody_else() throws Exception {
    FrameworkInfo.Builder info = checkpointing("master").setFailoverTimeout(60);
    TestScheduler before = TestScheduler.silent(master, info);
    Offer offer = before.takeOffer();
    before.launch(offer, TestTasks.task("t1", offer, TestTasks.java("exec-1"), "run"));
    TaskStatus pending = before.takeUpdate("t1");

    cluster.restartMaster();
    assertThat(cluster.masterUrl()).isEqualTo(master);
    assertThat(before.end().get(10, TimeUnit.SECONDS)).isNotEqualTo("last chunk");
    HttpResponse<String> answer = before.send(Call.newBuilder().setType(Call.Type.REVIVE));
    assertThat(answer.body()).isEqualTo("Framework cannot be found");

    try (TestScheduler after = TestScheduler.subscribe(master, info.setId(before.id()))) {
      assertThat(after.takeUpdate("t1")).isEqualTo(pending);
      Offer rest = after.takeOffer();
      assertThat(TestTasks.amount(rest, "cpus")).isEqualTo(3.4);
      assertThat(rest.getExecutorIdsList()).extracting("value").containsExactly("exec-1");
      after.takeUpdate("t1", TaskState.TASK_RUNNING);
      after.reconcile("t1", agent);
      assertThat(after.takeUpdate("t1").getMessage())
          .isEqualTo("Reconciliation: Latest task state");
    }
  }

  @Test
  void a_cluster_that_starts_again_has_the_same_agents_and_ports_are_free_after_close()
      throws Exception {
    String task = "t1";
    FrameworkInfo.Builder info = checkpointing("restart").setFailoverTimeout(60);
    TestScheduler before = TestScheduler.subscribe(master, info);
    Offer offer = before.takeOffer();
    before.launch(
        offer,
        TestTasks.task(task, offer, TestTasks.java("exec-1"), "child"),
        TestTasks.task("s1", offer, TestTasks.java("exec-2"), "stubborn"));
    int pid = pid(before, task);
    int stubborn = pid(before, "s1");
    List<ProcessHandle> children =
        await()
            .until(
                () -> ProcessHandle.of(pid).orElseThrow().descendants().toList(),
                list -> !list.isEmpty());

    cluster.close();
    assertThat(List.of(pid, stubborn))
        .noneMatch(p -> ProcessHandle.of(p).filter(ProcessHandle::isAlive).isPresent());
    await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));

    cluster = TestClusters.fast(directory, 1).masterPort(master.getPort()).start();
    assertThat(cluster.agentIds()).containsExactly(agent);
    try (TestScheduler after = TestScheduler.subscribe(master, info.setId(before.id()))) {
      after.reconcile(task, agent);
      TaskStatus gone = after.takeUpdate(task);
      assertThat(gone.getState()).isEqualTo(TaskState.TASK_GONE);
      assertThat(gone.getMessage()).isEqualTo("Reconciliation: Task is unknown to the agent");
    }
  }

  private static int pid(TestScheduler scheduler, String task) {
    return scheduler.takeUpdate(task, TaskState.TASK_RUNNING).getContainerStatus().getExecutorPid();
  }

  private static FrameworkInfo.Builder checkpointing(String name) {
    return framework(name).setCheckpoint(true);
  }

  private static Call.Builder kill(String task) {
    return Call.newBuilder()
        .setType(Call.Type.KILL)
        .setKill(Call.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue(task)));
  }
}
