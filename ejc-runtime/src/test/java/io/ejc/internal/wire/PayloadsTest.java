package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.Handling;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Layer;
import io.ejc.internal.model.LeaseMessage;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.StartUp;
import io.ejc.internal.model.TaskPayload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadsTest {

  private static final AttemptId ATTEMPT =
      new AttemptId(
          RunId.scheduled(
              new JobName("shop.settle-orders"), 1, Instant.parse("2026-11-22T08:00:00Z")),
          2,
          3);

  private static final TaskPayload TASK =
      new TaskPayload(
          ATTEMPT,
          "com.example.jobs.SettleOrders",
          3,
          Optional.of("Guangzhou"),
          "all",
          Instant.parse("2026-11-22T08:00:00Z"),
          41,
          Duration.ofSeconds(10));

  private static final ExecutorPayload EXECUTOR =
      new ExecutorPayload(
          "shop",
          new BundleId("abcd"),
          List.of(new Layer("1f", 12, "classes"), new Layer("2e", 9_000_000_000L, "lib.jar")),
          true,
          new TreeMap<>(Map.of("b.key", "上海", "a.key", "1")));

  private static final AttemptReport REPORT =
      new AttemptReport(
          ATTEMPT, AttemptReport.Kind.FAILED, "java.lang.IllegalStateException", "no orders", 4711);

  @Test
  void version_1_is_written_to_the_letter() throws IOException {
    assertThat(text(Payloads.encode(TASK))).isEqualTo(text(fixture("task-v1.json")));
    assertThat(text(Payloads.encode(EXECUTOR))).isEqualTo(text(fixture("executor-v1.json")));
    assertThat(text(Payloads.encode(REPORT))).isEqualTo(text(fixture("report-v1.json")));
  }

  @Test
  void version_1_is_read() throws IOException {
    assertThat(Payloads.decodeTask(fixture("task-v1.json"))).isEqualTo(TASK);
    assertThat(Payloads.decodeExecutor(fixture("executor-v1.json"))).isEqualTo(EXECUTOR);
    assertThat(Payloads.decodeReport(fixture("report-v1.json"))).isEqualTo(REPORT);
  }

  @Test
  void how_a_job_is_handled_travels_and_is_plain_when_an_older_host_says_nothing() {
    Handling handling =
        new Handling(true, List.of("a.B"), List.of("c.D", "e.F"), "POSTBOX", List.of("ONE", "TWO"));
    TaskPayload task =
        new TaskPayload(
            ATTEMPT,
            "com.example.Job",
            1,
            Optional.empty(),
            "",
            Instant.parse("2026-11-22T08:00:00Z"),
            1,
            Duration.ZERO,
            List.of(),
            Duration.ZERO,
            handling);

    assertThat(Payloads.decodeTask(Payloads.encode(task))).isEqualTo(task);
    assertThat(Payloads.decodeTask(Payloads.encode(TASK)).handling()).isEqualTo(Handling.PLAIN);
  }

  @Test
  void a_failure_for_good_is_said_and_an_older_executor_says_nothing_of_it() {
    AttemptReport forGood =
        new AttemptReport(ATTEMPT, AttemptReport.Kind.FAILED, "a.B", "words", 1, true);

    assertThat(Payloads.decodeReport(Payloads.encode(forGood))).isEqualTo(forGood);
    assertThat(Payloads.decodeReport(Payloads.encode(REPORT)).forGood()).isFalse();
  }

  @Test
  void how_its_process_started_is_said_once() {
    StartUp startUp = new StartUp(Instant.parse("2026-11-22T08:00:00.120Z"), 90, 120, 240, 3);
    AttemptReport first = AttemptReport.started(ATTEMPT, 7, Optional.of(startUp));
    AttemptReport later = AttemptReport.started(ATTEMPT, 7, Optional.empty());

    assertThat(Payloads.decodeReport(Payloads.encode(first))).isEqualTo(first);
    assertThat(Payloads.decodeReport(Payloads.encode(later))).isEqualTo(later);
    assertThat(startUp.millis()).isEqualTo(453);
  }

  @Property(tries = 200)
  void every_task_survives_the_way(
      @ForAll String jobClass,
      @ForAll Optional<String> parameter,
      @ForAll String jobParameter,
      @ForAll Instant due,
      @ForAll @LongRange(min = 0) long token,
      @ForAll Duration grace,
      @ForAll @IntRange(min = 0) int item) {
    TaskPayload task =
        new TaskPayload(
            new AttemptId(ATTEMPT.run(), item, 1),
            jobClass,
            item,
            parameter,
            jobParameter,
            due,
            token,
            grace);
    assertThat(Payloads.decodeTask(Payloads.encode(task))).isEqualTo(task);
  }

  @Property(tries = 200)
  void the_lease_of_a_task_and_messages_about_it_survive_the_way(
      @ForAll @LongRange(min = 0, max = 100_000_000) long millis, @ForAll String nonce) {
    TaskPayload task =
        new TaskPayload(
            ATTEMPT,
            "com.example.Job",
            3,
            Optional.empty(),
            "",
            Instant.EPOCH,
            1,
            Duration.ZERO,
            Duration.ofMillis(millis));
    assertThat(Payloads.decodeTask(Payloads.encode(task))).isEqualTo(task);
    for (LeaseMessage.Kind kind : LeaseMessage.Kind.values()) {
      LeaseMessage message =
          new LeaseMessage(kind, new CarrierId(new JobName("a.b"), millis + 1), nonce);
      assertThat(Payloads.decodeMessage(Payloads.encode(message))).contains(message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{}",
        "{'v':1,'kind':'LEASE_LOST','task':'a.c1','nonce':'n'}",
        "{'v':1,'kind':'LEASE_ASKED','task':'nonsense','nonce':'n'}",
        "{'v':2,'kind':'LEASE_ASKED','task':'a.c1','nonce':'n'}"
      })
  void a_message_of_somebody_else_is_passed_over(String data) {
    byte[] bytes = data.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    assertThat(Payloads.decodeMessage(bytes)).isEmpty();
  }

  @Property(tries = 200)
  void every_executor_survives_the_way(
      @ForAll String application,
      @ForAll @Size(max = 5) List<String> names,
      @ForAll boolean oneAttempt,
      @ForAll @Size(max = 5) Map<String, String> properties) {
    List<Layer> layers = names.stream().map(name -> new Layer("00", name.length(), name)).toList();
    ExecutorPayload executor =
        new ExecutorPayload(
            application, new BundleId("b"), layers, oneAttempt, new TreeMap<>(properties));
    byte[] bytes = Payloads.encode(executor);
    assertThat(Payloads.decodeExecutor(bytes)).isEqualTo(executor);
    assertThat(Payloads.encode(Payloads.decodeExecutor(bytes))).isEqualTo(bytes);
  }

  @Property(tries = 200)
  void every_report_survives_the_way(
      @ForAll AttemptReport.Kind kind,
      @ForAll String exceptionClass,
      @ForAll String message,
      @ForAll long process) {
    AttemptReport report = new AttemptReport(ATTEMPT, kind, exceptionClass, message, process);
    assertThat(Payloads.decodeReport(Payloads.encode(report))).isEqualTo(report);
  }

  @Test
  void text_cut_within_a_surrogate_pair_survives() {
    String cut = "x" + "😀".charAt(0);
    AttemptReport report = new AttemptReport(ATTEMPT, AttemptReport.Kind.FAILED, "", cut, 1);
    assertThat(Payloads.decodeReport(Payloads.encode(report)).message()).isEqualTo(cut);
  }

  @Test
  void unknown_fields_are_ignored() throws IOException {
    String later =
        text(fixture("task-v1.json")).replace("\"v\":1", "\"later\":{\"x\":[1]},\"v\":1");
    assertThat(Payloads.decodeTask(bytes(later))).isEqualTo(TASK);
  }

  @Test
  void a_newer_version_is_refused() throws IOException {
    String newer = text(fixture("task-v1.json")).replace("\"v\":1", "\"v\":2");
    assertThatThrownBy(() -> Payloads.decodeTask(bytes(newer)))
        .isInstanceOf(PayloadException.class)
        .hasMessage("task payload: v: 2 (expected: 1..1; a newer EJC wrote it, update this one)");
  }

  @Test
  void a_missing_field_is_named() throws IOException {
    String without = text(fixture("report-v1.json")).replace("\"kind\":\"FAILED\",", "");
    assertThatThrownBy(() -> Payloads.decodeReport(bytes(without)))
        .isInstanceOf(PayloadException.class)
        .hasMessage("attempt report: kind: missing (expected: it is required)");
  }

  @Test
  void a_field_of_the_wrong_kind_is_named() throws IOException {
    String wrong = text(fixture("executor-v1.json")).replace("\"size\":12", "\"size\":\"12\"");
    assertThatThrownBy(() -> Payloads.decodeExecutor(bytes(wrong)))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("executor payload: applicationLayers: size: \"12\" (expected:");
  }

  @Test
  void other_bytes_are_refused() {
    for (String other : List.of("", "[]", "{\"v\":1} x", "\u0000\u0001", "{}")) {
      assertThatThrownBy(() -> Payloads.decodeTask(bytes(other)))
          .as(other)
          .isInstanceOf(PayloadException.class)
          .hasMessageStartingWith("task payload: ");
    }
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = PayloadsTest.class.getResourceAsStream("/payloads/" + name)) {
      assertThat(in).as(name).isNotNull();
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
