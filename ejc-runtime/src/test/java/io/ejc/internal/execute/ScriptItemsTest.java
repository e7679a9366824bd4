package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.api.ScriptJob;
import io.ejc.api.ShardingContext;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptReport.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptItemsTest {

  @TempDir private Path directory;
  private final KindsUnderTest kinds = new KindsUnderTest();

  @AfterEach
  void close() {
    kinds.close();
  }

  /** A command, and one more variable. */
  private record Script(List<String> command) implements ScriptJob {
    @Override
    public List<String> command(ShardingContext context) {
      return command;
    }

    @Override
    public Map<String, String> environment(ShardingContext context) {
      return Map.of("MORE", "of " + context.getShardingItem(), "JOB_PORTS", "mine");
    }
  }

  private Script shell(String line) {
    return new Script(List.of("sh", "-c", line, directory.toString()));
  }

  @Test
  void a_program_finds_its_context_in_its_environment() throws IOException {
    kinds.launch(shell("env > $0/env && printf %s \"$JOB_CONTEXT\" > $0/json && cat && pwd >&2"));

    assertThat(kinds.end().kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(Files.readAllLines(directory.resolve("env")))
        .contains(
            "JOB_NAME=settle",
            "JOB_SHARDING_ITEM=2",
            "JOB_SHARDING_PARAMETER=Guang\"zhou",
            "JOB_FENCING_TOKEN=99",
            "MORE=of 2",
            "JOB_PORTS=mine")
        .noneMatch(line -> line.startsWith("MESOS_EXECUTOR_AUTHENTICATION_TOKEN"));
    assertThat(Files.readString(directory.resolve("json")))
        .contains("\"shardingParameter\":\"Guang\\\"zhou\"", "\"ports\":[31000,31001]");
  }

  @ParameterizedTest
  @CsvSource({
    "exit 3, exited with status 3",
    "no-such-program, exited with status 127 (of a shell: what it was to run was not found)",
    "kill -9 $$, exited with status 137 (as of signal 9)"
  })
  void any_status_but_0_fails_the_item(String line, String words) {
    AttemptReport end = kinds.launch(shell(line)).end();

    assertThat(end.kind()).isEqualTo(Kind.FAILED);
    assertThat(end.exceptionClass()).isEqualTo("io.ejc.api.ScriptFailedException");
    assertThat(end.message()).isEqualTo("sh: " + words);
  }

  @Test
  void an_unknown_program_is_named() {
    AttemptReport end = kinds.launch(new Script(List.of("no-such-program", "-v"))).end();

    assertThat(end.kind()).isEqualTo(Kind.FAILED);
    assertThat(end.message())
        .startsWith("no-such-program: cannot be run (expected: a program on this agent");
  }

  @Test
  void a_command_of_nothing_is_refused() {
    AttemptReport end = kinds.launch(new Script(List.of())).end();

    assertThat(end.message()).isEqualTo("command: empty (expected: a program and its arguments)");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_kill_ends_the_program_and_all_that_it_has_started() {
    // one child of the shell, one that has left its session, one whose parent has ended
    kinds.launch(
        shell(
            "sleep 1000 & echo $! > $0/child;"
                + " setsid sh -c 'echo $$ > '$0'/session; exec sleep 1000' &"
                + " (sleep 1000 & echo $! > $0/orphan);"
                + " wait"));
    List<ProcessHandle> children = List.of(process("child"), process("session"), process("orphan"));

    kinds.kill();

    assertThat(kinds.end().kind()).isEqualTo(Kind.KILLED);
    assertThat(kinds.end().exceptionClass()).isEqualTo("java.lang.InterruptedException");
    await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void a_program_may_end_in_order_within_its_grace() throws IOException {
    kinds.launch(
        shell(
            "trap 'echo cleaned > $0/end; exit 0' TERM; echo $$ > $0/ready;"
                + " while true; do sleep 0.1; done"));
    process("ready");

    kinds.kill();

    assertThat(kinds.end().kind()).isEqualTo(Kind.KILLED);
    assertThat(Files.readString(directory.resolve("end"))).isEqualTo("cleaned\n");
  }

  @Test
  void a_program_that_ignores_sigterm_is_killed_before_its_grace_is_over() {
    kinds.grace(Duration.ofMillis(500));
    kinds.launch(shell("trap '' TERM; echo $$ > $0/ready; while true; do sleep 0.1; done"));
    ProcessHandle stubborn = process("ready");

    kinds.kill();
    kinds.kill();

    assertThat(kinds.end().kind()).isEqualTo(Kind.KILLED);
    assertThat(stubborn.isAlive()).isFalse();
  }

  @Test
  void a_later_kill_may_leave_it_less_time() {
    kinds.grace(Duration.ofHours(1));
    kinds.launch(shell("trap '' TERM; echo $$ > $0/ready; while true; do sleep 0.1; done"));
    ProcessHandle stubborn = process("ready");

    kinds.kill();
    kinds.kill(Duration.ofMillis(200));

    assertThat(kinds.end().kind()).isEqualTo(Kind.KILLED);
    assertThat(stubborn.isAlive()).isFalse();
  }

  @Test
  void what_a_program_leaves_behind_ends_with_it() {
    kinds.launch(shell("sleep 1000 & echo $! > $0/left"));

    assertThat(kinds.end().kind()).isEqualTo(Kind.SUCCEEDED);
    ProcessHandle left = ProcessHandle.of(pid("left")).orElse(ProcessHandle.current());
    await().until(() -> left.equals(ProcessHandle.current()) || !left.isAlive());
  }

  /** The process whose id is in a file, which may still have to be written. */
  private ProcessHandle process(String file) {
    Path path = directory.resolve(file);
    await().until(() -> Files.exists(path) && Files.size(path) > 1);
    return ProcessHandle.of(pid(file)).orElseThrow();
  }

  private long pid(String file) {
    try {
      return Long.parseLong(Files.readString(directory.resolve(file)).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
