package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.execute.agentjobs.AgentJobs;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.LeaseMessage;
import io.ejc.internal.model.TaskPayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process of an exclusive attempt against an agent of the test. */
class ExclusiveAttemptTest {

  private static final String TASK = "job.c1";
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path directory;

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private Sandbox sandbox;
  private FakeAgent agent;
  private ExecutorProcess process;

  @BeforeEach
  void start() throws Exception {
    sandbox = new Sandbox(directory).withJobs();
    agent =
        new FakeAgent(
            new ExecutorPayload(
                "shop", new BundleId("bundle"), sandbox.layers(), true, new TreeMap<>()));
    started.push(agent);
    Map<String, String> environment = new HashMap<>();
    environment.put("MESOS_FRAMEWORK_ID", "framework-1");
    environment.put("MESOS_EXECUTOR_ID", "executor-1");
    environment.put("MESOS_SANDBOX", directory.toString());
    environment.put("MESOS_CHECKPOINT", "0");
    environment.put("MESOS_SLAVE_PID", "slave(1)@127.0.0.1:1");
    environment.put("MESOS_AGENT_ENDPOINT", agent.endpoint());
    process = new ExecutorProcess(directory, environment);
    started.push(process);
    agent.awaitSubscriptions(1);
  }

  @AfterEach
  void stop() throws Exception {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }

  @Test
  void user_code_begins_when_the_lease_is_granted_and_not_before() throws Exception {
    agent.launch(TASK, payload(AgentJobs.Quick.class, HOUR, HOUR));
    LeaseMessage first = agent.awaitQuestion(0);
    agent.message("whatever".getBytes(StandardCharsets.UTF_8));
    agent.grant(new LeaseMessage(LeaseMessage.Kind.GRANTED, first.carrier(), "never asked"));
    LeaseMessage second = agent.awaitQuestion(1);
    assertThat(second.nonce()).isNotEqualTo(first.nonce());
    assertThat(agent.states(TASK)).isEmpty();
    assertThat(sandbox.has("quick")).isFalse();

    agent.grant(first);

    assertThat(agent.awaitReport(TASK, "TASK_FINISHED").kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(process.exitStatus()).isZero();
  }

  @Test
  void it_asks_again_in_time_and_goes_on_for_longer_than_one_lease() throws Exception {
    agent.launch(TASK, payload(AgentJobs.Endless.class, Duration.ofSeconds(4), Duration.ZERO));
    for (int i = 0; i < 8; i++) {
      agent.grant(agent.awaitQuestion(i));
    }
    assertThat(agent.states(TASK)).containsExactly("TASK_RUNNING");
    agent.kill(TASK, HOUR);
    assertThat(agent.awaitReport(TASK, "TASK_KILLED").kind()).isEqualTo(Kind.KILLED);
  }

  @Test
  void when_nobody_answers_any_more_the_jvm_halts_whatever_runs_in_it() throws Exception {
    agent.launch(TASK, payload(AgentJobs.Stubborn.class, Duration.ofSeconds(2), Duration.ZERO));
    agent.grant(agent.awaitQuestion(0));
    agent.awaitReport(TASK, "TASK_RUNNING");

    assertThat(process.exitStatus()).isEqualTo(ExitStatus.LEASE_OVER.code());
    assertThat(process.log()).contains("the lease of task job.c1 ran out");
    assertThat(agent.states(TASK)).doesNotContain("TASK_FAILED", "TASK_KILLED");
  }

  @Test
  void a_program_that_it_has_started_ends_with_the_jvm() throws Exception {
    agent.launch(TASK, payload(AgentJobs.Loitering.class, Duration.ofSeconds(4), HOUR));
    agent.grant(agent.awaitQuestion(0));
    await().until(() -> sandbox.has("loiterer") && sandbox.read("loiterer").endsWith("\n"));
    long program = Long.parseLong(sandbox.read("loiterer").strip());

    assertThat(process.exitStatus()).isEqualTo(ExitStatus.LEASE_OVER.code());

    await().until(() -> ProcessHandle.of(program).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void before_its_end_user_code_is_asked_to_end() throws Exception {
    agent.launch(TASK, payload(AgentJobs.Endless.class, Duration.ofSeconds(4), HOUR));
    agent.grant(agent.awaitQuestion(0));

    assertThat(agent.awaitReport(TASK, "TASK_KILLED").kind()).isEqualTo(Kind.KILLED);
    assertThat(sandbox.has("ended")).isTrue();
    assertThat(process.exitStatus()).isZero();
  }

  @Test
  void killed_while_it_waits_for_its_lease_it_never_begins() throws Exception {
    agent.launch(TASK, payload(AgentJobs.Endless.class, HOUR, HOUR));
    LeaseMessage question = agent.awaitQuestion(0);

    agent.kill(TASK, HOUR);

    assertThat(agent.awaitReport(TASK, "TASK_KILLED").kind()).isEqualTo(Kind.KILLED);
    agent.grant(question);
    assertThat(process.exitStatus()).isZero();
    assertThat(agent.states(TASK)).containsExactly("TASK_KILLED");
  }

  private static TaskPayload payload(Class<?> job, Duration lease, Duration killGrace) {
    return new TaskPayload(
        AttemptId.parse("job.1.s.20261122T080000Z.0.1"),
        job.getName(),
        1,
        Optional.of("Beijing"),
        "",
        Instant.parse("2026-11-22T08:00:00Z"),
        7,
        killGrace,
        lease);
  }
}
