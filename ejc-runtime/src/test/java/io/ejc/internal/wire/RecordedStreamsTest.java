package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AgentTraits;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Portion;
import io.ejc.internal.model.Ports;
import io.ejc.internal.model.Reservation;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of a real master: what we read must be what an independent reader of them wrote down. */
class RecordedStreamsTest {

  @ParameterizedTest
  @CsvSource({
    "01-subscribe, subscribe-stream.bin, 1",
    "02-custom-executor, subscribe-stream.bin, 1",
    "05-reconcile-failover, subscribe-stream.bin, 1",
    "05-reconcile-failover, subscribe-stream-2.bin, 2",
    "05-reconcile-failover, subscribe-stream-3.bin, 3",
    "06-executor-death, subscribe-stream.bin, 1",
    "07-agent-lost, subscribe-stream.bin, 1",
  })
  void every_recorded_event_is_read_as_it_was_meant(String session, String file, int stream)
      throws IOException {
    List<SchedulerEvent> read = new ArrayList<>();
    for (byte[] record : Traces.records(session, file)) {
      read.add(SchedulerEvents.decode(record));
    }
    assertThat(read)
        .isNotEmpty()
        .containsExactlyElementsOf(
            Traces.understood(session, stream).stream().map(RecordedStreamsTest::meant).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-subscribe",
        "02-custom-executor",
        "05-reconcile-failover",
        "06-executor-death",
        "07-agent-lost"
      })
  void every_recorded_call_is_a_complete_call(String session) throws IOException {
    List<Call> calls = new ArrayList<>();
    for (byte[] record : Traces.records(session, "calls.bin")) {
      calls.add(Call.parseFrom(record));
    }
    assertThat(calls).isNotEmpty().allMatch(Call::hasType);
    assertThat(calls.get(0).getType()).isEqualTo(Call.Type.SUBSCRIBE);
  }

  private static SchedulerEvent meant(JsonNode event) {
    return switch (event.get("type").asText()) {
      case "SUBSCRIBED" ->
          new SchedulerEvent.Subscribed(
              new FrameworkId(value(event.at("/subscribed/framework_id"))),
              Duration.ofSeconds(event.at("/subscribed/heartbeat_interval_seconds").asLong()),
              event.at("/subscribed/master_info/version").asText());
      case "OFFERS" -> {
        List<Offer> offers = new ArrayList<>();
        event.at("/offers/offers").forEach(offer -> offers.add(offer(offer)));
        yield new SchedulerEvent.Offers(offers);
      }
      case "RESCIND" ->
          new SchedulerEvent.Rescinded(new OfferId(value(event.at("/rescind/offer_id"))));
      case "UPDATE" -> new SchedulerEvent.Updated(report(event.at("/update/status")));
      case "FAILURE" -> failure(event.get("failure"));
      case "MESSAGE" ->
          new SchedulerEvent.Message(
              new AgentId(value(event.at("/message/agent_id"))),
              new ExecutorId(value(event.at("/message/executor_id"))),
              Base64.getDecoder().decode(event.at("/message/data").asText()).length);
      case "ERROR" -> new SchedulerEvent.Failed(event.at("/error/message").asText());
      case "HEARTBEAT" -> new SchedulerEvent.Heartbeat();
      default -> throw new AssertionError("not expected here: " + event);
    };
  }

  private static SchedulerEvent failure(JsonNode failure) {
    AgentId agent = new AgentId(value(failure.get("agent_id")));
    return failure.has("executor_id")
        ? new SchedulerEvent.ExecutorFailed(
            agent,
            new ExecutorId(value(failure.get("executor_id"))),
            failure.path("status").asInt())
        : new SchedulerEvent.AgentFailed(agent);
  }

  private static Offer offer(JsonNode offer) {
    Set<ExecutorId> executors = new HashSet<>();
    offer.path("executor_ids").forEach(id -> executors.add(new ExecutorId(value(id))));
    return new Offer(
        new OfferId(value(offer.get("id"))),
        new AgentId(value(offer.get("agent_id"))),
        AgentTraits.named(offer.get("hostname").asText()),
        new Allocation(
            offer.at("/allocation_info/role").asText(),
            List.of(
                new Portion(
                    Reservation.NONE,
                    new Resources(
                        Resources.cpuMillis(scalar(offer, "cpus")),
                        (long) scalar(offer, "mem"),
                        (long) scalar(offer, "disk"),
                        0),
                    ports(offer)))),
        executors,
        Optional.empty());
  }

  private static Ports ports(JsonNode offer) {
    List<Ports.Range> ranges = new ArrayList<>();
    for (JsonNode resource : offer.get("resources")) {
      resource
          .at("/ranges/range")
          .forEach(
              range ->
                  ranges.add(
                      new Ports.Range(range.get("begin").asInt(), range.get("end").asInt())));
    }
    return new Ports(ranges);
  }

  private static double scalar(JsonNode offer, String name) {
    double sum = 0;
    for (JsonNode resource : offer.get("resources")) {
      if (resource.get("name").asText().equals(name)) {
        sum += resource.at("/scalar/value").asDouble();
      }
    }
    return sum;
  }

  private static TaskReport report(JsonNode status) {
    return new TaskReport(
        value(status.get("task_id")),
        TaskState.valueOf(status.get("state").asText().replace("TASK_", "")),
        status.path("reason").asText().replace("REASON_", ""),
        status.get("source").asText().equals("SOURCE_EXECUTOR"),
        status.path("message").asText(),
        status.has("agent_id")
            ? Optional.of(new AgentId(value(status.get("agent_id"))))
            : Optional.empty(),
        status.has("uuid")
            ? Optional.of(
                HexFormat.of().formatHex(Base64.getDecoder().decode(status.get("uuid").asText())))
            : Optional.empty(),
        Optional.empty());
  }

  private static String value(JsonNode id) {
    return id.get("value").asText();
  }
}
