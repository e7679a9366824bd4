package io.ejc.internal.mesos;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.wire.RecordIo;
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
    "401, 401 Unauthorized., configure a principal and a secret",
    "403, Framework is not subscribed, this framework is not subscribed",
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
