package io.ejc.internal.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks with a command and no executor, held against session 03. */
@MesosContract
class CommandTaskContractTest {

  @TempDir private Path directory;
  private URI master;
  private TestScheduler scheduler;

  @BeforeEach
  void start(ContractCluster cluster) throws Exception {
    master = cluster.masterUrl();
    cluster.awaitIdle();
    scheduler = TestScheduler.subscribe(master, TestScheduler.framework("commands"));
  }

  @AfterEach
  void stop() throws Exception {
    scheduler.close();
  }

  @Test
  void a_command_starts_runs_and_finishes_without_an_executor_to_be_seen() throws Exception {
    Offer offer = scheduler.takeOffer();
    scheduler.launch(offer, command("ok", offer, "echo $GREETING").build());
    TaskStatus starting = scheduler.takeUpdate("ok");
    assertThat(starting.getState()).isEqualTo(TaskState.TASK_STARTING);
    assertThat(starting.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
    assertThat(starting.getExecutorId().getValue()).isEqualTo("ok");
    assertThat(starting.hasMessage()).isFalse();
    assertThat(starting.hasReason()).isFalse();
    assertThat(starting.getContainerStatus().getExecutorPid()).isPositive();
    assertThat(scheduler.takeUpdate("ok").getState()).isEqualTo(TaskState.TASK_RUNNING);
    TaskStatus finished = scheduler.takeUpdate("ok");
    assertThat(finished.getState()).isEqualTo(TaskState.TASK_FINISHED);
    assertThat(finished.getMessage()).isEqualTo("Command exited with status 0");
    assertThat(finished.hasReason()).isFalse();
    Offer rest = scheduler.takeOffer(offer.getAgentId());
    assertThat(rest.getExecutorIdsList()).isEmpty();
    assertThat(scheduler.all()).noneMatch(e -> e.getType() == Event.Type.FAILURE);
  }

  @Test
  void its_resources_are_the_tasks_own_without_any_for_an_executor() throws Exception {
    Offer offer = scheduler.takeOffer();
    scheduler.launch(offer, command("long", offer, "sleep 1000").build());
    Offer rest = scheduler.takeOffer(offer.getAgentId());
    assertThat(TestTasks.amount(offer, "cpus") - TestTasks.amount(rest, "cpus"))
        .isCloseTo(0.1, offset(1e-6));
    assertThat(TestTasks.amount(offer, "mem") - TestTasks.amount(rest, "mem")).isEqualTo(32);
  }

  @Test
  void what_fails_says_how() throws Exception {
    Offer offer = scheduler.takeOffer();
    CommandInfo.URI missing =
        CommandInfo.URI
            .newBuilder()
            .setValue(master.resolve("/no-such-file").toString())
            .setExtract(false)
            .build();
    TaskInfo.Builder fetch = command("fetch404", offer, "true");
    fetch.getCommandBuilder().addUris(missing);
    TaskInfo.Builder binary = command("noshell-missing", offer, "/no/such/binary");
    binary.getCommandBuilder().setShell(false);
    scheduler.launch(
        offer,
        command("exit3", offer, "exit 3").build(),
        command("shell-missing", offer, "no-such-command-here").build(),
        binary.build(),
        fetch.build(),
        command("selfkill", offer, "kill -9 $$").build());
    fails("exit3", "Command exited with status 3");
    fails("shell-missing", "Command exited with status 127");
    fails("noshell-missing", "Command exited with status 1");
    fails("selfkill", "Command terminated with signal Killed");
    TaskStatus fetched = scheduler.takeUpdate("fetch404");
    assertThat(fetched.getState()).isEqualTo(TaskState.TASK_FAILED);
    assertThat(fetched.getReason()).isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED);
    assertThat(fetched.getExecutorId().getValue()).isEqualTo("fetch404");
    assertThat(fetched.hasContainerStatus()).isFalse();
  }

  @Test
  void KILL_is_SIGTERM_and_after_the_grace_SIGKILL() throws Exception {
    Offer offer = scheduler.takeOffer();
    Path ready = directory.resolve("ready");
    KillPolicy brief =
        KillPolicy.newBuilder()
            .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(200_000_000))
            .build();
    scheduler.launch(
        offer,
        command("tokill", offer, "sleep 1000").build(),
        command(
                "stubborn",
                offer,
                "trap '' TERM; touch " + ready + "; while true; do sleep 1; done")
            .setKillPolicy(brief)
            .build());
    scheduler.takeUpdate("tokill", TaskState.TASK_RUNNING);
    scheduler.takeUpdate("stubborn", TaskState.TASK_RUNNING);
    await().atMost(ContractCluster.PATIENCE).until(() -> Files.exists(ready));
    kill("tokill");
    kill("stubborn");
    assertThat(scheduler.takeUpdate("tokill", TaskState.TASK_KILLED).getMessage())
        .isEqualTo("Command terminated with signal Terminated");
    assertThat(scheduler.takeUpdate("stubborn", TaskState.TASK_KILLED).getMessage())
        .isEqualTo("Command terminated with signal Killed");
  }

  @Test
  void max_completion_time_ends_it_as_failed() throws Exception {
    Offer offer = scheduler.takeOffer();
    scheduler.launch(
        offer,
        command("toolong", offer, "sleep 1000")
            .setMaxCompletionTime(DurationInfo.newBuilder().setNanoseconds(1_000_000_000))
            .build());
    TaskStatus failed = scheduler.takeUpdate("toolong", TaskState.TASK_FAILED);
    assertThat(failed.getReason()).isEqualTo(TaskStatus.Reason.REASON_MAX_COMPLETION_TIME_REACHED);
    assertThat(failed.getMessage()).startsWith("Command terminated with signal");
  }

  @Test
  void TASK_KILLING_comes_to_those_who_understand_it() throws Exception {
    scheduler.close();
    FrameworkInfo.Builder info =
        TestScheduler.framework("killing")
            .addCapabilities(
                TestScheduler.capability(FrameworkInfo.Capability.Type.TASK_KILLING_STATE));
    try (TestScheduler other = TestScheduler.subscribe(master, info)) {
      Offer offer = other.takeOffer();
      other.launch(offer, command("k", offer, "sleep 1000").build());
      other.takeUpdate("k", TaskState.TASK_RUNNING);
      other.must(killCall("k"));
      other.takeUpdate("k", TaskState.TASK_KILLED);
      assertThat(other.story())
          .containsSubsequence(
              List.of("k TASK_STARTING", "k TASK_RUNNING", "k TASK_KILLING", "k TASK_KILLED"));
    }
  }

  @Test
  void a_status_above_128_is_not_a_signal(ContractCluster cluster) throws Exception {
    Offer offer = scheduler.takeOffer();
    scheduler.launch(offer, command("exit137", offer, "exit 137").build());
    assertThat(scheduler.takeUpdate("exit137", TaskState.TASK_FAILED).getMessage())
        .isEqualTo(
            cluster.differs(
                "a JVM cannot tell an exit with 128 + N from the end by signal N",
                "Command terminated with signal Killed",
                "Command exited with status 137"));
  }

  private void fails(String task, String message) {
    assertThat(scheduler.takeUpdate(task).getState()).isEqualTo(TaskState.TASK_STARTING);
    assertThat(scheduler.takeUpdate(task).getState()).isEqualTo(TaskState.TASK_RUNNING);
    TaskStatus failed = scheduler.takeUpdate(task);
    assertThat(failed.getState()).isEqualTo(TaskState.TASK_FAILED);
    assertThat(failed.getMessage()).isEqualTo(message);
    assertThat(failed.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
    assertThat(failed.hasReason()).isFalse();
  }

  private void kill(String task) throws Exception {
    scheduler.must(killCall(task));
  }

  private static Call.Builder killCall(String task) {
    return Call.newBuilder()
        .setType(Call.Type.KILL)
        .setKill(Call.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue(task)));
  }

  private static TaskInfo.Builder command(String id, Offer offer, String line) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(TaskID.newBuilder().setValue(id))
        .setAgentId(offer.getAgentId())
        .addResources(TestTasks.scalar("cpus", 0.1))
        .addResources(TestTasks.scalar("mem", 32))
        .setCommand(
            CommandInfo.newBuilder()
                .setShell(true)
                .setValue(line)
                .setEnvironment(
                    Environment.newBuilder()
                        .addVariables(
                            Environment.Variable.newBuilder()
                                .setName("GREETING")
                                .setValue("hello"))));
  }
}
