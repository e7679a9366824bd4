package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.core.Jobs;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskLaunch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.Environment.Variable;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

class CommandWireTest {

  @Test
  void a_command_is_a_task_without_an_executor_and_without_data() throws IOException {
    TaskInfo task = written(planner("ops"));

    assertThat(task.hasExecutor()).isFalse();
    assertThat(task.hasData()).isFalse();
    assertThat(task.getTaskId().getValue()).isEqualTo("report.c7");
    assertThat(task.getCommand().getShell()).isTrue();
    assertThat(task.getCommand().getValue()).isEqualTo("echo \"$JOB_NAME\"");
    assertThat(task.getCommand().getUser()).isEqualTo("ops");
    assertThat(task.getCommand().getUrisList()).isEmpty();
    assertThat(task.getCommand().getEnvironment().getVariablesList())
        .extracting(Variable::getName)
        .contains("JOB_NAME", "JOB_FENCING_TOKEN", "JOB_CONTEXT")
        .isSorted();
    assertThat(task.getKillPolicy().getGracePeriod().getNanoseconds())
        .isEqualTo(Duration.ofSeconds(10).toNanos());
  }

  @Test
  void without_a_user_the_agent_decides() throws IOException {
    assertThat(written(planner("")).getCommand().hasUser()).isFalse();
  }

  private static TaskInfo written(LaunchPlanner planner) throws IOException {
    JobDefinition job = Jobs.job("report").command("echo \"$JOB_NAME\"").build();
    CarrierId carrier = new CarrierId(job.name(), 7);
    Allocation took = Allocation.unreserved("*", new Resources(100, 32, 0, 0));
    Allocation nothing = Allocation.unreserved("*", Resources.NONE);
    TaskLaunch launch =
        planner.task(
            carrier,
            AttemptId.parse("report.1.s.20261122T080000Z.0.1"),
            7,
            job,
            Instant.parse("2026-11-22T08:00:00Z"),
            planner.process(Jobs.bundle(), carrier, job, nothing),
            new AgentId("a1"),
            took);
    byte[] call =
        SchedulerCalls.accept(
            new FrameworkId("f"), List.of(new OfferId("o")), List.of(launch), Duration.ZERO);
    return Call.parseFrom(call).getAccept().getOperations(0).getLaunch().getTaskInfos(0);
  }

  private static LaunchPlanner planner(String user) {
    return new LaunchPlanner(
        new ExecutorProfile(
            "shop", "http://h/", "java", List.of(), user, 100, 512, 256, new TreeMap<>()));
  }
}
