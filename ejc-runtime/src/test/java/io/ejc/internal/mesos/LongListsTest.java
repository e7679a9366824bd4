package io.ejc.internal.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.wire.Payloads;
import io.ejc.internal.wire.RecordIo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Event.Message;
import org.apache.mesos.v1.scheduler.Protos.Event.Offers;
import org.apache.mesos.v1.scheduler.Protos.Event.Update;
import org.junit.jupiter.api.Test;

/** What a large cluster sends in one go, while nobody takes it out of the inbox. */
class LongListsTest extends WithScriptedMaster {

  private static final int AGENTS = 10_000;
  private static final int MIB = 1024 * 1024;
  private static final TaskPayload TASK =
      Payloads.decodeTask(
          ("{\"v\":1,\"attempt\":\"shop.1.s.20261122T080000Z.0.1\",\"jobClass\":\"a.B\",\"jobParameter\":"
                  + "\"\",\"shardingTotalCount\":3,\"scheduledInstant\":\"2026-11-22T08:00:00Z\","
                  + "\"fencingToken\":41,\"killGrace\":\"PT10S\"}")
              .getBytes(UTF_8));
  private static final ExecutorPayload EXECUTOR =
      Payloads.decodeExecutor(
          ("{\"v\":1,\"application\":\"shop\",\"bundle\":\"ab\",\"oneAttempt\":false,\"properties\":{},"
                  + "\"applicationLayers\":[]}")
              .getBytes(UTF_8));

  @Test
  void the_offers_of_ten_thousand_agents_are_one_event_and_what_follows_is_heard()
      throws IOException {
    subscribe(1);
    master.emit(offers());
    master.emit(update("t-1"));
    await().until(() -> posted.events(Event.TaskReported.class).size() == 1);
    assertThat(posted.events(Event.OffersArrived.class))
        .singleElement()
        .satisfies(event -> assertThat(event.offers()).hasSize(AGENTS));
    assertThat(posted.events(Event.SessionEnded.class)).isEmpty();
  }

  @Test
  void ten_thousand_offers_are_given_back_in_one_call() {
    subscribe(1);
    List<OfferId> all =
        IntStream.range(0, AGENTS).mapToObj(i -> new OfferId("1b57340d-O" + i)).toList();
    connection.send(new Call.Decline(all, Duration.ofHours(1)));
    await().until(() -> master.received().size() == 2);
    assertThat(master.received().get(1).call().getDecline().getOfferIdsCount()).isEqualTo(AGENTS);
  }

  @Test
  void records_of_several_mebibytes_pass_and_keep_their_order() throws IOException {
    subscribe(1);
    byte[] large =
        RecordIo.frame(
            org.apache.mesos.v1.scheduler.Protos.Event.newBuilder()
                .setType(org.apache.mesos.v1.scheduler.Protos.Event.Type.MESSAGE)
                .setMessage(
                    Message.newBuilder()
                        .setAgentId(Protos.AgentID.newBuilder().setValue("a"))
                        .setExecutorId(Protos.ExecutorID.newBuilder().setValue("e"))
                        .setData(ByteString.copyFrom(new byte[6 * MIB])))
                .build()
                .toByteArray());
    for (int i = 0; i < 5; i++) {
      master.emit(large);
      master.emit(update("t-" + i));
    }
    await().until(() -> posted.events(Event.TaskReported.class).size() == 5);
    assertThat(posted.events(Event.TaskReported.class))
        .extracting(event -> event.report().taskId())
        .containsExactly("t-0", "t-1", "t-2", "t-3", "t-4");
  }

  @Test
  void a_record_that_is_larger_than_any_master_sends_ends_the_session_with_its_length()
      throws IOException {
    subscribe(1);
    master.emit("67108865\n".getBytes(UTF_8));
    assertThat(ended().reason()).contains("length: 67108865 (expected: at most 67108864 bytes)");
  }

  @Test
  void a_thousand_updates_wait_for_a_slow_engine_and_none_is_lost() throws IOException {
    subscribe(1);
    for (int i = 0; i < 1_000; i++) {
      master.emit(update("t-" + i));
    }
    await().until(() -> posted.events(Event.TaskReported.class).size() == 1_000);
  }

  @Test
  void a_thousand_tasks_are_launched_in_one_call() {
    subscribe(1);
    List<ExecutorSpec.Fetch> layers =
        IntStream.range(0, 50)
            .mapToObj(i -> new ExecutorSpec.Fetch("http://h:8098/l/" + "a".repeat(64), "l" + i))
            .toList();
    ExecutorSpec executor =
        new ExecutorSpec(
            new ExecutorId("e"),
            "shop",
            "",
            "exec java",
            new TreeMap<>(),
            layers,
            Allocation.unreserved("*", new Resources(100, 768, 0, 0)),
            "",
            EXECUTOR);
    AgentId agent = new AgentId("a-1");
    List<TaskLaunch> launches =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj(
                i ->
                    new TaskLaunch(
                        new CarrierId(new JobName("shop"), i),
                        "shop",
                        agent,
                        executor,
                        Allocation.unreserved("*", new Resources(10, 0, 0, 0)),
                        TaskLaunch.Limits.NONE,
                        Duration.ofSeconds(10),
                        TASK))
            .toList();
    connection.send(new Call.Accept(List.of(new OfferId("o-1")), launches, Duration.ZERO));
    await().until(() -> master.received().size() == 2);
    assertThat(
            master
                .received()
                .get(1)
                .call()
                .getAccept()
                .getOperations(0)
                .getLaunch()
                .getTaskInfosCount())
        .isEqualTo(1_000);
    assertThat(posted.events(Event.SessionEnded.class)).isEmpty();
  }

  private static org.apache.mesos.v1.scheduler.Protos.Event update(String task) {
    return org.apache.mesos.v1.scheduler.Protos.Event.newBuilder()
        .setType(org.apache.mesos.v1.scheduler.Protos.Event.Type.UPDATE)
        .setUpdate(
            Update.newBuilder()
                .setStatus(
                    Protos.TaskStatus.newBuilder()
                        .setTaskId(Protos.TaskID.newBuilder().setValue(task))
                        .setState(Protos.TaskState.TASK_RUNNING)))
        .build();
  }

  private static org.apache.mesos.v1.scheduler.Protos.Event offers() {
    Offers.Builder offers = Offers.newBuilder();
    for (int i = 0; i < AGENTS; i++) {
      offers.addOffers(
          Protos.Offer.newBuilder()
              .setId(Protos.OfferID.newBuilder().setValue("1b57340d-bb46-40b8-af0e-O" + i))
              .setFrameworkId(Protos.FrameworkID.newBuilder().setValue(ScriptedMaster.FRAMEWORK))
              .setAgentId(Protos.AgentID.newBuilder().setValue("1b57340d-bb46-40b8-af0e-S" + i))
              .setHostname("agent-" + i + ".example.org")
              .addResources(scalar("cpus", 8))
              .addResources(scalar("mem", 8192))
              .addAttributes(
                  Protos.Attribute.newBuilder()
                      .setName("rack")
                      .setType(Protos.Value.Type.TEXT)
                      .setText(Protos.Value.Text.newBuilder().setValue("r" + i % 40))));
    }
    return org.apache.mesos.v1.scheduler.Protos.Event.newBuilder()
        .setType(org.apache.mesos.v1.scheduler.Protos.Event.Type.OFFERS)
        .setOffers(offers)
        .build();
  }

  private static Protos.Resource scalar(String name, double value) {
    return Protos.Resource.newBuilder()
        .setName(name)
        .setType(Protos.Value.Type.SCALAR)
        .setScalar(Protos.Value.Scalar.newBuilder().setValue(value))
        .build();
  }
}
