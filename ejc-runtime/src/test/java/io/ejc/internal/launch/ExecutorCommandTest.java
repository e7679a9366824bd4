package io.ejc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  private void givenJava() throws IOException {
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
            "shop",
            "",
            java,
            List.of("-Da=b c", "-Dq=it's"),
            "",
            100,
            512,
            256,
            new TreeMap<>(),
            new ExecutorProfile.Delivery(
                "Ym9vdA==", "", sandbox.resolve("the cache").toString(), Duration.ofSeconds(5)),
            ExecutorProfile.World.AGENT);
    return ExecutorCommand.of(
        profile, List.of(new Layer(ONE, 3, "one"), new Layer(TWO, 3, "two")), 512);
  }

  private void givenCache(String one, String two) throws IOException {
    Path cache = Files.createDirectories(sandbox.resolve("the cache"));
    Files.writeString(cache.resolve(ONE + ".jar"), one);
    Files.writeString(cache.resolve(TWO + ".jar"), two);
  }

  private static final List<String> OPTIONS =
      List.of(
          "[-Xmx512m]",
          "[-Da=b c]",
          "[-Dq=it's]",
          "[-cp]",
          "[boot.jar:layers/" + ONE + ".jar:layers/" + TWO + ".jar]");

  private static final List<String> BOOT =
      List.of(
          "[io.ejc.internal.execute.boot.Boot]", "[5000]", "[" + ONE + ":3]", "[" + TWO + ":3]");

  @Test
  void layers_of_the_cache_are_verified_and_become_the_class_path_in_their_order()
      throws IOException, InterruptedException {
    givenJava();
    givenCache("one", "two");

    Ended ended = run(command());

    assertThat(ended.errors()).isEmpty();
    assertThat(ended.status()).isZero();
    assertThat(ended.output().lines())
        .startsWith(OPTIONS.toArray(String[]::new))
        .endsWith("[io.ejc.internal.execute.ExecutorMain]");
    assertThat(sandbox.resolve("layers/" + TWO + ".jar")).hasContent("two");
    assertThat(sandbox.resolve("boot.jar")).hasContent("boot");
  }

  @Test
  void without_a_cache_it_begins_with_the_program_that_brings_layers()
      throws IOException, InterruptedException {
    givenJava();

    Ended ended = run(command());

    assertThat(ended.errors()).isEmpty();
    assertThat(ended.output().lines())
        .startsWith(OPTIONS.toArray(String[]::new))
        .endsWith(BOOT.toArray(String[]::new));
  }

  @Test
  void a_layer_that_is_damaged_in_the_cache_is_not_taken()
      throws IOException, InterruptedException {
    givenJava();
    givenCache("one", "tWo");

    Ended ended = run(command());

    assertThat(ended.errors()).isEmpty();
    assertThat(ended.output().lines()).endsWith(BOOT.toArray(String[]::new));
    assertThat(sandbox.resolve("layers/" + ONE + ".jar")).exists();
    assertThat(sandbox.resolve("layers/" + TWO + ".jar")).doesNotExist();
  }

  @Test
  void a_missing_java_has_words_and_a_status_of_its_own() throws IOException, InterruptedException {
    java = "/no/such/java";

    Ended ended = run(command());

    assertThat(ended.status()).isEqualTo(ExecutorCommand.NO_JAVA);
    assertThat(ended.errors()).contains("no java on this agent: /no/such/java not found");
  }

  @Test
  void a_missing_base64_has_words_and_a_status_of_its_own()
      throws IOException, InterruptedException {
    givenJava();

    Ended ended = run("base64() { return 127; }; " + command());

    assertThat(ended.status()).isEqualTo(ExecutorCommand.NO_BOOT);
    assertThat(ended.errors()).contains("no base64 on this agent");
  }
}
