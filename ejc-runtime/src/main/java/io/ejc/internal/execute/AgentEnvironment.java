package io.ejc.internal.execute;

import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the agent tells the process that it starts, as environment variables (Mesos v1 executor
 * API).
 *
 * @param api the agent's executor API
 * @param framework the framework
 * @param executor this executor
 * @param sandbox the directory into which the layers were fetched
 * @param checkpoint whether the agent may come back after its own restart
 * @param recoveryTimeout how long to wait for that
 * @param backoffMax the longest pause between two subscriptions
 * @param shutdownGrace how long after SHUTDOWN the agent waits before it kills this process
 * @param token sent as a bearer token with every call, when given
 * @param tls how the agent is known, when it speaks TLS
 */
record AgentEnvironment(
    URI api,
    FrameworkId framework,
    ExecutorId executor,
    Path sandbox,
    boolean checkpoint,
    Duration recoveryTimeout,
    Duration backoffMax,
    Duration shutdownGrace,
    Optional<String> token,
    Optional<SSLContext> tls) {

  private static final String AGENT_PROCESS = "slave(1)";

  /** Never prints the token. */
  @Override
  public String toString() {
    return "executor " + executor + " of framework " + framework + " at " + api;
  }

  /**
   * Reads the environment.
   *
   * @throws IllegalArgumentException with one sentence for people when this process was not started
   *     by an agent, or by one that we do not understand
   */
  static AgentEnvironment of(Map<String, String> variables) {
    return of(variables, System::getProperty);
  }

  static AgentEnvironment of(
      Map<String, String> variables, Function<String, @Nullable String> properties) {
    Variables env = new Variables(variables);
    Optional<SSLContext> tls = AgentTls.of(variables, properties);
    return new AgentEnvironment(
        api(
            tls.isPresent() ? "https://" : "http://",
            env.required("MESOS_AGENT_ENDPOINT"),
            env.optional("MESOS_SLAVE_PID")),
        new FrameworkId(env.required("MESOS_FRAMEWORK_ID")),
        new ExecutorId(env.required("MESOS_EXECUTOR_ID")),
        sandbox(env),
        "1".equals(env.optional("MESOS_CHECKPOINT")),
        env.duration("MESOS_RECOVERY_TIMEOUT", Duration.ofMinutes(15)),
        env.duration("MESOS_SUBSCRIPTION_BACKOFF_MAX", Duration.ofSeconds(2)),
        env.duration("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", Duration.ofSeconds(5)),
        Optional.ofNullable(env.optional("MESOS_EXECUTOR_AUTHENTICATION_TOKEN")),
        tls);
  }

  private static URI api(String scheme, String endpoint, @Nullable String agentPid) {
    int at = agentPid == null ? -1 : agentPid.indexOf('@');
    String process = agentPid != null && at > 0 ? agentPid.substring(0, at) : AGENT_PROCESS;
    try {
      return URI.create(scheme + endpoint + "/" + process + "/api/v1/executor");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "MESOS_AGENT_ENDPOINT: " + endpoint + " (expected: host:port)", e);
    }
  }

  private static Path sandbox(Variables env) {
    String sandbox = env.optional("MESOS_SANDBOX");
    String directory = sandbox == null ? env.required("MESOS_DIRECTORY") : sandbox;
    try {
      return Path.of(directory);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("MESOS_SANDBOX: " + directory + " (expected: a path)", e);
    }
  }

  private record Variables(Map<String, String> values) {

    @Nullable String optional(String name) {
      String value = values.get(name);
      return value == null || value.isBlank() ? null : value;
    }

    String required(String name) {
      String value = optional(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "This program is started by a Mesos agent, not by hand: "
                + name
                + " is not set in the environment.");
      }
      return value;
    }

    Duration duration(String name, Duration otherwise) {
      String value = optional(name);
      try {
        return value == null ? otherwise : DurationText.parse(value);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
      }
    }
  }
}
