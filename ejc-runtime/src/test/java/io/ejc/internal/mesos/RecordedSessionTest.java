package io.ejc.internal.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ejc.internal.core.CoreSettings;
import io.ejc.internal.core.Event.Deployed;
import io.ejc.internal.core.SchedulerCore;
import io.ejc.internal.engine.HandTurnedEngine;
import io.ejc.internal.engine.Inbox;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.record.InMemoryRunStore;
import io.ejc.internal.wire.RecordIo;
import io.ejc.testing.RecordedMesos;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The adapter, the engine and the core, at a master that plays what a real one sent. None of the
 * recorded tasks is ours, so that of every update all that must be done is done: acknowledge it if
 * it can be, and kill what runs and is nobody's.
 */
@Timeout(60)
class RecordedSessionTest {

  private final Inbox inbox = new Inbox();
  private ScriptedMaster master;
  private HttpMasterConnection connection;
  private Thread engine;

  @BeforeEach
  void start() throws Exception {
    master = new ScriptedMaster();
    connection =
        new HttpMasterConnection(
            MasterAddress.parse(master.url()),
            MasterAccess.OPEN,
            WithScriptedMaster.SETTINGS,
            inbox,
            WithScriptedMaster.PATIENT);
    ExecutorProfile profile =
        new ExecutorProfile(
            "shop", "http://h/", "java", List.of(), "", 100, 512, 128, new TreeMap<>());
    HandTurnedEngine turned =
        new HandTurnedEngine(
            new SchedulerCore(new CoreSettings(1, 10, 3), new LaunchPlanner(profile)),
            new InMemoryRunStore(),
            connection,
            inbox,
            InstantSource.system());
    engine = new Thread(() -> turn(turned), "recorded-engine");
  }

  private static void turn(HandTurnedEngine engine) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        engine.turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (io.ejc.internal.record.StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    engine.interrupt();
    engine.join();
    connection.close();
    master.close();
  }

  static Stream<RecordedMesos.Events> streams() {
    return RecordedMesos.schedulers();
  }

  private static List<JsonNode> updates(RecordedMesos.Events stream) {
    return stream.events().stream()
        .filter(event -> event.get("type").asText().equals("UPDATE"))
        .map(event -> event.at("/update/status"))
        .toList();
  }

  private void play(RecordedMesos.Events stream) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] record : stream.records(Event.getDefaultInstance())) {
      all.write(RecordIo.frame(record));
    }
    master.replyWith(master.stream(all.toByteArray()));
    engine.start();
    inbox.put(new Deployed(new Bundle(new BundleId("b1"), List.of(), List.of()), List.of()));
  }

  private List<Call> received(Call.Type type) {
    return master.received().stream()
        .map(ScriptedMaster.Received::call)
        .filter(call -> call.getType() == type)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void what_has_a_uuid_is_acknowledged_and_nothing_else(RecordedMesos.Events stream)
      throws IOException {
    // An ERROR behind the updates would end the session before they are acknowledged.
    play(
        new RecordedMesos.Events(
            stream.session(),
            stream.name(),
            stream.events().stream().filter(event -> !isError(event)).toList()));
    List<String> wanted =
        updates(stream).stream()
            .filter(status -> status.has("uuid"))
            .map(
                status ->
                    id(status, "agent_id")
                        + " "
                        + id(status, "task_id")
                        + " "
                        + HexFormat.of()
                            .formatHex(Base64.getDecoder().decode(status.get("uuid").asText())))
            .toList();
    await().until(() -> received(Call.Type.ACKNOWLEDGE).size() >= wanted.size());
    // A later call shows that none follows.
    List<String> offered = offers(stream);
    await()
        .untilAsserted(
            () -> assertThat(declined()).as("offers are given back").containsAll(offered));
    assertThat(received(Call.Type.ACKNOWLEDGE))
        .extracting(
            call ->
                call.getAcknowledge().getAgentId().getValue()
                    + " "
                    + call.getAcknowledge().getTaskId().getValue()
                    + " "
                    + HexFormat.of().formatHex(call.getAcknowledge().getUuid().toByteArray()))
        .containsExactlyElementsOf(wanted);
  }

  static Stream<RecordedMesos.Events> ends() {
    return RecordedMesos.schedulers()
        .filter(
            stream ->
                stream.session().equals("01-subscribe")
                    || stream.events().stream().anyMatch(RecordedSessionTest::isError));
  }

  private static boolean isError(JsonNode event) {
    return event.get("type").asText().equals("ERROR");
  }

  @ParameterizedTest
  @MethodSource("ends")
  void the_end_of_a_stream_and_an_error_lead_to_a_new_subscription(RecordedMesos.Events stream)
      throws IOException {
    play(stream);
    if (stream.events().stream().noneMatch(RecordedSessionTest::isError)) {
      await().until(() -> master.streams() == 1);
      master.endStream();
    }
    await().until(() -> received(Call.Type.SUBSCRIBE).size() >= 2);
    String id = received(Call.Type.SUBSCRIBE).get(1).getFrameworkId().getValue();
    JsonNode subscribed = stream.events().get(0).at("/subscribed/framework_id/value");
    assertThat(id).isEqualTo(subscribed.asText());
  }

  private List<String> declined() {
    return received(Call.Type.DECLINE).stream()
        .flatMap(call -> call.getDecline().getOfferIdsList().stream())
        .map(offer -> offer.getValue())
        .toList();
  }

  private static List<String> offers(RecordedMesos.Events stream) {
    return stream.events().stream()
        .filter(event -> event.get("type").asText().equals("OFFERS"))
        .flatMap(event -> event.at("/offers/offers").findValues("id").stream())
        .filter(id -> id.path("value").asText().matches(".*-O[0-9]+"))
        .map(id -> id.get("value").asText())
        .toList();
  }

  private static String id(JsonNode status, String name) {
    return status.at("/" + name + "/value").asText();
  }
}
