package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.model.TaskState;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;
import org.junit.jupiter.api.Test;

class ExecutorWireTest {

  private static final AttemptId ATTEMPT = AttemptId.parse("job.1.s.20261122T080000Z.0.1");

  private static final TaskPayload TASK =
      new TaskPayload(
          ATTEMPT,
          "com.example.Job",
          1,
          Optional.empty(),
          "",
          Instant.parse("2026-11-22T08:00:00Z"),
          1,
          Duration.ofSeconds(5));

  private static final ExecutorPayload EXECUTOR =
      new ExecutorPayload("shop", new BundleId("b"), List.of(), false, new TreeMap<>());

  @Test
  void every_event_of_a_real_agent_is_read() throws IOException {
    List<String> seen = new ArrayList<>();
    for (byte[] record : records("02-custom-executor", "executor-subscribe-stream.bin")) {
      ExecutorEvent event = ExecutorEvents.decode(withOurData(record));
      seen.add(event.getClass().getSimpleName());
    }
    assertThat(seen.subList(0, 3)).containsExactly("Subscribed", "Launch", "Launch");
    assertThat(seen).contains("Acknowledged", "Message", "Kill").endsWith("Shutdown");
    assertThat(seen).doesNotContain("Unknown", "Unusable", "Failed");
  }

  @Test
  void the_events_say_what_the_real_agent_said() throws IOException {
    List<ExecutorEvent> events = new ArrayList<>();
    for (byte[] record : records("02-custom-executor", "executor-subscribe-stream.bin")) {
      events.add(ExecutorEvents.decode(withOurData(record)));
    }
    AgentId agent = new AgentId("f2181ab3-3a63-46c0-bd13-2f19f80c6903-S0");
    assertThat(events.get(0)).isEqualTo(new ExecutorEvent.Subscribed(EXECUTOR, agent, "localhost"));
    ExecutorEvent.Launch launch = (ExecutorEvent.Launch) events.get(1);
    assertThat(launch.taskId()).isEqualTo("t1");
    assertThat(launch.agent()).isEqualTo(agent);
    assertThat(launch.payload()).isEqualTo(TASK);
    assertThat(events)
        .contains(
            new ExecutorEvent.Acknowledged("t1", "7a07ff719f8d42eea4eb97e952efb557"),
            new ExecutorEvent.Kill("t1", Optional.of(Duration.ofSeconds(5))),
            new ExecutorEvent.Shutdown());
  }

  @Test
  void a_kill_without_policy_leaves_the_grace_open() throws IOException {
    List<ExecutorEvent> events = new ArrayList<>();
    for (byte[] record : records("07-agent-restart", "executor-subscribe-stream.bin")) {
      events.add(ExecutorEvents.decode(withOurData(record)));
    }
    assertThat(events).contains(new ExecutorEvent.Kill("t1", Optional.empty()));
  }

  @Test
  void a_task_that_cannot_be_read_is_unusable_and_keeps_its_id() throws IOException {
    byte[] launch = records("02-custom-executor", "executor-subscribe-stream.bin").get(1);
    ExecutorEvent.Unusable event = (ExecutorEvent.Unusable) ExecutorEvents.decode(launch);
    assertThat(event.tasks()).extracting(LaunchedTask::taskId).containsExactly("t1");
    assertThat(event.why()).startsWith("task payload: ");
  }

  @Test
  void an_executor_without_our_data_is_refused() throws IOException {
    byte[] subscribed = records("02-custom-executor", "executor-subscribe-stream.bin").get(0);
    assertThatThrownBy(() -> ExecutorEvents.decode(subscribed))
        .isInstanceOf(PayloadException.class)
        .hasMessageStartingWith("executor payload: ");
  }

  @Test
  void a_task_group_is_unusable() throws IOException {
    byte[] launch = records("02-custom-executor", "executor-subscribe-stream.bin").get(1);
    Event.LaunchGroup group =
        Event.LaunchGroup.newBuilder()
            .setTaskGroup(
                TaskGroupInfo.newBuilder().addTasks(Event.parseFrom(launch).getLaunch().getTask()))
            .build();
    Event event = Event.newBuilder().setType(Event.Type.LAUNCH_GROUP).setLaunchGroup(group).build();
    assertThat(ExecutorEvents.decode(event.toByteArray()))
        .isInstanceOfSatisfying(
            ExecutorEvent.Unusable.class, unusable -> assertThat(unusable.tasks()).hasSize(1));
  }

  @Test
  void errors_and_heartbeats_and_garbage_are_told_apart() {
    Event error =
        Event.newBuilder()
            .setType(Event.Type.ERROR)
            .setError(Event.Error.newBuilder().setMessage("gone"))
            .build();
    Event heartbeat = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
    assertThat(ExecutorEvents.decode(error.toByteArray()))
        .isEqualTo(new ExecutorEvent.Failed("gone"));
    assertThat(ExecutorEvents.decode(heartbeat.toByteArray()))
        .isEqualTo(new ExecutorEvent.Unknown("HEARTBEAT"));
    assertThatThrownBy(() -> ExecutorEvents.decode(new byte[] {1, 2, 3}))
        .isInstanceOf(PayloadException.class);
  }

  @Test
  void our_update_is_the_message_that_a_real_agent_accepted() throws IOException {
    Call real =
        records("02-custom-executor", "executor-calls.bin").stream()
            .map(ExecutorWireTest::call)
            .filter(call -> call.getType() == Call.Type.UPDATE)
            .findFirst()
            .orElseThrow();
    ExecutorCalls calls =
        new ExecutorCalls(
            new FrameworkId(real.getFrameworkId().getValue()), new ExecutorId("exec-1"));
    double at = real.getUpdate().getStatus().getTimestamp();
    Instant instant = Instant.ofEpochMilli(Math.round(at * 1_000));
    byte[] ours =
        calls.update(
            new ExecutorUpdate(
                "t1",
                TaskState.STARTING,
                "7a07ff719f8d42eea4eb97e952efb557",
                instant,
                "",
                Optional.empty()));
    Call.Builder call = call(ours).toBuilder();
    assertThat(call.getUpdate().getStatus().getTimestamp()).isCloseTo(at, within());
    call.getUpdateBuilder().getStatusBuilder().setTimestamp(at);
    assertThat(call.build()).isEqualTo(real);
  }

  @Test
  void a_subscription_carries_tasks_to_the_letter_and_updates_in_order() throws IOException {
    byte[] record =
        withOurData(records("07-agent-restart", "executor-subscribe-stream.bin").get(1));
    ExecutorEvent.Launch launch = (ExecutorEvent.Launch) ExecutorEvents.decode(record);
    ExecutorCalls calls = new ExecutorCalls(new FrameworkId("f"), new ExecutorId("e"));
    AttemptReport report = new AttemptReport(ATTEMPT, AttemptReport.Kind.STARTED, "", "", 7);
    Call call =
        call(
            calls.subscribe(
                List.of(launch.task()),
                List.of(
                    update(TaskState.RUNNING, Optional.of(report)),
                    update(TaskState.FINISHED, Optional.empty()))));
    assertThat(call.getType()).isEqualTo(Call.Type.SUBSCRIBE);
    assertThat(call.getSubscribe().getUnacknowledgedTasks(0))
        .isEqualTo(Event.parseFrom(record).getLaunch().getTask());
    assertThat(call.getSubscribe().getUnacknowledgedUpdatesList())
        .extracting(update -> update.getStatus().getState().name())
        .containsExactly("TASK_RUNNING", "TASK_FINISHED");
    ByteString data = call.getSubscribe().getUnacknowledgedUpdates(0).getStatus().getData();
    assertThat(Payloads.decodeReport(data.toByteArray())).isEqualTo(report);
    assertThat(call(calls.message(new byte[] {1})).getMessage().getData().size()).isEqualTo(1);
  }

  private static ExecutorUpdate update(TaskState state, Optional<AttemptReport> report) {
    return new ExecutorUpdate(
        "t1", state, "00".repeat(16), Instant.ofEpochSecond(1), "words", report);
  }

  /** The recorded executor was another program than ours: its data fields are replaced. */
  private static byte[] withOurData(byte[] record) throws IOException {
    Event.Builder event = Event.parseFrom(record).toBuilder();
    if (event.hasSubscribed()) {
      event
          .getSubscribedBuilder()
          .getExecutorInfoBuilder()
          .setData(ByteString.copyFrom(Payloads.encode(EXECUTOR)));
    }
    if (event.hasLaunch()) {
      event.getLaunchBuilder().getTaskBuilder().setData(ByteString.copyFrom(Payloads.encode(TASK)));
    }
    return event.build().toByteArray();
  }

  private static Call call(byte[] bytes) {
    try {
      return Call.parseFrom(bytes);
    } catch (IOException e) {
      throw new AssertionError("not a call", e);
    }
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(0.002);
  }

  private static List<byte[]> records(String session, String file) throws IOException {
    String path = "/mesos-traces/" + session + "/" + file;
    List<byte[]> records = new ArrayList<>();
    try (InputStream in = ExecutorWireTest.class.getResourceAsStream(path)) {
      assertThat(in).as(path).isNotNull();
      if (in != null) {
        RecordReader reader = new RecordReader(in, 1_000_000);
        for (byte[] record = reader.next(); record != null; record = reader.next()) {
          records.add(record);
        }
      }
    }
    return records;
  }
}
