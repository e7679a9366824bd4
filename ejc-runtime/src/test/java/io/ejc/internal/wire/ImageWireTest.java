package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.core.Jobs;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.LayerSource;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskLaunch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Volume;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** Where an executor in a container keeps layers. */
class ImageWireTest {

  @Test
  void a_named_directory_of_the_agent_is_mounted_under_its_own_path() throws IOException {
    ExecutorInfo executor = executor("jre:17", "/var/cache/ejc");

    assertThat(executor.getContainer().getVolumesList()).hasSize(1);
    Volume volume = executor.getContainer().getVolumes(0);
    assertThat(volume.getMode()).isEqualTo(Volume.Mode.RW);
    assertThat(volume.getContainerPath()).isEqualTo("/var/cache/ejc");
    assertThat(volume.getSource().getType()).isEqualTo(Volume.Source.Type.HOST_PATH);
    assertThat(volume.getSource().getHostPath().getPath()).isEqualTo("/var/cache/ejc");
    assertThat(executor.getCommand().getValue()).contains("cache='/var/cache/ejc'");
  }

  @Test
  void without_one_a_container_keeps_nothing() throws IOException {
    for (String none : List.of("", "none")) {
      ExecutorInfo executor = executor("jre:17", none);

      assertThat(executor.getContainer().getVolumesList()).isEmpty();
      assertThat(executor.getCommand().getValue()).doesNotContain("cache=");
      assertThat(executor.getData().toStringUtf8()).contains("\"ejc.executor.cacheDir\":\"none\"");
    }
  }

  @Test
  void an_agent_keeps_layers_among_its_temporary_files() throws IOException {
    ExecutorInfo executor = executor("", "");

    assertThat(executor.hasContainer()).isFalse();
    assertThat(executor.getCommand().getValue()).contains("cache=\"${TMPDIR:-/tmp}/ejc-layers-");
    assertThat(executor.getData().toStringUtf8()).contains("\"ejc.executor.cacheDir\":\"\"");
  }

  private static ExecutorInfo executor(String image, String cacheDirectory) throws IOException {
    LaunchPlanner planner =
        new LaunchPlanner(
            new ExecutorProfile(
                "shop",
                "http://h/",
                "java",
                List.of(),
                "",
                100,
                512,
                256,
                new TreeMap<>(Map.of(ExecutorPayload.CACHE_DIRECTORY, cacheDirectory)),
                new ExecutorProfile.Delivery(
                    "Ym9vdA==", "", cacheDirectory, Duration.ofMinutes(2), LayerSource.Store.NONE),
                new ExecutorProfile.World(new TreeMap<>(), image, true)));
    JobDefinition job = Jobs.job("report").build();
    CarrierId carrier = new CarrierId(job.name(), 7);
    Allocation took = Allocation.unreserved("*", new Resources(100, 32, 0, 0));
    TaskLaunch launch =
        planner.task(
            carrier,
            AttemptId.parse("report.1.s.20261122T080000Z.0.1"),
            7,
            job,
            Instant.parse("2026-11-22T08:00:00Z"),
            planner.process(Jobs.bundle(), carrier, job, took),
            new AgentId("a1"),
            took);
    byte[] call =
        SchedulerCalls.accept(
            new FrameworkId("f"), List.of(new OfferId("o")), List.of(launch), Duration.ZERO);
    return Call.parseFrom(call)
        .getAccept()
        .getOperations(0)
        .getLaunch()
        .getTaskInfos(0)
        .getExecutor();
  }
}
