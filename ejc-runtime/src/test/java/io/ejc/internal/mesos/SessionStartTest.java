package io.ejc.internal.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.wire.RecordIo;
import java.io.IOException;
import org.apache.mesos.v1.scheduler.Protos;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionStartTest extends WithScriptedMaster {

  @Test
  void a_redirect_without_scheme_is_followed_and_calls_go_to_the_leader() throws IOException {
    try (ScriptedMaster leader = new ScriptedMaster()) {
      master.replyWith(
          ScriptedMaster.redirect("//127.0.0.1:" + leader.port() + "/master/api/v1/scheduler"));
      subscribe(1);
      connection.send(new Call.Revive());
      await().until(() -> leader.received().size() == 2);
      assertThat(leader.received())
          .extracting(ScriptedMaster.Received::path)
          .containsOnly("/master/api/v1/scheduler");
      assertThat(master.receivedTypes()).containsExactly(Protos.Call.Type.SUBSCRIBE);
    }
  }

  @Test
  void a_redirect_to_a_dead_leader_names_both() throws IOException {
    int dead = deadPort();
    master.replyWith(ScriptedMaster.redirect("//127.0.0.1:" + dead + "/master/api/v1/scheduler"));
    assertThat(refusal().reason())
        .startsWith("Mesos master " + master.url() + ": ")
        .contains("it names the leader 127.0.0.1:" + dead + ", but there the connection was");
  }

  @Test
  void masters_that_name_each_other_are_not_asked_for_ever() {
    for (int i = 0; i < 10; i++) {
      master.replyWith(ScriptedMaster.redirect("/other" + i));
    }
    assertThat(refusal().reason()).contains("it names no usable leader");
  }

  @Test
  void masters_that_name_each_other_in_a_circle_are_asked_once_each() throws IOException {
    try (ScriptedMaster other = new ScriptedMaster()) {
      master.replyWith(
          ScriptedMaster.redirect("//127.0.0.1:" + other.port() + "/master/api/v1/scheduler"));
      other.replyWith(
          ScriptedMaster.redirect("//127.0.0.1:" + master.port() + "/api/v1/scheduler"));
      assertThat(refusal().reason()).contains("it names no usable leader");
      assertThat(master.received()).hasSize(1);
      assertThat(other.received()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "//", "http://", "mailto:ops", "//host:port/x", "ftp://127.0.0.1/x", "::"})
  void a_location_that_names_nobody_is_shown(String location) {
    master.replyWith(ScriptedMaster.redirect(location));
    assertThat(refusal().reason()).contains("it names no usable leader, Location \"" + location);
  }

  @Test
  void a_permanent_redirect_is_followed_as_well() throws IOException {
    try (ScriptedMaster leader = new ScriptedMaster()) {
      master.replyWith(
          (exchange, call) -> {
            exchange.getResponseHeaders().set("Location", leader.url() + "/api/v1/scheduler");
            exchange.sendResponseHeaders(308, -1);
            exchange.close();
          });
      subscribe(1);
      assertThat(leader.receivedTypes()).containsExactly(Protos.Call.Type.SUBSCRIBE);
    }
  }

  @Test
  void a_stream_without_an_id_is_none() {
    master.replyWith(
        (exchange, call) -> {
          exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(master.subscribed());
          exchange.getResponseBody().flush();
        });
    assertThat(refusal().reason()).contains("it answered SUBSCRIBE with 200");
  }

  @Test
  void a_subscription_carries_no_stream_id_also_after_another_one() {
    subscribe(1);
    subscribe(2);
    assertThat(master.received())
        .extracting(ScriptedMaster.Received::streamId)
        .containsExactly("", "");
  }

  @Test
  void the_next_master_of_a_list_is_asked_when_one_is_dead() throws IOException {
    connection.close();
    connection = connection("http://127.0.0.1:" + deadPort() + "," + master.url(), PATIENT);
    subscribe(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400, Roles are wrong, correct what its answer names",
    "401, 401 Unauthorized., set ejc.mesos.principal and ejc.mesos.secretFile",
    "403, Not authorized, ask its operator",
    "404, 404 Not Found., this is no Mesos master",
    "405, 405 Method Not Allowed., the scheduler API takes POST",
    "406, Expecting 'Accept' to allow it, the header Accept must arrive",
    "409, Conflict, another session of this framework is in its way",
    "411, Length Required, the header Content-Length must arrive",
    "413, Payload Too Large, raise its limit",
    "415, Expecting 'Content-Type', the header Content-Type must arrive",
    "429, Too Many Requests, EJC waits longer each time",
    "302, Found, name the address that it points to in ejc.mesos.master",
    "418, I am a teapot, is this a Mesos master?",
    "500, oops, see the master's log",
    "503, No leader elected, passes by itself",
  })
  void a_refused_subscription_says_where_what_and_the_next_step(
      int status, String body, String step) {
    master.replyWith(ScriptedMaster.status(status, body));
    Event.SessionEnded ended = refusal();
    assertThat(ended.session()).isEqualTo(1);
    assertThat(ended.frameworkRemoved()).isFalse();
    assertThat(ended.reason())
        .startsWith("Mesos master " + master.url() + ": it answered SUBSCRIBE with " + status)
        .contains("\"" + body + "\"")
        .contains(step);
  }

  @Test
  void a_server_that_is_no_master_is_recognised() {
    master.replyWith(ScriptedMaster.status(200, "<html>hello</html>"));
    assertThat(refusal().reason()).contains("is this a Mesos master?");
  }

  @Test
  void a_refused_connection_is_a_session_that_could_not_begin() throws IOException {
    connection.close();
    int dead = deadPort();
    connection = connection("http://127.0.0.1:" + dead, PATIENT);
    assertThat(refusal().reason())
        .isEqualTo(
            "Mesos master http://127.0.0.1:"
                + dead
                + ": the connection was refused (is it running, and does ejc.mesos.master name"
                + " it?)");
  }

  @Test
  void an_unknown_host_is_named() {
    connection.close();
    connection = connection("http://no-such-host.invalid:5050", PATIENT);
    assertThat(refusal().reason())
        .startsWith("Mesos master http://no-such-host.invalid:5050: the host name is unknown");
  }

  @Test
  void a_master_that_does_not_answer_is_given_up() {
    connection.close();
    connection = connection(master.url(), HASTY);
    master.replyWith((exchange, call) -> {});
    assertThat(refusal().reason()).contains("it did not answer in time");
  }

  @Test
  void a_stream_without_a_subscription_is_given_up() {
    connection.close();
    connection = connection(master.url(), HASTY);
    master.replyWith(master.stream(new byte[0]));
    assertThat(refusal().reason()).contains("nothing came for");
  }

  @Test
  void a_removed_framework_is_told_as_such() {
    master.replyWith(
        master.stream(RecordIo.frame(error("Framework has been removed").toByteArray())));
    Event.SessionEnded ended = refusal();
    assertThat(ended.frameworkRemoved()).isTrue();
    assertThat(ended.reason()).contains("EJC takes a new one");
  }
}
