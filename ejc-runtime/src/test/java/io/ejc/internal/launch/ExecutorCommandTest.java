package io.ejc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command is run by a real shell; in place of java stands a script that prints its arguments.
 */
@DisabledOnOs(OS.WINDOWS)
class ExecutorCommandTest {

  /** The SHA-256 of "one" and "two". */
  private static final String ONE =
      "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";

  private static final String TWO =
      "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3";

  @TempDir private Path sandbox;

  private String java = "";

  private void given(String one, String two) throws IOException {
    Files.createDirectories(sandbox.resolve("layers"));
    Files.writeString(sandbox.resolve("layers/" + ONE + ".jar"), one);
    Files.writeString(sandbox.resolve("layers/" + TWO + ".jar"), two);
    Path script = sandbox.resolve("my java's");
    Files.writeString(script, "#!/bin/sh\nfor a in \"$@\"; do echo \"[$a]\"; done\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    java = script.toString();
  }

  private record Ended(int status, String output, String errors) {}

  private Ended run(String command) throws IOException, InterruptedException {
    Path output = sandbox.resolve("stdout");
    Path errors = sandbox.resolve("stderr");
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(sandbox.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return new Ended(
          process.exitValue(),
          Files.readString(output, StandardCharsets.UTF_8),
          Files.readString(errors, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  private String command() {
    ExecutorProfile profile =
        new ExecutorProfile(
            "shop", "", java, List.of("-Da=b c", "-Dq=it's"), "", 100, 512, 256, new TreeMap<>());
    return ExecutorCommand.of(
        profile, List.of(new Layer(ONE, 3, "one"), new Layer(TWO, 3, "two")), 512);
  }

  @Test
  void verified_layers_become_the_class_path_in_their_order()
      throws IOException, InterruptedException {
    given("one", "two");

    Ended ended = run(command());

    assertThat(ended.errors()).isEmpty();
    assertThat(ended.status()).isZero();
    assertThat(ended.output().lines())
        .containsExactly(
            "[-Xmx512m]",
            "[-Da=b c]",
            "[-Dq=it's]",
            "[-cp]",
            "[layers/" + ONE + ".jar:layers/" + TWO + ".jar]",
            "[io.ejc.internal.execute.ExecutorMain]");
  }

  @Test
  void a_corrupted_layer_stops_it_before_the_jvm() throws IOException, InterruptedException {
    given("one", "tWo");

    Ended ended = run(command());

    assertThat(ended.status()).isEqualTo(ExecutorCommand.LAYER_CORRUPTED);
    assertThat(ended.errors()).contains("a layer is not what was sent");
    assertThat(ended.output()).isEmpty();
  }

  @Test
  void a_missing_java_has_words_and_a_status_of_its_own() throws IOException, InterruptedException {
    given("one", "two");
    java = "/no/such/java";

    Ended ended = run(command());

    assertThat(ended.status()).isEqualTo(ExecutorCommand.NO_JAVA);
    assertThat(ended.errors()).contains("no java on this agent: /no/such/java not found");
  }
}
