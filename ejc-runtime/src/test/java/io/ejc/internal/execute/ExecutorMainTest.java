package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.execute.agentjobs.AgentJobs;
import io.ejc.internal.execute.agentjobs.WritingFactory;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.Layer;
import io.ejc.internal.model.TaskPayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process against an agent of the test. */
class ExecutorMainTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path directory;

  private final List<AutoCloseable> started = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private final TreeMap<String, String> properties =
      new TreeMap<>(Map.of("test.travels", "yes", "java.home", "not this"));

  @BeforeEach
  void agentVariables() {
    environment.put("MESOS_FRAMEWORK_ID", "framework-1");
    environment.put("MESOS_EXECUTOR_ID", "executor-1");
    environment.put("MESOS_SANDBOX", directory.toString());
    environment.put("MESOS_CHECKPOINT", "0");
    environment.put("MESOS_SLAVE_PID", "slave(1)@127.0.0.1:1");
    environment.put("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", "20secs");
    environment.put("MESOS_EXECUTOR_AUTHENTICATION_TOKEN", "secret");
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = started.size() - 1; i >= 0; i--) {
      started.get(i).close();
    }
  }

  @Test
  void an_item_runs_and_is_reported() throws Exception {
    Sandbox sandbox = new Sandbox(directory).withJobs();
    FakeAgent agent = agent(sandbox, false);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Quick.class));
    AttemptReport end = agent.awaitReport("t", "TASK_FINISHED");
    assertThat(end)
        .isEqualTo(
            new AttemptReport(
                payload(AgentJobs.Quick.class).attempt(), Kind.SUCCEEDED, "", "", process.pid()));
    assertThat(agent.awaitReport("t", "TASK_RUNNING").kind()).isEqualTo(Kind.STARTED);
    assertThat(agent.states("t")).containsExactly("TASK_RUNNING", "TASK_FINISHED");
    assertThat(sandbox.read("quick")).isEqualTo("Beijing");
    assertThat(agent.authorizations).containsOnly("Bearer secret");
    assertThat(process.isAlive()).as("a shared executor stays").isTrue();
    assertThat(process.log()).doesNotContain("secret").contains("task t begins");
  }

  @Test
  void user_code_sees_its_own_layers_the_api_and_the_jdk() throws Exception {
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), false);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Curious.class));
    AttemptReport end = agent.awaitReport("t", "TASK_FAILED");
    assertThat(end.exceptionClass()).isEqualTo("java.lang.IllegalStateException");
    assertThat(end.message())
        .isEqualTo(
            "jackson hidden; mesos hidden; runtime hidden; services false; property yes;"
                + " loader ejc-application; thread job/20261122T080000Z/0");
    assertThat(process.log()).contains("task t failed").contains("AgentJobs$Curious.execute");
  }

  @Test
  void user_code_sees_jackson_when_it_brings_it() throws Exception {
    Sandbox sandbox =
        new Sandbox(directory)
            .withJobs()
            .withJarOf(com.fasterxml.jackson.databind.ObjectMapper.class)
            .withJarOf(com.fasterxml.jackson.core.JsonFactory.class)
            .withJarOf(com.fasterxml.jackson.annotation.JsonInclude.class);
    FakeAgent agent = agent(sandbox, false);
    process(agent);
    agent.launch("t", payload(AgentJobs.Curious.class));
    assertThat(agent.awaitReport("t", "TASK_FAILED").message()).startsWith("jackson seen; mesos");
  }

  @Test
  void a_class_that_cannot_be_initialized_is_a_failure() throws Exception {
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), false);
    process(agent);
    agent.launch("t", payload(AgentJobs.BadStatic.class));
    AttemptReport end = agent.awaitReport("t", "TASK_FAILED");
    assertThat(end.exceptionClass()).isEqualTo("java.lang.ExceptionInInitializerError");
    assertThat(end.message()).contains("NumberFormatException");
  }

  @Test
  void a_task_that_cannot_be_read_is_an_error() throws Exception {
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), false);
    process(agent);
    agent.launch("t", "{\"v\":2}".getBytes(StandardCharsets.UTF_8));
    await().until(() -> agent.states("t").equals(List.of("TASK_ERROR")));
    assertThat(agent.updates.get(0).getMessage()).contains("a newer EJC wrote it");
  }

  @Test
  void an_executor_for_one_attempt_ends_after_it_whatever_threads_it_left() throws Exception {
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), true);
    agent.acknowledges(false);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Littering.class));
    agent.awaitReport("t", "TASK_FINISHED");
    agent.acknowledge(agent.updates.get(0));
    assertThat(process.isAlive()).as("its end is not stored yet").isTrue();
    agent.acknowledge(agent.updates.get(1));
    assertThat(process.exitStatus()).isZero();
  }

  @Test
  void a_killed_item_is_reported_after_its_thread_has_ended() throws Exception {
    Sandbox sandbox = new Sandbox(directory).withJobs();
    FakeAgent agent = agent(sandbox, true);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Endless.class));
    agent.awaitReport("t", "TASK_RUNNING");
    agent.kill("t", HOUR);
    AttemptReport end = agent.awaitReport("t", "TASK_KILLED");
    assertThat(sandbox.has("ended")).isTrue();
    assertThat(end.kind()).isEqualTo(Kind.KILLED);
    assertThat(agent.states("t")).containsExactly("TASK_RUNNING", "TASK_KILLING", "TASK_KILLED");
    assertThat(process.exitStatus()).isZero();
  }

  @Test
  void a_stubborn_only_attempt_is_halted_with_its_process() throws Exception {
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), true);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Stubborn.class));
    agent.awaitReport("t", "TASK_RUNNING");
    agent.kill("t", Duration.ofMillis(100));
    assertThat(process.exitStatus()).isEqualTo(ExitStatus.GRACE_OVER.code());
    assertThat(agent.states("t")).doesNotContain("TASK_KILLED", "TASK_FAILED");
  }

  @Test
  void a_stubborn_attempt_holds_up_a_shared_process_for_a_bounded_time() throws Exception {
    properties.put(ExecutorSettings.KILL_FORCE_AFTER, "100ms");
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), false);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Stubborn.class));
    agent.awaitReport("t", "TASK_RUNNING");
    agent.kill("t", Duration.ofMillis(100));
    assertThat(process.exitStatus()).isEqualTo(ExitStatus.STUCK.code());
    assertThat(process.log()).containsOnlyOnce("is stuck in shared executor: it did not end");
  }

  @Test
  void a_corrupted_layer_is_a_bundle_error_that_names_it() throws Exception {
    Sandbox sandbox = new Sandbox(directory).withJobs();
    Layer layer = sandbox.corruptLast();
    FakeAgent agent = agent(sandbox, false);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Quick.class));
    AttemptReport end = agent.awaitReport("t", "TASK_FAILED");
    assertThat(end.kind()).isEqualTo(Kind.BUNDLE_ERROR);
    assertThat(end.message())
        .startsWith("layer jobs (" + layer.sha256().substring(0, 12) + ", ")
        .contains("no live host carries it (expected: at least one)");
    process.exitStatus();
    assertThat(agent.states("t")).containsExactly("TASK_FAILED");
  }

  @Test
  void a_missing_layer_is_a_bundle_error() throws Exception {
    Sandbox sandbox = new Sandbox(directory).withJobs();
    Layer layer = sandbox.removeLast();
    FakeAgent agent = agent(sandbox, false);
    process(agent);
    agent.launch("t", payload(AgentJobs.Quick.class));
    AttemptReport end = agent.awaitReport("t", "TASK_FAILED");
    assertThat(end.kind()).isEqualTo(Kind.BUNDLE_ERROR);
    assertThat(end.message())
        .startsWith("layer jobs (" + layer.sha256().substring(0, 12) + ", ")
        .contains("no live host carries it (expected: at least one)");
  }

  @Test
  void a_factory_in_a_layer_makes_the_jobs_and_is_closed() throws Exception {
    Sandbox sandbox =
        new Sandbox(directory)
            .withJobs()
            .withFile(
                "META-INF/services/io.ejc.api.spi.JobFactory", WritingFactory.class.getName());
    FakeAgent agent = agent(sandbox, true);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Made.class));
    assertThat(agent.awaitReport("t", "TASK_FAILED").message()).isEqualTo("made by a factory");
    assertThat(process.exitStatus()).isZero();
    assertThat(sandbox.read("factory")).isEqualTo("start\ncreate\nrelease\nclose\n");
  }

  @Test
  void two_factories_are_a_clear_failure() throws Exception {
    String factory = WritingFactory.class.getName();
    Sandbox sandbox =
        new Sandbox(directory)
            .withJobs()
            .withFile(
                "META-INF/services/io.ejc.api.spi.JobFactory",
                factory + "\n" + factory.replace("WritingFactory", "OtherFactory"));
    FakeAgent agent = agent(sandbox, false);
    process(agent);
    agent.launch("t", payload(AgentJobs.Made.class));
    assertThat(agent.awaitReport("t", "TASK_FAILED").message())
        .startsWith("JobFactory: [" + factory)
        .contains("(expected: at most one");
  }

  @Test
  void out_of_memory_is_reported_and_ends_the_process() throws Exception {
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), false);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Hungry.class));
    assertThat(process.exitStatus()).isEqualTo(ExitStatus.OUT_OF_MEMORY.code());
    assertThat(agent.awaitReport("t", "TASK_FAILED").exceptionClass())
        .isEqualTo("java.lang.OutOfMemoryError");
  }

  @Test
  void without_checkpointing_a_lost_stream_is_the_end() throws Exception {
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), false);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Stubborn.class));
    agent.awaitReport("t", "TASK_RUNNING");
    agent.cutStream();
    assertThat(process.exitStatus()).isEqualTo(ExitStatus.AGENT_LOST.code());
    assertThat(agent.subscriptions).hasSize(1);
  }

  @Test
  void with_checkpointing_it_subscribes_again_with_what_is_unacknowledged() throws Exception {
    checkpoint("1mins");
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), false);
    agent.acknowledges(false);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Quick.class));
    agent.awaitReport("t", "TASK_FINISHED");
    agent.acknowledges(true);
    agent.cutStream();
    agent.awaitSubscriptions(2);
    assertThat(agent.subscriptions.get(1).getUnacknowledgedTasksList())
        .extracting(task -> task.getTaskId().getValue())
        .containsExactly("t");
    assertThat(agent.subscriptions.get(1).getUnacknowledgedUpdatesList())
        .extracting(update -> update.getStatus())
        .isEqualTo(agent.updates);
    agent.launch("u", payload(AgentJobs.Quick.class));
    agent.awaitReport("u", "TASK_FINISHED");
    agent.cutStream();
    agent.awaitSubscriptions(3);
    assertThat(agent.subscriptions.get(2).getUnacknowledgedTasksCount()).isZero();
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void an_agent_that_does_not_come_back_is_given_up() throws Exception {
    checkpoint("300ms");
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), false);
    ExecutorProcess process = process(agent);
    agent.close();
    assertThat(process.exitStatus()).isEqualTo(ExitStatus.AGENT_LOST.code());
  }

  @Test
  void an_update_that_fails_is_sent_again() throws Exception {
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), false);
    agent.failUpdates(3);
    process(agent);
    agent.launch("t", payload(AgentJobs.Quick.class));
    agent.awaitReport("t", "TASK_FINISHED");
    assertThat(agent.states("t")).containsExactly("TASK_RUNNING", "TASK_FINISHED");
  }

  @Test
  void an_agent_that_does_not_know_this_executor_is_the_end() throws Exception {
    checkpoint("1mins");
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), false);
    ExecutorProcess process = process(agent);
    agent.refuse("Executor cannot be found");
    agent.launch("t", payload(AgentJobs.Quick.class));
    assertThat(process.exitStatus()).isEqualTo(ExitStatus.REFUSED.code());
    assertThat(process.log()).contains("Executor cannot be found");
  }

  @Test
  void an_error_event_is_the_end() throws Exception {
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), false);
    ExecutorProcess process = process(agent);
    agent.error("no longer wanted");
    assertThat(process.exitStatus()).isEqualTo(ExitStatus.REFUSED.code());
    assertThat(process.log()).contains("no longer wanted");
  }

  @Test
  void shutdown_ends_items_reports_them_and_closes_the_factory() throws Exception {
    Sandbox sandbox = new Sandbox(directory).withJobs();
    FakeAgent agent = agent(sandbox, false);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Endless.class));
    agent.awaitReport("t", "TASK_RUNNING");
    agent.acknowledges(false);
    agent.shutdown();
    assertThat(process.exitStatus()).isZero();
    assertThat(agent.awaitReport("t", "TASK_KILLED").kind()).isEqualTo(Kind.KILLED);
    assertThat(sandbox.has("ended")).isTrue();
  }

  @Test
  void shutdown_never_takes_longer_than_the_agents_grace() throws Exception {
    environment.put("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", "500ms");
    FakeAgent agent = agent(new Sandbox(directory).withJobs(), false);
    ExecutorProcess process = process(agent);
    agent.launch("t", payload(AgentJobs.Stubborn.class));
    agent.awaitReport("t", "TASK_RUNNING");
    agent.shutdown();
    assertThat(process.exitStatus()).isEqualTo(ExitStatus.SHUTDOWN_OVER.code());
    assertThat(agent.states("t")).doesNotContain("TASK_KILLED");
  }

  @Test
  void started_by_hand_it_says_so_in_one_sentence() throws Exception {
    ExecutorProcess process = started(new ExecutorProcess(directory, Map.of()));
    assertThat(process.exitStatus()).isEqualTo(ExitStatus.NO_AGENT.code());
    assertThat(process.log())
        .isEqualToIgnoringNewLines(
            "This program is started by a Mesos agent, not by hand: MESOS_AGENT_ENDPOINT is not set"
                + " in the environment.");
  }

  private void checkpoint(String recoveryTimeout) {
    environment.put("MESOS_CHECKPOINT", "1");
    environment.put("MESOS_RECOVERY_TIMEOUT", recoveryTimeout);
    environment.put("MESOS_SUBSCRIPTION_BACKOFF_MAX", "100ms");
  }

  private FakeAgent agent(Sandbox sandbox, boolean oneAttempt) throws IOException {
    ExecutorPayload executor =
        new ExecutorPayload(
            "shop", new BundleId("bundle"), sandbox.layers(), oneAttempt, properties);
    return started(new FakeAgent(executor));
  }

  private ExecutorProcess process(FakeAgent agent) throws IOException {
    environment.put("MESOS_AGENT_ENDPOINT", agent.endpoint());
    ExecutorProcess process = started(new ExecutorProcess(directory, environment));
    agent.awaitSubscriptions(1);
    return process;
  }

  private <T extends AutoCloseable> T started(T thing) {
    started.add(thing);
    return thing;
  }

  static TaskPayload payload(Class<?> job) {
    return new TaskPayload(
        AttemptId.parse("job.1.s.20261122T080000Z.0.1"),
        job.getName(),
        2,
        Optional.of("Beijing"),
        "",
        Instant.parse("2026-11-22T08:00:00Z"),
        7,
        HOUR);
  }
}
