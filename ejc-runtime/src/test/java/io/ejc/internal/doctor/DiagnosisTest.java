package io.ejc.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.doctor.Diagnosis.Health;
import io.ejc.internal.doctor.Finding.Level;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.ProbeAnswer;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

  private static final Instant LAUNCHED = Instant.parse("2026-11-22T08:00:00Z");
  private static final Instant ARRIVED = LAUNCHED.plusSeconds(4);
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final JobName NAME = new JobName("doctor");
  private static final CarrierId CARRIER = new CarrierId(NAME, 1);
  private static final AttemptId ATTEMPT = new AttemptId(RunId.manual(NAME, 1, "probe"), 1, 1);

  @Test
  void an_agent_that_answers_is_well() {
    Diagnosis.Result result = looked("ejc", "ejc", LAUNCHED.plusSeconds(2), "");

    assertThat(result.health()).isEqualTo(Health.WELL);
    assertThat(result.findings())
        .containsExactly(
            Finding.ok(
                "agent a1: code fetched and loaded, Java 17.0.9+9, user ejc, sandbox writable"));
  }

  @Test
  void another_user_than_the_wanted_one_is_told() {
    Diagnosis.Result result = looked("ejc", "nobody", LAUNCHED, "");

    assertThat(result.health()).isEqualTo(Health.WELL);
    assertThat(result.findings())
        .extracting(Finding::level)
        .containsExactly(Level.OK, Level.WARNING);
    assertThat(result.findings().get(1).what())
        .isEqualTo("agent a1: user nobody (expected: ejc.mesos.user, ejc)");
  }

  @Test
  void root_without_a_wish_is_told() {
    assertThat(looked("", "root", LAUNCHED, "").findings().get(1).what())
        .isEqualTo("agent a1: user root (expected: a user without rights)");
    assertThat(looked("", "mesos", LAUNCHED, "").findings()).hasSize(1);
  }

  @Test
  void a_clock_that_is_certainly_wrong_is_told_with_its_direction() {
    Instant justRight = ARRIVED.plus(SKEW);
    assertThat(looked("", "u", justRight, "").findings()).hasSize(1);
    assertThat(looked("", "u", justRight.plusMillis(1), "").findings().get(1).what())
        .startsWith("agent a1: its clock is at least 30001 ms ahead of this host's");
    assertThat(looked("", "u", LAUNCHED.minus(SKEW).minusMillis(5), "").findings().get(1).what())
        .startsWith("agent a1: its clock is at least 30005 ms behind this host's");
  }

  @Test
  void a_sandbox_that_cannot_be_written_makes_an_agent_sick() {
    Diagnosis.Result result = looked("", "u", LAUNCHED, "java.io.IOException: No space; left");

    assertThat(result.health()).isEqualTo(Health.SICK);
    assertThat(words(result)).contains("cannot write in the sandbox", "No space; left");
  }

  @Test
  void a_failed_fetch_names_address_port_and_keys_but_no_secret() {
    Diagnosis.Result result =
        failed("CONTAINER_LAUNCH_FAILED", "Failed to launch container: Failed to fetch all URIs");

    assertThat(result.health()).isEqualTo(Health.SICK);
    assertThat(words(result))
        .contains("http://host.example:8098", "ejc.advertise.address", "ejc.serve.port")
        .doesNotContain("s3cret");
  }

  @Test
  void an_unknown_user_is_named_with_its_key() {
    assertThat(
            words(failed("CONTAINER_LAUNCH_FAILED", "Failed to chown: No such user 'ejc'", "ejc")))
        .contains("ejc.mesos.user: ejc (expected: a user of the agent)");
  }

  @Test
  void an_executor_that_got_no_layer_names_address_port_and_keys() {
    assertThat(words(exited(65 << 8)))
        .contains("it cannot fetch the application's code from http://host.example:8098");
  }

  @Test
  void the_exit_status_tells_java_that_is_missing_from_java_that_is_too_old() {
    assertThat(words(exited(127 << 8))).contains("no usable java on the agent", "Java 17");
    assertThat(words(exited(1 << 8))).contains("exit status 1", "Java 17 or newer");
    assertThat(words(exited(9))).contains("ended by signal 9");
  }

  @Test
  void a_refused_launch_makes_an_agent_sick_and_a_lost_one_says_nothing_of_it() {
    Probe refused = probe("");
    refused.heard(report(TaskState.ERROR, "TASK_INVALID", "no such role", ""), ARRIVED);
    assertThat(diagnosis("").of(refused).health()).isEqualTo(Health.SICK);

    Probe lost = probe("");
    lost.heard(report(TaskState.DROPPED, "INVALID_OFFERS", "gone", ""), ARRIVED);
    assertThat(diagnosis("").of(lost).health()).isEqualTo(Health.UNKNOWN);
  }

  @Test
  void silence_says_nothing_of_an_agent() {
    Probe silent = probe("");
    silent.heard(report(TaskState.STAGING, "", "", ""), ARRIVED);

    Diagnosis.Result result = diagnosis("").of(silent);

    assertThat(result.health()).isEqualTo(Health.UNKNOWN);
    assertThat(words(result)).contains("no answer in time, last heard: STAGING");
  }

  private static Diagnosis.Result looked(
      String wanted, String user, Instant clock, String sandbox) {
    Probe probe = probe(wanted);
    String answer = new ProbeAnswer("17.0.9+9", user, clock, sandbox).toString();
    probe.heard(report(TaskState.FINISHED, "", "", answer), ARRIVED);
    return diagnosis(wanted).of(probe);
  }

  private static Diagnosis.Result failed(String reason, String message) {
    return failed(reason, message, "");
  }

  private static Diagnosis.Result failed(String reason, String message, String user) {
    Probe probe = probe(user);
    probe.heard(report(TaskState.FAILED, reason, message, ""), ARRIVED);
    return diagnosis(user).of(probe);
  }

  private static Diagnosis.Result exited(int status) {
    Probe probe = probe("");
    probe.executorEnded(status);
    probe.heard(report(TaskState.FAILED, "EXECUTOR_TERMINATED", "ended", ""), ARRIVED);
    return diagnosis("").of(probe);
  }

  private static TaskReport report(TaskState state, String reason, String words, String answer) {
    return new TaskReport(
        CARRIER.toString(),
        state,
        reason,
        !answer.isEmpty(),
        words,
        Optional.of(new AgentId("A1")),
        Optional.empty(),
        Optional.of(answer)
            .filter(text -> !text.isEmpty())
            .map(text -> new AttemptReport(ATTEMPT, AttemptReport.Kind.SUCCEEDED, "", text, 7)));
  }

  private static String words(Diagnosis.Result result) {
    return result.findings().get(0).words();
  }

  private static Probe probe(String user) {
    Offer offer =
        new Offer(
            new OfferId("O1"),
            new AgentId("A1"),
            "a1",
            new Resources(4_000, 4_096, 0, 0),
            Map.of(),
            Set.of());
    LaunchPlanner planner = planner(user);
    LaunchPlanner.ProbePlace place =
        new LaunchPlanner.ProbePlace(
            offer.agent(),
            planner.unreserved("*"),
            Allocation.unreserved("*", planner.probeTask()));
    return new Probe(offer, planner.probe(CARRIER, ATTEMPT, bundle(), place, LAUNCHED), LAUNCHED);
  }

  private static Diagnosis diagnosis(String user) {
    URI served = URI.create("http://host.example:8098/layers/s3cret/");
    return new Diagnosis(new Patient.Code(planner(user), bundle(), served), SKEW);
  }

  private static Bundle bundle() {
    return new Bundle(new BundleId("b"), List.of(), List.of());
  }

  private static LaunchPlanner planner(String user) {
    return new LaunchPlanner(
        new ExecutorProfile(
            "shop",
            "http://host.example:8098/layers/s3cret/",
            "java",
            List.of(),
            user,
            100,
            512,
            256,
            new TreeMap<>()));
  }
}
