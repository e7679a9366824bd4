package io.ejc.internal.execute;

import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.TaskPayload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An executor process of the test's jobs, and the agent that has started it. */
final class ExecutorUnderTest implements AutoCloseable {

  final Sandbox sandbox;
  final FakeAgent agent;
  final ExecutorProcess process;

  /**
   * Starts it.
   *
   * @param directory its sandbox
   * @param oneAttempt whether it is an executor of one attempt
   * @param properties what the host's configuration says to it
   */
  ExecutorUnderTest(Path directory, boolean oneAttempt, Map<String, String> properties)
      throws IOException {
    this(new Sandbox(directory).withJobs(), directory, oneAttempt, properties);
  }

  /** The same, of more than the test's jobs. */
  ExecutorUnderTest(
      Sandbox sandbox, Path directory, boolean oneAttempt, Map<String, String> properties)
      throws IOException {
    this.sandbox = sandbox;
    agent =
        new FakeAgent(
            new ExecutorPayload(
                "shop",
                new BundleId("bundle"),
                sandbox.layers(),
                oneAttempt,
                new TreeMap<>(properties)));
    Map<String, String> environment = new HashMap<>();
    environment.put("MESOS_FRAMEWORK_ID", "framework-1");
    environment.put("MESOS_EXECUTOR_ID", "executor-1");
    environment.put("MESOS_SANDBOX", directory.toString());
    environment.put("MESOS_CHECKPOINT", "0");
    environment.put("MESOS_SLAVE_PID", "slave(1)@127.0.0.1:1");
    environment.put("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", "20secs");
    environment.put("MESOS_AGENT_ENDPOINT", agent.endpoint());
    process = new ExecutorProcess(directory, environment);
    agent.awaitSubscriptions(1);
  }

  /** Launches an item of {@code job}; task {@code tN} is item N. */
  void launch(int item, Class<?> job) throws IOException {
    agent.launch("t" + item, payload(item, job));
  }

  private static TaskPayload payload(int item, Class<?> job) {
    return new TaskPayload(
        AttemptId.parse("job.1.s.20261122T080000Z." + item + ".1"),
        job.getName(),
        100,
        Optional.empty(),
        "",
        Instant.parse("2026-11-22T08:00:00Z"),
        7,
        Duration.ofHours(1));
  }

  /** The directory of what an item printed, relative to the sandbox. */
  static String output(int item) {
    return "tasks/job.1.s.20261122T080000Z." + item + ".1/";
  }

  @Override
  public void close() {
    process.close();
    agent.close();
  }
}
