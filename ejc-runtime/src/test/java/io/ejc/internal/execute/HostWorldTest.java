package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.execute.agentjobs.NoisyJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What an executor takes over from the host, and what it must not. */
class HostWorldTest {

  @TempDir Path directory;
  @TempDir Path elsewhere;

  @Test
  void secrets_travel_as_references_and_are_read_on_the_agent() throws Exception {
    Path secret = Files.writeString(elsewhere.resolve("secret"), "hush\n");
    Map<String, String> properties = Map.of("test.secret", "user:${file:" + secret + "}");
    Sandbox sandbox = new Sandbox(directory).withJobs().withFile("logback-ejc.xml", "<x/>");
    try (ExecutorUnderTest executor =
        new ExecutorUnderTest(sandbox, directory, false, properties)) {
      executor.launch(1, NoisyJobs.Reading.class);
      assertThat(executor.agent.awaitReport("t1", "TASK_FAILED").message())
          .startsWith("user:hush jar:file:")
          .endsWith("!/logback-ejc.xml");
      assertThat(executor.process.log()).contains("logs as logback-ejc.xml says");
    }
  }

  @Test
  void a_reference_that_leads_nowhere_is_told_without_what_it_stands_for() throws Exception {
    Map<String, String> properties = Map.of("test.secret", "${file:/nowhere/secret}");
    try (ExecutorUnderTest executor = new ExecutorUnderTest(directory, false, properties)) {
      executor.launch(1, NoisyJobs.Reading.class);
      assertThat(executor.agent.awaitReport("t1", "TASK_FAILED").message())
          .isEqualTo(
              "test.secret: ${file:/nowhere/secret} (expected: a file on this agent that can be"
                  + " read)");
    }
  }

  @Test
  void variables_of_the_agent_can_be_named() {
    HostProperties properties = new HostProperties(Map.of("DB_PASSWORD", "a$1b"));
    assertThat(properties.resolved("db", "x ${env:DB_PASSWORD} y ${other}"))
        .isEqualTo("x a$1b y ${other}");
    assertThatThrownBy(() -> properties.resolved("db", "${env:MISSING}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("db: ${env:MISSING} (expected: a variable of the executor's environment)");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void files_that_are_kept_open_outside_the_sandbox_are_named() throws Exception {
    assertThat(logOfKeeping(elsewhere.resolve("app.log")))
        .contains(elsewhere.toRealPath().resolve("app.log") + " is written outside the sandbox");
  }

  @Test
  void files_inside_the_sandbox_are_nobodys_concern() throws Exception {
    assertThat(logOfKeeping(directory.resolve("app.log"))).doesNotContain("outside the sandbox");
  }

  private String logOfKeeping(Path file) throws IOException {
    Map<String, String> properties = Map.of("test.file", file.toString());
    try (ExecutorUnderTest executor = new ExecutorUnderTest(directory, false, properties)) {
      executor.launch(1, NoisyJobs.Keeping.class);
      executor.agent.awaitReport("t1", "TASK_FINISHED");
      executor.launch(2, NoisyJobs.Leaving.class);
      await().until(() -> executor.process.log().contains("left-behind"));
      Files.createFile(directory.resolve("enough"));
      return executor.process.log();
    }
  }
}
