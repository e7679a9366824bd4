package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.TaskState;
import io.ejc.testing.RecordedMesos;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.mesos.v1.executor.Protos;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event of every session, those recorded as JSON too, in our words. */
class RecordedEventsTest {

  static Stream<RecordedMesos.Events> schedulers() {
    return RecordedMesos.schedulers();
  }

  static Stream<RecordedMesos.Events> executors() {
    return RecordedMesos.executors();
  }

  @ParameterizedTest
  @MethodSource("schedulers")
  void every_event_for_a_scheduler_keeps_its_meaning(RecordedMesos.Events stream)
      throws IOException {
    List<byte[]> records = stream.records(Event.getDefaultInstance());
    assertThat(records).isNotEmpty();
    for (int i = 0; i < records.size(); i++) {
      SchedulerEvent event = SchedulerEvents.decode(records.get(i));
      same(stream.events().get(i), event);
    }
  }

  private static void same(JsonNode said, SchedulerEvent read) {
    switch (said.get("type").asText()) {
      case "OFFERS" ->
          assertThat(((SchedulerEvent.Offers) read).offers())
              .extracting(offer -> offer.id() + " " + offer.agent() + " " + offer.hostname())
              .containsExactlyElementsOf(
                  StreamSupport.stream(said.at("/offers/offers").spliterator(), false)
                      .map(o -> value(o, "id") + " " + value(o, "agent_id") + " " + text(o))
                      .toList());
      case "UPDATE" -> sameUpdate(said.at("/update/status"), (SchedulerEvent.Updated) read);
      case "FAILURE" -> {
        boolean executor = said.at("/failure/executor_id").isObject();
        assertThat(read)
            .isInstanceOf(
                executor ? SchedulerEvent.ExecutorFailed.class : SchedulerEvent.AgentFailed.class);
      }
      case "SUBSCRIBED" ->
          assertThat(((SchedulerEvent.Subscribed) read).framework())
              .hasToString(value(said.get("subscribed"), "framework_id"));
      case "RESCIND" ->
          assertThat(((SchedulerEvent.Rescinded) read).offer())
              .hasToString(value(said.get("rescind"), "offer_id"));
      case "ERROR" ->
          assertThat(read).isEqualTo(new SchedulerEvent.Failed(said.at("/error/message").asText()));
      case "HEARTBEAT" -> assertThat(read).isInstanceOf(SchedulerEvent.Heartbeat.class);
      case "MESSAGE" -> assertThat(read).isInstanceOf(SchedulerEvent.Message.class);
      default -> assertThat(said.get("type").asText()).contains("INVERSE_OFFER");
    }
  }

  /** Facts 13, 26, 33: only updates of agents and executors carry a uuid. */
  private static void sameUpdate(JsonNode status, SchedulerEvent.Updated read) {
    assertThat(read.report().taskId()).isEqualTo(value(status, "task_id"));
    assertThat(read.report().state())
        .isEqualTo(TaskState.valueOf(status.get("state").asText().substring("TASK_".length())));
    assertThat(read.report().reason())
        .isEqualTo(status.path("reason").asText().replace("REASON_", ""));
    assertThat(read.report().message()).isEqualTo(status.path("message").asText());
    assertThat(read.report().fromExecutor())
        .isEqualTo(status.path("source").asText().equals("SOURCE_EXECUTOR"));
    assertThat(read.report().agent())
        .isEqualTo(
            status.has("agent_id")
                ? Optional.of(new AgentId(value(status, "agent_id")))
                : Optional.empty());
    assertThat(read.report().uuid().isPresent())
        .isEqualTo(!status.path("source").asText().equals("SOURCE_MASTER"));
    assertThat(read.report().uuid())
        .isEqualTo(Optional.ofNullable(status.get("uuid")).map(RecordedEventsTest::hex));
  }

  @ParameterizedTest
  @MethodSource("executors")
  void every_event_for_an_executor_keeps_its_meaning(RecordedMesos.Events stream) {
    List<byte[]> records = stream.records(Protos.Event.getDefaultInstance());
    assertThat(records).isNotEmpty();
    for (int i = 0; i < records.size(); i++) {
      JsonNode said = stream.events().get(i);
      if (said.get("type").asText().equals("SUBSCRIBED")) {
        continue; // it carries what only the recorder's executor understands
      }
      same(said, ExecutorEvents.decode(records.get(i)));
    }
  }

  private static void same(JsonNode said, ExecutorEvent read) {
    switch (said.get("type").asText()) {
      case "LAUNCH" ->
          assertThat(((ExecutorEvent.Unusable) read).tasks())
              .extracting(LaunchedTask::taskId)
              .containsExactly(value(said.at("/launch/task"), "task_id"));
      case "ACKNOWLEDGED" ->
          assertThat(read)
              .isEqualTo(
                  new ExecutorEvent.Acknowledged(
                      value(said.get("acknowledged"), "task_id"),
                      hex(said.at("/acknowledged/uuid"))));
      case "KILL" ->
          assertThat(((ExecutorEvent.Kill) read).taskId())
              .isEqualTo(value(said.get("kill"), "task_id"));
      case "MESSAGE" ->
          assertThat(((ExecutorEvent.Message) read).data())
              .isEqualTo(Base64.getDecoder().decode(said.at("/message/data").asText()));
      case "SHUTDOWN" -> assertThat(read).isInstanceOf(ExecutorEvent.Shutdown.class);
      default -> throw new AssertionError("not recorded when this was written: " + said);
    }
  }

  private static String hex(JsonNode base64) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(base64.asText()));
  }

  private static String text(JsonNode offer) {
    return offer.get("hostname").asText();
  }

  private static String value(JsonNode node, String id) {
    return node.at("/" + id + "/value").asText();
  }
}
