package io.ejc.internal.mesos;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.wire.RecordIo;
import io.ejc.testing.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.scheduler.Protos;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionEndTest extends WithScriptedMaster {

  @Test
  void missing_heartbeats_end_the_session() {
    connection.close();
    connection = connection(master.url(), HASTY);
    master.heartbeat(0.02);
    subscribe(1);
    assertThat(ended().reason()).contains("not even a heartbeat");
  }

  @Test
  void an_error_of_the_master_ends_the_session_in_its_words() throws IOException {
    subscribe(1);
    master.emit(error("Framework failed over"));
    Event.SessionEnded ended = ended();
    assertThat(ended.frameworkRemoved()).isFalse();
    assertThat(ended.reason())
        .contains("\"Framework failed over\"")
        .contains("another process subscribed with the same framework id");
  }

  @Test
  void a_record_cut_short_ends_the_session() throws IOException {
    subscribe(1);
    master.emit("100\nonly this".getBytes(US_ASCII));
    master.endStream();
    assertThat(ended().reason())
        .contains("the event stream broke off")
        .contains("the stream ended after 9 of 100 bytes");
  }

  @Test
  void bytes_that_are_no_event_end_the_session() throws IOException {
    subscribe(1);
    master.emit("4\n????".getBytes(US_ASCII));
    assertThat(ended().reason()).contains("a record of 4 bytes is no scheduler event");
  }

  @Test
  void the_end_of_the_stream_ends_the_session() throws IOException {
    subscribe(1);
    master.endStream();
    assertThat(ended().reason()).contains("it ended the event stream");
  }

  @Test
  void the_death_of_the_master_ends_the_session() {
    subscribe(1);
    master.die();
    assertThat(ended().reason()).contains("the event stream broke off");
  }

  @ParameterizedTest
  @CsvSource({
    "307, '', it leads no more",
    "400, Framework cannot be found, subscribes again",
    "401, 401 Unauthorized., set ejc.mesos.principal and ejc.mesos.secretFile",
    "403, Framework is not subscribed, this framework is not subscribed",
    "404, 404 Not Found., this is no Mesos master",
    "405, 405 Method Not Allowed., the scheduler API takes POST",
    "406, Expecting 'Accept' to allow it, the header Accept must arrive",
    "409, Conflict, another session of this framework is in its way",
    "411, Length Required, the header Content-Length must arrive",
    "413, Payload Too Large, raise its limit",
    "415, Expecting 'Content-Type', the header Content-Type must arrive",
    "500, oops, see the master's log",
    "503, Master has not finished recovery, passes by itself",
  })
  void a_refused_call_ends_the_session(int status, String body, String step) {
    subscribe(1);
    master.replyWith(ScriptedMaster.status(status, body));
    connection.send(new Call.Revive());
    assertThat(ended().reason())
        .startsWith("Mesos master " + master.url() + ": it answered REVIVE with " + status)
        .contains(body)
        .contains(step);
  }

  @Test
  void a_call_for_which_the_master_has_no_time_is_sent_again_in_its_place() {
    subscribe(1);
    ScriptedMaster.Reply later =
        (exchange, call) -> {
          exchange.getResponseHeaders().set("Retry-After", "0");
          ScriptedMaster.status(429, "Too Many Requests").to(exchange, call);
        };
    master.replyWith(later).replyWith(later);
    connection.send(new Call.Revive());
    connection.send(new Call.Suppress());
    await().until(() -> master.received().size() == 5);
    assertThat(master.receivedTypes())
        .containsExactly(
            Protos.Call.Type.SUBSCRIBE,
            Protos.Call.Type.REVIVE,
            Protos.Call.Type.REVIVE,
            Protos.Call.Type.REVIVE,
            Protos.Call.Type.SUPPRESS);
    assertThat(posted.events(Event.SessionEnded.class)).isEmpty();
  }

  @Test
  void a_master_that_never_has_time_ends_the_session() {
    subscribe(1);
    for (int i = 0; i < 5; i++) {
      master.replyWith(
          (exchange, call) -> {
            exchange.getResponseHeaders().set("Retry-After", "0");
            ScriptedMaster.status(429, "Too Many Requests").to(exchange, call);
          });
    }
    connection.send(new Call.Revive());
    assertThat(ended().reason()).contains("with 429").contains("EJC waits longer each time");
  }

  @Test
  void events_are_heard_while_a_call_waits_for_its_answer() throws IOException {
    subscribe(1);
    master.hold();
    connection.send(new Call.Revive());
    await().until(() -> master.received().size() == 2);
    master.emit(
        Protos.Event.newBuilder()
            .setType(Protos.Event.Type.OFFERS)
            .setOffers(Protos.Event.Offers.getDefaultInstance())
            .build());
    await().until(() -> posted.events(Event.OffersArrived.class).size() == 1);
    master.release(1);
  }

  @Test
  void a_call_answered_with_200_is_accepted() {
    subscribe(1);
    master.replyWith(ScriptedMaster.status(200, ""));
    connection.send(new Call.Revive());
    connection.send(new Call.Suppress());
    await().until(() -> master.received().size() == 3);
    assertThat(posted.events(Event.SessionEnded.class)).isEmpty();
  }

  @Test
  void a_half_open_connection_is_noticed_by_its_missing_heartbeats() throws IOException {
    try (TcpProxy proxy = TcpProxy.to(master.port())) {
      connection.close();
      connection = connection("http://" + proxy.address(), HASTY);
      master.heartbeat(0.05);
      subscribe(1);
      proxy.swallowAnswers();
      assertThat(ended().reason()).contains("not even a heartbeat");
    }
  }

  @Test
  void a_call_into_a_half_open_connection_is_noticed_by_its_missing_answer() throws IOException {
    try (TcpProxy proxy = TcpProxy.to(master.port())) {
      connection.close();
      connection = connection("http://" + proxy.address(), HASTY);
      subscribe(1);
      proxy.holdRequests();
      connection.send(new Call.Revive());
      assertThat(ended().reason())
          .contains("the answer to REVIVE was lost, it did not answer in time");
      assertThat(master.receivedTypes()).containsExactly(Protos.Call.Type.SUBSCRIBE);
    }
  }

  @Test
  void a_cut_connection_ends_the_session() throws IOException {
    try (TcpProxy proxy = TcpProxy.to(master.port())) {
      connection.close();
      connection = connection("http://" + proxy.address(), PATIENT);
      subscribe(1);
      proxy.cut();
      assertThat(ended().reason()).contains("the event stream broke off");
    }
  }

  @Test
  void a_lost_answer_ends_the_session_and_what_follows_is_not_sent() {
    subscribe(1);
    master.replyWith(ScriptedMaster.hangUp());
    connection.send(new Call.Accept(List.of(new OfferId("O1")), List.of(), Duration.ZERO));
    connection.send(new Call.Revive());
    assertThat(ended().reason())
        .contains("the answer to ACCEPT was lost")
        .contains("subscribes again and reconciles");
    subscribe(2);
    assertThat(master.receivedTypes()).doesNotContain(Protos.Call.Type.REVIVE);
  }

  @Test
  void a_call_that_is_never_answered_ends_the_session() {
    connection.close();
    connection = connection(master.url(), HASTY);
    subscribe(1);
    master.hold();
    connection.send(new Call.Revive());
    assertThat(ended().reason()).contains("the answer to REVIVE was lost");
  }

  @Test
  void the_end_of_a_session_frees_the_calls_behind_an_unanswered_one() throws IOException {
    subscribe(1);
    master.hold();
    connection.send(new Call.Revive());
    await().until(() -> master.received().size() == 2);
    master.endStream();
    ended();
    subscribe(2);
  }

  @Test
  void a_call_that_cannot_be_written_ends_the_session_and_not_the_connection() {
    subscribe(1);
    connection.send(new Call.Acknowledge(new AgentId("S0"), "settle.c1", "not hexadecimal"));
    assertThat(ended().reason()).contains("a fault in ACKNOWLEDGE");
    subscribe(2);
  }

  @Test
  void a_replaced_session_falls_silent_and_closes_its_stream() {
    subscribe(1);
    subscribe(2);
    byte[] heartbeat = RecordIo.frame(heartbeat().toByteArray());
    await()
        .untilAsserted(
            () ->
                assertThat(closedForWriting(0, heartbeat))
                    .as("the stream of the first session is closed")
                    .isTrue());
    connection.close();
    assertThat(posted.events(Event.SessionEnded.class)).isEmpty();
  }

  @Test
  void a_session_ends_once_however_much_goes_wrong() throws IOException {
    subscribe(1);
    master.hold();
    connection.send(new Call.Revive());
    master.emit(error("Framework failed over"));
    master.die();
    ended();
    subscribeAtNobody(2);
    await().until(() -> posted.events(Event.SessionEnded.class).size() == 2);
    connection.close();
    assertThat(posted.events(Event.SessionEnded.class))
        .extracting(Event.SessionEnded::session)
        .containsExactly(1L, 2L);
  }
}
