package io.ejc.internal.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.wire.FrameworkSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A connection to a scripted master, and what came of it. */
@Timeout(60)
abstract class WithScriptedMaster {

  static final FrameworkSettings SETTINGS =
      new FrameworkSettings(
          "shop",
          "",
          "*",
          true,
          Duration.ofDays(7),
          Optional.empty(),
          "localhost",
          Optional.empty());
  static final Timings PATIENT =
      new Timings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofMillis(200),
          Duration.ofMillis(50));
  static final Timings HASTY =
      new Timings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofMillis(50));

  final Posted posted = new Posted();
  ScriptedMaster master;
  HttpMasterConnection connection;

  @BeforeEach
  void start() throws IOException {
    master = new ScriptedMaster();
    connection = connection(master.url(), PATIENT);
  }

  @AfterEach
  void stop() {
    connection.close();
    master.close();
  }

  void subscribe(long session) {
    connection.send(new Call.Subscribe(session, Optional.empty()));
    await()
        .untilAsserted(
            () ->
                assertThat(posted.events(Event.Subscribed.class))
                    .contains(
                        new Event.Subscribed(session, new FrameworkId(ScriptedMaster.FRAMEWORK))));
  }

  void subscribeAtNobody(long session) {
    connection.send(new Call.Subscribe(session, Optional.empty()));
  }

  Event.SessionEnded refusal() {
    connection.send(new Call.Subscribe(1, Optional.empty()));
    return ended();
  }

  Event.SessionEnded ended() {
    await().until(() -> !posted.events(Event.SessionEnded.class).isEmpty());
    return posted.events(Event.SessionEnded.class).get(0);
  }

  boolean closedForWriting(int stream, byte[] bytes) {
    try {
      master.emit(stream, bytes);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  HttpMasterConnection connection(String address, Timings timings) {
    return connection(address, MasterAccess.OPEN, timings);
  }

  HttpMasterConnection connection(String address, MasterAccess access, Timings timings) {
    return new HttpMasterConnection(
        MasterAddress.parse(address), access, SETTINGS, posted.inbox(), timings);
  }

  static List<Thread> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("ejc[shop]-mesos-"))
        .toList();
  }

  static int deadPort() throws IOException {
    try (ScriptedMaster dead = new ScriptedMaster()) {
      return dead.port();
    }
  }

  static Protos.Event error(String message) {
    return Protos.Event.newBuilder()
        .setType(Protos.Event.Type.ERROR)
        .setError(Protos.Event.Error.newBuilder().setMessage(message))
        .build();
  }

  static Protos.Event heartbeat() {
    return Protos.Event.newBuilder().setType(Protos.Event.Type.HEARTBEAT).build();
  }
}
