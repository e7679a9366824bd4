package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.ProbeAnswer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentLookTest {

  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.123Z");

  @TempDir private Path sandbox;

  @Test
  void says_java_user_and_clock_and_leaves_nothing_behind() {
    ProbeAnswer answer = AgentLook.from(sandbox, NOW);

    assertThat(answer)
        .isEqualTo(
            new ProbeAnswer(
                Runtime.version().toString(), System.getProperty("user.name"), NOW, ""));
    assertThat(sandbox).isEmptyDirectory();
    assertThat(ProbeAnswer.parse(answer.toString())).contains(answer);
  }

  @Test
  void says_why_a_sandbox_cannot_be_written() {
    ProbeAnswer answer = AgentLook.from(sandbox.resolve("gone"), NOW);

    assertThat(answer.sandboxProblem()).contains("NoSuchFileException", "gone");
    assertThat(ProbeAnswer.parse(answer.toString())).contains(answer);
  }

  @Test
  void words_of_something_else_are_no_answer() {
    assertThat(ProbeAnswer.parse("")).isEmpty();
    assertThat(ProbeAnswer.parse("java=17; user=u; clock=noon; sandbox="))
        .isEqualTo(Optional.empty());
  }
}
