package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Layer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.model.Wishes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // masters still speak the fields that Mesos calls deprecated
class SchedulerCallsTest {

  private static final FrameworkId FRAMEWORK = new FrameworkId("F-0000");
  private static final AgentId AGENT = new AgentId("S0");
  private static final FrameworkSettings SETTINGS =
      new FrameworkSettings(
          "shop",
          "ops",
          List.of("batch", "web"),
          true,
          Duration.ofDays(7),
          Optional.of("shop-principal"),
          "host-1",
          Optional.of("http://host-1:8080/"));
  private static final TaskPayload TASK_PAYLOAD =
      new TaskPayload(
          new AttemptId(RunId.manual(new JobName("settle"), 1, "k1"), 2, 1),
          "com.example.Settle",
          3,
          Optional.of("Beijing"),
          "",
          Instant.parse("2026-11-22T08:00:00Z"),
          9,
          Duration.ofSeconds(10));
  private static final ExecutorPayload EXECUTOR_PAYLOAD =
      new ExecutorPayload(
          "shop",
          new BundleId("ab12"),
          List.of(new Layer("cd34", 5, "app.jar")),
          false,
          new TreeMap<>(Map.of("shop.region", "north")));

  @Test
  void a_first_subscription_says_all_of_the_settings_and_has_no_id() throws IOException {
    Call call = Call.parseFrom(SchedulerCalls.subscribe(SETTINGS, Optional.empty(), Wishes.NONE));
    FrameworkInfo info = call.getSubscribe().getFrameworkInfo();
    assertThat(call.getType()).isEqualTo(Call.Type.SUBSCRIBE);
    assertThat(call.hasFrameworkId()).isFalse();
    assertThat(info.hasId()).isFalse();
    assertThat(info.getName()).isEqualTo("shop");
    assertThat(info.getUser()).isEqualTo("ops");
    assertThat(info.getRolesList()).containsExactly("batch", "web");
    assertThat(info.hasRole()).isFalse();
    assertThat(info.getCheckpoint()).isTrue();
    assertThat(info.getFailoverTimeout()).isEqualTo(604_800.0);
    assertThat(info.getPrincipal()).isEqualTo("shop-principal");
    assertThat(info.getHostname()).isEqualTo("host-1");
    assertThat(info.getWebuiUrl()).isEqualTo("http://host-1:8080/");
    assertThat(info.getCapabilitiesList())
        .extracting(FrameworkInfo.Capability::getType)
        .containsExactly(
            FrameworkInfo.Capability.Type.PARTITION_AWARE,
            FrameworkInfo.Capability.Type.TASK_KILLING_STATE,
            FrameworkInfo.Capability.Type.MULTI_ROLE,
            FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT,
            FrameworkInfo.Capability.Type.REGION_AWARE);
  }

  @Test
  void a_later_subscription_names_the_framework_in_both_places() throws IOException {
    Call call =
        Call.parseFrom(SchedulerCalls.subscribe(SETTINGS, Optional.of(FRAMEWORK), Wishes.NONE));
    assertThat(call.getFrameworkId().getValue()).isEqualTo("F-0000");
    assertThat(call.getSubscribe().getFrameworkInfo().getId().getValue()).isEqualTo("F-0000");
  }

  @Test
  void what_is_optional_and_absent_is_left_out() throws IOException {
    FrameworkSettings bare =
        new FrameworkSettings(
            "shop",
            "",
            List.of("*"),
            false,
            Duration.ZERO,
            Optional.empty(),
            "h",
            Optional.empty());
    FrameworkInfo info =
        Call.parseFrom(SchedulerCalls.subscribe(bare, Optional.empty(), Wishes.NONE))
            .getSubscribe()
            .getFrameworkInfo();
    assertThat(info.hasPrincipal()).isFalse();
    assertThat(info.hasWebuiUrl()).isFalse();
    assertThat(info.getUser()).isEmpty();
  }

  @Test
  void a_launch_is_exact() throws IOException {
    Call call = accept("ops");
    assertThat(call.getType()).isEqualTo(Call.Type.ACCEPT);
    assertThat(call.getAccept().getOfferIdsList())
        .extracting(id -> id.getValue())
        .containsExactly("O1", "O2");
    assertThat(call.getAccept().getFilters().getRefuseSeconds()).isEqualTo(0.25);
    Operation operation = call.getAccept().getOperations(0);
    assertThat(operation.getType()).isEqualTo(Operation.Type.LAUNCH);
    TaskInfo task = operation.getLaunch().getTaskInfos(0);
    assertThat(task.getName()).isEqualTo("settle 2");
    assertThat(task.getTaskId().getValue()).isEqualTo("settle.c4");
    assertThat(task.getAgentId().getValue()).isEqualTo("S0");
    assertThat(task.hasCommand()).isFalse();
    assertThat(scalars(task.getResourcesList()))
        .containsExactly(Map.entry("cpus", 0.3), Map.entry("mem", 256.0));
    assertThat(task.getResourcesList()).noneMatch(Resource::hasRole);
    assertThat(task.getKillPolicy().getGracePeriod().getNanoseconds()).isEqualTo(10_000_000_000L);
    assertThat(Payloads.decodeTask(task.getData().toByteArray())).isEqualTo(TASK_PAYLOAD);
  }

  @Test
  void the_executor_of_a_launch_is_exact() throws IOException {
    ExecutorInfo executor = executor(accept("ops"));
    assertThat(executor.getType()).isEqualTo(ExecutorInfo.Type.CUSTOM);
    assertThat(executor.getExecutorId().getValue()).isEqualTo("e-77");
    assertThat(executor.getFrameworkId().getValue()).isEqualTo("F-0000");
    assertThat(executor.getName()).isEqualTo("shop executor");
    assertThat(scalars(executor.getResourcesList()))
        .containsExactly(Map.entry("cpus", 0.1), Map.entry("mem", 64.0), Map.entry("disk", 32.0));
    assertThat(Payloads.decodeExecutor(executor.getData().toByteArray()))
        .isEqualTo(EXECUTOR_PAYLOAD);
    CommandInfo command = executor.getCommand();
    assertThat(command.getShell()).isTrue();
    assertThat(command.getValue()).isEqualTo("exec java -cp app.jar Main");
    assertThat(command.getUser()).isEqualTo("ops");
    assertThat(command.getEnvironment().getVariablesList())
        .extracting(variable -> variable.getName() + "=" + variable.getValue())
        .containsExactly("A=1", "B=2");
    assertThat(command.getUrisList())
        .containsExactly(
            CommandInfo.URI
                .newBuilder()
                .setValue("http://host-1:7001/x/cd34")
                .setOutputFile("app.jar")
                .setCache(true)
                .setExtract(false)
                .setExecutable(false)
                .build());
  }

  @Test
  void a_message_names_its_executor() throws IOException {
    byte[] data = {1, 2, 3};
    Call call =
        Call.parseFrom(
            SchedulerCalls.message(
                new FrameworkId("F-0000"), new AgentId("S0"), new ExecutorId("e-77"), data));
    assertThat(call.getType()).isEqualTo(Call.Type.MESSAGE);
    assertThat(call.getFrameworkId().getValue()).isEqualTo("F-0000");
    assertThat(call.getMessage().getAgentId().getValue()).isEqualTo("S0");
    assertThat(call.getMessage().getExecutorId().getValue()).isEqualTo("e-77");
    assertThat(call.getMessage().getData().toByteArray()).isEqualTo(data);
  }

  @Test
  void equal_launches_give_equal_executors() throws IOException {
    assertThat(executor(accept("ops"))).isEqualTo(executor(accept("ops")));
  }

  @Test
  void an_executor_without_a_user_takes_the_agents() throws IOException {
    assertThat(executor(accept("")).getCommand().hasUser()).isFalse();
  }

  @Test
  void offers_are_given_back_for_a_time() throws IOException {
    Call call =
        Call.parseFrom(
            SchedulerCalls.decline(FRAMEWORK, List.of(new OfferId("O1")), Duration.ofMinutes(5)));
    assertThat(call.getType()).isEqualTo(Call.Type.DECLINE);
    assertThat(call.getFrameworkId().getValue()).isEqualTo("F-0000");
    assertThat(call.getDecline().getOfferIds(0).getValue()).isEqualTo("O1");
    assertThat(call.getDecline().getFilters().getRefuseSeconds()).isEqualTo(300.0);
  }

  @Test
  void a_kill_says_what_is_known() throws IOException {
    Call bare =
        Call.parseFrom(SchedulerCalls.kill(FRAMEWORK, "stray", Optional.empty(), Optional.empty()));
    assertThat(bare.getType()).isEqualTo(Call.Type.KILL);
    assertThat(bare.getKill().getTaskId().getValue()).isEqualTo("stray");
    assertThat(bare.getKill().hasAgentId()).isFalse();
    assertThat(bare.getKill().hasKillPolicy()).isFalse();
    Call full =
        Call.parseFrom(
            SchedulerCalls.kill(
                FRAMEWORK, "settle.c1", Optional.of(AGENT), Optional.of(Duration.ofMillis(1500))));
    assertThat(full.getKill().getAgentId().getValue()).isEqualTo("S0");
    assertThat(full.getKill().getKillPolicy().getGracePeriod().getNanoseconds())
        .isEqualTo(1_500_000_000L);
  }

  @Test
  void an_acknowledgement_carries_the_raw_uuid() throws IOException {
    Call call =
        Call.parseFrom(
            SchedulerCalls.acknowledge(
                FRAMEWORK, AGENT, "settle.c1", "000102030405060708090a0b0c0d0eff"));
    assertThat(call.getType()).isEqualTo(Call.Type.ACKNOWLEDGE);
    assertThat(call.getAcknowledge().getUuid().size()).isEqualTo(16);
    assertThat(call.getAcknowledge().getUuid().byteAt(15)).isEqualTo((byte) 0xff);
    assertThat(call.getAcknowledge().getTaskId().getValue()).isEqualTo("settle.c1");
    assertThat(call.getAcknowledge().getAgentId().getValue()).isEqualTo("S0");
  }

  @Test
  void reconciliation_names_the_agents() throws IOException {
    Map<CarrierId, AgentId> tasks = new LinkedHashMap<>();
    tasks.put(new CarrierId(new JobName("settle"), 2), AGENT);
    tasks.put(new CarrierId(new JobName("settle"), 1), new AgentId("S1"));
    Call call = Call.parseFrom(SchedulerCalls.reconcile(FRAMEWORK, tasks));
    assertThat(call.getType()).isEqualTo(Call.Type.RECONCILE);
    assertThat(call.getReconcile().getTasksList())
        .extracting(task -> task.getTaskId().getValue() + "@" + task.getAgentId().getValue())
        .containsExactly("settle.c2@S0", "settle.c1@S1");
  }

  @Test
  void calls_without_a_body_name_their_framework() throws IOException {
    assertThat(Call.parseFrom(SchedulerCalls.revive(FRAMEWORK, List.of())))
        .isEqualTo(bare(Call.Type.REVIVE));
    assertThat(Call.parseFrom(SchedulerCalls.suppress(FRAMEWORK, List.of())))
        .isEqualTo(bare(Call.Type.SUPPRESS));
    assertThat(Call.parseFrom(SchedulerCalls.teardown(FRAMEWORK)))
        .isEqualTo(bare(Call.Type.TEARDOWN));
  }

  @Test
  void a_shutdown_names_agent_and_executor() throws IOException {
    Call call = Call.parseFrom(SchedulerCalls.shutdown(FRAMEWORK, AGENT, new ExecutorId("e-77")));
    assertThat(call.getType()).isEqualTo(Call.Type.SHUTDOWN);
    assertThat(call.getShutdown().getAgentId().getValue()).isEqualTo("S0");
    assertThat(call.getShutdown().getExecutorId().getValue()).isEqualTo("e-77");
  }

  private static Call bare(Call.Type type) {
    return Call.newBuilder().setFrameworkId(Identities.framework(FRAMEWORK)).setType(type).build();
  }

  @Test
  void an_executor_is_started_in_an_image_where_one_is_named() throws IOException {
    assertThat(executor(accept("")).hasContainer()).isFalse();
    ContainerInfo container = executor(accept("", "registry/shop:1")).getContainer();
    assertThat(container.getType()).isEqualTo(ContainerInfo.Type.MESOS);
    assertThat(container.getMesos().getImage().getType()).isEqualTo(Image.Type.DOCKER);
    assertThat(container.getMesos().getImage().getDocker().getName()).isEqualTo("registry/shop:1");
  }

  private static Call accept(String user) throws IOException {
    return accept(user, "");
  }

  private static Call accept(String user, String image) throws IOException {
    ExecutorSpec executor =
        new ExecutorSpec(
            new ExecutorId("e-77"),
            "shop executor",
            user,
            "exec java -cp app.jar Main",
            new TreeMap<>(Map.of("B", "2", "A", "1")),
            List.of(new ExecutorSpec.Fetch("http://host-1:7001/x/cd34", "app.jar")),
            Allocation.unreserved("batch", new Resources(100, 64, 32, 0)),
            image,
            EXECUTOR_PAYLOAD);
    TaskLaunch launch =
        new TaskLaunch(
            new CarrierId(new JobName("settle"), 4),
            "settle 2",
            AGENT,
            executor,
            Allocation.unreserved("batch", new Resources(300, 256, 0, 0)),
            TaskLaunch.Limits.NONE,
            Duration.ofSeconds(10),
            TASK_PAYLOAD);
    return Call.parseFrom(
        SchedulerCalls.accept(
            FRAMEWORK,
            List.of(new OfferId("O1"), new OfferId("O2")),
            List.of(launch),
            Duration.ofMillis(250)));
  }

  private static ExecutorInfo executor(Call accept) {
    return accept.getAccept().getOperations(0).getLaunch().getTaskInfos(0).getExecutor();
  }

  private static List<Map.Entry<String, Double>> scalars(List<Resource> resources) {
    return resources.stream()
        .map(resource -> Map.entry(resource.getName(), resource.getScalar().getValue()))
        .toList();
  }
}
