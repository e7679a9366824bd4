package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentEnvironmentTest {

  /** As a real agent gives it to an executor of a checkpointing framework. */
  private final Map<String, String> variables =
      new HashMap<>(
          Map.of(
              "MESOS_AGENT_ENDPOINT", "127.0.0.1:5051",
              "MESOS_CHECKPOINT", "1",
              "MESOS_DIRECTORY", "/sandbox",
              "MESOS_EXECUTOR_ID", "exec-1",
              "MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", "5secs",
              "MESOS_FRAMEWORK_ID", "framework-0000",
              "MESOS_RECOVERY_TIMEOUT", "15mins",
              "MESOS_SANDBOX", "/sandbox",
              "MESOS_SLAVE_PID", "slave(1)@127.0.0.1:5051",
              "MESOS_SUBSCRIPTION_BACKOFF_MAX", "2secs"));

  @Test
  void what_a_real_agent_gives_is_understood() {
    AgentEnvironment agent = AgentEnvironment.of(variables);
    assertThat(agent.api()).isEqualTo(URI.create("http://127.0.0.1:5051/slave(1)/api/v1/executor"));
    assertThat(agent.sandbox()).isEqualTo(Path.of("/sandbox"));
    assertThat(agent.checkpoint()).isTrue();
    assertThat(agent.recoveryTimeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(agent.backoffMax()).isEqualTo(Duration.ofSeconds(2));
    assertThat(agent.shutdownGrace()).isEqualTo(Duration.ofSeconds(5));
    assertThat(agent.token()).isEmpty();
  }

  @Test
  void what_only_some_agents_give_has_a_default() {
    variables
        .keySet()
        .removeAll(
            List.of(
                "MESOS_CHECKPOINT",
                "MESOS_RECOVERY_TIMEOUT",
                "MESOS_SANDBOX",
                "MESOS_SLAVE_PID",
                "MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD"));
    AgentEnvironment agent = AgentEnvironment.of(variables);
    assertThat(agent.api()).isEqualTo(URI.create("http://127.0.0.1:5051/slave(1)/api/v1/executor"));
    assertThat(agent.sandbox()).isEqualTo(Path.of("/sandbox"));
    assertThat(agent.checkpoint()).isFalse();
    assertThat(agent.shutdownGrace()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void the_token_is_never_printed() {
    variables.put("MESOS_EXECUTOR_AUTHENTICATION_TOKEN", "secret");
    AgentEnvironment agent = AgentEnvironment.of(variables);
    assertThat(agent.token()).contains("secret");
    assertThat(agent.toString()).contains("exec-1").doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MESOS_AGENT_ENDPOINT", "MESOS_FRAMEWORK_ID", "MESOS_EXECUTOR_ID"})
  void a_missing_variable_is_named(String name) {
    variables.remove(name);
    assertThatThrownBy(() -> AgentEnvironment.of(variables))
        .hasMessage(
            "This program is started by a Mesos agent, not by hand: "
                + name
                + " is not set in the environment.");
  }

  @Test
  void a_malformed_variable_is_named() {
    variables.put("MESOS_RECOVERY_TIMEOUT", "soon");
    assertThatThrownBy(() -> AgentEnvironment.of(variables))
        .hasMessageStartingWith("MESOS_RECOVERY_TIMEOUT: soon (expected: a number and one of");
    variables.put("MESOS_AGENT_ENDPOINT", "no host");
    assertThatThrownBy(() -> AgentEnvironment.of(variables))
        .hasMessage("MESOS_AGENT_ENDPOINT: no host (expected: host:port)");
  }

  @ParameterizedTest
  @CsvSource({
    "5secs, PT5S",
    "15mins, PT15M",
    "1.5hrs, PT1H30M",
    "250ms, PT0.25S",
    "100us, PT0.0001S",
    "7ns, PT0.000000007S",
    "2days, PT48H",
    "3weeks, PT504H",
    "60s, PT60S",
    "2 m, PT2M"
  })
  void durations_are_read_as_mesos_prints_them(String text, Duration expected) {
    assertThat(DurationText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "secs", "-1secs", "1.secs", "5 fortnights", "99999999999999secs"})
  void other_texts_are_no_durations(String text) {
    assertThatThrownBy(() -> DurationText.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
