package io.ejc.internal.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mesos' JSON, held against what a real master wrote and said (sessions 01 and 04). */
class MesosJsonTest {

  /** As recorded: a real master's own records, white space removed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"HEARTBEAT\"}",
        "{\"type\":\"SUBSCRIBED\",\"subscribed\":{\"framework_id\":{\"value\":"
            + "\"148348f4-353b-4da4-95d5-8e09b679600e-0000\"},\"heartbeat_interval_seconds\":15.0,"
            + "\"master_info\":{\"id\":\"148348f4-353b-4da4-95d5-8e09b679600e\",\"ip\":16777343,"
            + "\"port\":5050,\"pid\":\"master@127.0.0.1:5050\",\"hostname\":\"localhost\","
            + "\"version\":\"1.12.0\",\"address\":{\"hostname\":\"localhost\",\"ip\":\"127.0.0.1\","
            + "\"port\":5050},\"capabilities\":[{\"type\":\"AGENT_UPDATE\"},"
            + "{\"type\":\"AGENT_DRAINING\"}]}}}",
        "{\"type\":\"UPDATE\",\"update\":{\"status\":{\"task_id\":{\"value\":\"tokill\"},"
            + "\"state\":\"TASK_STARTING\",\"source\":\"SOURCE_EXECUTOR\",\"agent_id\":{\"value\":"
            + "\"148348f4-353b-4da4-95d5-8e09b679600e-S0\"},\"executor_id\":{\"value\":\"tokill\"},"
            + "\"timestamp\":1795332623.7266576,\"uuid\":\"zmJSO+b5TQ6dIEa1XFP3Hw==\","
            + "\"container_status\":{\"container_id\":{\"value\":"
            + "\"41b5817f-a534-485d-a31a-f1404430e16e\"},\"network_infos\":[{\"ip_addresses\":"
            + "[{\"protocol\":\"IPv4\",\"ip_address\":\"127.0.0.1\"}]}],\"executor_pid\":5089}}}}"
      })
  void a_recorded_event_is_written_as_the_master_wrote_it(String recorded) throws Exception {
    org.apache.mesos.v1.scheduler.Protos.Event.Builder event =
        org.apache.mesos.v1.scheduler.Protos.Event.newBuilder();
    MesosJson.parse(Json.parse(recorded), event);
    assertThat(Json.print(MesosJson.print(event.build()))).isEqualTo(recorded);
  }

  @Test
  void bytes_are_base64_and_every_field_comes_back() throws Exception {
    TaskStatus status =
        TaskStatus.newBuilder()
            .setTaskId(
                org.apache.mesos.v1.Protos.TaskID.newBuilder().setValue("t \"quoted\" \u00e9\n"))
            .setState(org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING)
            .setUuid(ByteString.copyFrom(new byte[] {0, -1, 127, -128}))
            .setData(ByteString.copyFrom("x".repeat(1_000), StandardCharsets.UTF_8))
            .setTimestamp(1e-7)
            .build();
    TaskStatus.Builder back = TaskStatus.newBuilder();
    MesosJson.parse(Json.parse(Json.print(MesosJson.print(status))), back);
    assertThat(back.build()).isEqualTo(status);
  }

  @Test
  void what_does_not_fit_is_refused_in_mesos_words() {
    refused("[]", "Expecting a JSON object");
    refused(
        "{\"type\":\"REVIVE\",\"framework_id\":\"x\"}",
        "Not expecting a JSON string for field 'framework_id'");
    refused(
        "{\"type\":\"KILL\",\"framework_id\":{\"value\":\"x\"},\"kill\":{}}",
        "Missing required fields: kill.task_id");
    refused(
        "{\"type\":\"SUBSCRIBE\",\"subscribe\":{}}",
        "Missing required fields: subscribe.framework_info");
  }

  @Test
  void unknown_fields_and_enum_values_are_dropped() throws Exception {
    Call.Builder call = Call.newBuilder();
    MesosJson.parse(Json.parse("{\"type\":\"NO_SUCH\",\"no_such\":[1]}"), call);
    assertThat(call.hasType()).isFalse();
  }

  @Test
  void broken_json_names_line_and_place() {
    assertThatThrownBy(() -> Json.parse("{\"type\": \"REVIVE\", "))
        .hasMessage("syntax error at line 1 near: ");
    assertThatThrownBy(() -> Json.parse("")).hasMessage("syntax error at line 1 near: ");
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
        .hasMessageStartingWith("syntax error at line 1 near: ");
  }

  private static void refused(String json, String sentence) {
    assertThatThrownBy(() -> MesosJson.parse(Json.parse(json), Call.newBuilder()))
        .hasMessage(sentence);
  }
}
