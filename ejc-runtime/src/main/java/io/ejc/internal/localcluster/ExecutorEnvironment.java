package io.ejc.internal.localcluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/**
 * The environment of an executor. Of the host's only what names no class path and no secret is
 * inherited, as on a machine of its own.
 */
final class ExecutorEnvironment {

  static final String SANDBOX = "MESOS_SANDBOX";

  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR");

  private ExecutorEnvironment() {}

  /**
   * @param checkpoint whether executors are told that the agent may come back
   * @throws LaunchFailure for a variable that cannot be given
   */
  static Map<String, String> of(
      AgentDescription agent,
      FrameworkInfo framework,
      ExecutorInfo executor,
      Path sandbox,
      Timings timings,
      boolean checkpoint)
      throws LaunchFailure {
    Map<String, String> env = new TreeMap<>();
    for (String name : INHERITED) {
      String value = System.getenv(name);
      if (value != null) {
        env.put(name, value);
      }
    }
    String directory = sandbox.toString();
    env.put("LIBPROCESS_IP", "127.0.0.1");
    env.put("LIBPROCESS_PORT", "0");
    env.put("MESOS_AGENT_ENDPOINT", "127.0.0.1:" + agent.port());
    env.put("MESOS_DIRECTORY", directory);
    env.put(SANDBOX, directory);
    env.put("MESOS_EXECUTOR_ID", executor.getExecutorId().getValue());
    env.put("MESOS_FRAMEWORK_ID", framework.getId().getValue());
    env.put("MESOS_SLAVE_ID", agent.id());
    env.put("MESOS_SLAVE_PID", "slave(1)@127.0.0.1:" + agent.port());
    env.put("MESOS_HTTP_COMMAND_EXECUTOR", "0");
    env.put(
        "MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD",
        MesosDuration.text(timings.executorShutdownGrace()));
    if (agent.scheme().equals("https")) {
      env.put("LIBPROCESS_SSL_ENABLED", "1");
    }
    env.put("MESOS_CHECKPOINT", checkpoint ? "1" : "0");
    if (checkpoint) {
      env.put("MESOS_RECOVERY_TIMEOUT", "15mins");
      env.put("MESOS_SUBSCRIPTION_BACKOFF_MAX", "2secs");
    }
    add(env, executor.getCommand());
    return env;
  }

  private static void add(Map<String, String> env, CommandInfo command) throws LaunchFailure {
    for (Environment.Variable variable : command.getEnvironment().getVariablesList()) {
      if (variable.getType() == Environment.Variable.Type.SECRET) {
        throw new LaunchFailure(
            "Environment variable '"
                + variable.getName()
                + "' of type 'SECRET' is not supported by the local cluster");
      }
      env.put(variable.getName(), variable.getValue());
    }
  }
}
