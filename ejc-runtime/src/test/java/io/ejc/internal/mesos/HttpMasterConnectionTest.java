package io.ejc.internal.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.OfferId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos;
import org.junit.jupiter.api.Test;

class HttpMasterConnectionTest extends WithScriptedMaster {

  @Test
  void events_of_a_stream_arrive_with_the_number_of_their_session() throws IOException {
    master.replyWith(master.stream(new byte[0]));
    connection.send(new Call.Subscribe(7, Optional.empty()));
    await().until(() -> master.streams() == 1);
    byte[] recorded;
    try (InputStream in =
        getClass().getResourceAsStream("/mesos-traces/06-executor-death/subscribe-stream.bin")) {
      recorded = in.readAllBytes();
    }
    for (int at = 0; at < recorded.length; at += 97) {
      master.emit(Arrays.copyOfRange(recorded, at, Math.min(at + 97, recorded.length)));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(posted.events(Event.TaskReported.class))
                    .hasSizeGreaterThan(10)
                    .allMatch(event -> event.session() == 7));
    assertThat(posted.events(Event.OffersArrived.class))
        .isNotEmpty()
        .allMatch(event -> event.session() == 7);
    assertThat(posted.events(Event.ExecutorEnded.class))
        .extracting(Event.ExecutorEnded::executor)
        .contains(new ExecutorId("exec-1"));
  }

  @Test
  void calls_carry_the_stream_id_and_the_framework_of_their_session() {
    subscribe(1);
    connection.send(new Call.Revive());
    await().until(() -> master.received().size() == 2);
    ScriptedMaster.Received revive = master.received().get(1);
    assertThat(revive.path()).isEqualTo("/api/v1/scheduler");
    assertThat(revive.streamId()).isEqualTo("stream-0");
    assertThat(revive.call().getFrameworkId().getValue()).isEqualTo(ScriptedMaster.FRAMEWORK);
  }

  @Test
  void a_known_framework_is_named_when_it_subscribes_again() {
    connection.send(new Call.Subscribe(1, Optional.of(new FrameworkId("F-0000"))));
    await().until(() -> posted.events(Event.Subscribed.class).size() == 1);
    assertThat(master.received().get(0).call().getFrameworkId().getValue()).isEqualTo("F-0000");
  }

  @Test
  void calls_are_sent_in_order_each_after_the_answer_to_the_one_before() {
    subscribe(1);
    master.hold();
    AgentId agent = new AgentId("S0");
    CarrierId carrier = new CarrierId(new JobName("settle"), 1);
    connection.send(new Call.Accept(List.of(new OfferId("O1")), List.of(), Duration.ZERO));
    connection.send(new Call.Kill("settle.c1", Optional.of(agent), Optional.empty()));
    connection.send(new Call.Reconcile(List.of(new Call.Placed(carrier, agent))));
    connection.send(new Call.Acknowledge(agent, "settle.c1", "00112233445566778899aabbccddeeff"));
    connection.send(new Call.Decline(List.of(new OfferId("O2")), Duration.ofSeconds(5)));
    connection.send(new Call.Suppress());
    await().until(() -> master.received().size() == 2);
    master.release(100);
    await().until(() -> master.received().size() == 7);
    assertThat(master.receivedTypes())
        .containsExactly(
            Protos.Call.Type.SUBSCRIBE,
            Protos.Call.Type.ACCEPT,
            Protos.Call.Type.KILL,
            Protos.Call.Type.RECONCILE,
            Protos.Call.Type.ACKNOWLEDGE,
            Protos.Call.Type.DECLINE,
            Protos.Call.Type.SUPPRESS);
    assertThat(master.mostInFlight()).isEqualTo(1);
  }

  @Test
  void calls_without_a_session_are_dropped() {
    connection.send(new Call.Revive());
    subscribe(1);
    connection.send(new Call.Suppress());
    await().until(() -> master.received().size() == 2);
    assertThat(master.receivedTypes())
        .containsExactly(Protos.Call.Type.SUBSCRIBE, Protos.Call.Type.SUPPRESS);
  }

  @Test
  void questions_of_maintenance_are_answered_and_a_teardown_is_sent_in_order() {
    subscribe(1);
    connection.send(new Call.AcceptInverse(List.of(new OfferId("i1")), Duration.ofMinutes(10)));
    connection.send(new Call.DeclineInverse(List.of(new OfferId("i2")), Duration.ofMinutes(1)));
    connection.send(new Call.Reconcile(List.of()));
    connection.send(new Call.Teardown());
    await().until(() -> master.received().size() == 5);
    assertThat(master.receivedTypes())
        .containsExactly(
            Protos.Call.Type.SUBSCRIBE,
            Protos.Call.Type.ACCEPT_INVERSE_OFFERS,
            Protos.Call.Type.DECLINE_INVERSE_OFFERS,
            Protos.Call.Type.RECONCILE,
            Protos.Call.Type.TEARDOWN);
    assertThat(master.received().get(3).call().getReconcile().getTasksCount()).isZero();
  }

  @Test
  void closing_sends_what_is_in_hand_and_leaves_no_thread() {
    connection.close();
    Duration any = Duration.ofSeconds(30);
    connection = connection(master.url(), new Timings(any, any, any, any, any));
    subscribe(1);
    assertThat(ours()).isNotEmpty().allMatch(Thread::isDaemon);
    connection.send(new Call.Suppress());
    connection.close();
    assertThat(master.receivedTypes()).contains(Protos.Call.Type.SUPPRESS);
    await().untilAsserted(() -> assertThat(ours()).isEmpty());
    assertThat(posted.events(Event.SessionEnded.class)).isEmpty();
  }

  @Test
  void closing_does_not_wait_for_a_master_that_does_not_answer() {
    subscribe(1);
    master.hold();
    connection.send(new Call.Revive());
    await().until(() -> master.received().size() == 2);
    connection.close();
    await().untilAsserted(() -> assertThat(ours()).isEmpty());
  }
}
