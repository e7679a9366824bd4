package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.execute.agentjobs.AgentJobs;
import io.ejc.internal.execute.agentjobs.NoisyJobs;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.StartUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What items of one process print, and what they do to it. */
class SharedProcessTest {

  @TempDir Path directory;

  private @Nullable ExecutorUnderTest started;

  @AfterEach
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void what_items_print_and_log_is_kept_apart() throws Exception {
    ExecutorUnderTest executor = executor(Map.of());
    executor.launch(1, NoisyJobs.Talking.class);
    executor.launch(2, NoisyJobs.Talking.class);
    executor.agent.awaitReport("t1", "TASK_FINISHED");
    executor.agent.awaitReport("t2", "TASK_FINISHED");
    for (int item = 1; item <= 2; item++) {
      assertThat(read(executor, item, "stdout"))
          .isEqualTo("item " + item + " says ü\nitem " + item + " has a thread\n");
      assertThat(read(executor, item, "stderr"))
          .contains("item " + item + " complains", "task t" + item + " begins")
          .doesNotContain("item " + (3 - item));
    }
    assertThat(executor.sandbox.read("stdout")).isEmpty();
    assertThat(executor.process.log())
        .contains("task t1 begins", "task t2 begins")
        .doesNotContain("complains");
  }

  @Test
  void an_item_alone_in_its_process_prints_into_the_process_own_files() throws Exception {
    ExecutorUnderTest executor = started(new ExecutorUnderTest(directory, true, Map.of()));
    executor.launch(1, NoisyJobs.Talking.class);
    executor.agent.awaitReport("t1", "TASK_FINISHED");
    assertThat(executor.process.exitStatus()).isZero();
    assertThat(executor.sandbox.read("stdout")).contains("item 1 has a thread");
    assertThat(executor.sandbox.has("tasks")).isFalse();
  }

  @Test
  void what_programs_print_is_their_items() throws Exception {
    ExecutorUnderTest executor = executor(Map.of());
    executor.launch(1, NoisyJobs.Program.class);
    executor.agent.awaitReport("t1", "TASK_FINISHED");
    assertThat(read(executor, 1, "stdout")).isEqualTo("program 1 says\n");
    assertThat(read(executor, 1, "stderr")).contains("program 1 complains\n");
  }

  @Test
  void what_an_item_logs_is_its_own() throws Exception {
    ExecutorUnderTest executor = executor(Map.of());
    for (int item = 1; item <= 2; item++) {
      executor.launch(item, NoisyJobs.Logging.class);
      executor.agent.awaitReport("t" + item, "TASK_FINISHED");
      assertThat(read(executor, item, "stderr")).contains("INFO: item " + item + " logs");
    }
  }

  @Test
  void output_is_bounded_and_that_of_the_latest_items_is_kept() throws Exception {
    ExecutorUnderTest executor =
        executor(Map.of(ExecutorSettings.LOG_MB, "1", ExecutorSettings.LOGS_KEPT, "2"));
    executor.launch(1, NoisyJobs.Wordy.class);
    executor.agent.awaitReport("t1", "TASK_FINISHED");
    assertThat(read(executor, 1, "stdout")).endsWith("line 299999\n");
    assertThat(Files.size(directory.resolve(ExecutorUnderTest.output(1) + "stdout.1")))
        .isBetween(1_000_000L, 1024L * 1024);
    for (int item = 2; item <= 4; item++) {
      executor.launch(item, NoisyJobs.Talking.class);
      executor.agent.awaitReport("t" + item, "TASK_FINISHED");
    }
    assertThat(directory.resolve("tasks").toFile().list())
        .containsExactlyInAnyOrder("job.1.s.20261122T080000Z.3.1", "job.1.s.20261122T080000Z.4.1");
  }

  @Test
  void the_first_item_of_a_process_says_how_that_started() throws Exception {
    ExecutorUnderTest executor = executor(Map.of());
    executor.launch(1, NoisyJobs.Talking.class);
    StartUp startUp = executor.agent.awaitReport("t1", "TASK_RUNNING").startUp();
    executor.agent.awaitReport("t1", "TASK_FINISHED");
    executor.launch(2, NoisyJobs.Talking.class);
    assertThat(startUp).isNotNull();
    assertThat(startUp.jvm()).isPositive();
    assertThat(startUp.subscribed()).isPositive();
    assertThat(executor.agent.awaitReport("t2", "TASK_RUNNING").startUp()).isNull();
  }

  @Test
  void an_item_that_closes_the_streams_harms_nobody() throws Exception {
    ExecutorUnderTest executor = executor(Map.of());
    executor.launch(1, NoisyJobs.Closing.class);
    executor.agent.awaitReport("t1", "TASK_FINISHED");
    executor.launch(2, NoisyJobs.Talking.class);
    executor.agent.awaitReport("t2", "TASK_FINISHED");
    assertThat(read(executor, 2, "stdout")).contains("item 2 says ü");
    assertThat(read(executor, 2, "stderr")).contains("item 2 complains");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_full_disk_harms_no_item() throws Exception {
    ExecutorUnderTest executor = executor(Map.of());
    for (int item = 1; item <= 2; item++) {
      Path output = directory.resolve(ExecutorUnderTest.output(item));
      Files.createDirectories(output);
      Files.createSymbolicLink(output.resolve("stdout"), Path.of("/dev/full"));
    }
    executor.launch(1, NoisyJobs.Talking.class);
    executor.launch(2, NoisyJobs.Program.class);
    assertThat(executor.agent.awaitReport("t1", "TASK_FINISHED").kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(executor.agent.awaitReport("t2", "TASK_FINISHED").kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(read(executor, 1, "stderr")).contains("item 1 complains");
  }

  @Test
  void an_item_that_ends_the_jvm_has_failed_and_its_neighbours_have_not() throws Exception {
    ExecutorUnderTest executor = executor(Map.of());
    executor.launch(1, NoisyJobs.Waiting.class);
    executor.agent.awaitReport("t1", "TASK_RUNNING");
    executor.launch(2, NoisyJobs.Exiting.class);
    AttemptReport end = executor.agent.awaitReport("t2", "TASK_FAILED");
    assertThat(executor.process.exitStatus()).isEqualTo(ExitStatus.USER_EXIT.code());
    assertThat(end.kind()).isEqualTo(Kind.FAILED);
    assertThat(end.message())
        .isEqualTo(
            "user code ended the JVM by System.exit (expected: to return, or to throw an exception)");
    assertThat(executor.agent.states("t1")).containsExactly("TASK_RUNNING");
  }

  @Test
  void a_thread_of_an_item_that_ends_the_jvm_is_its_failure() throws Exception {
    ExecutorUnderTest executor = started(new ExecutorUnderTest(directory, true, Map.of()));
    executor.launch(1, NoisyJobs.ExitingElsewhere.class);
    assertThat(executor.agent.awaitReport("t1", "TASK_FAILED").message()).contains("System.exit");
    assertThat(executor.process.exitStatus()).isEqualTo(ExitStatus.USER_EXIT.code());
  }

  @Test
  void a_full_stack_is_a_failure_and_the_process_goes_on() throws Exception {
    ExecutorUnderTest executor = executor(Map.of());
    executor.launch(1, NoisyJobs.Recursive.class);
    assertThat(executor.agent.awaitReport("t1", "TASK_FAILED").exceptionClass())
        .isEqualTo("java.lang.StackOverflowError");
    executor.launch(2, NoisyJobs.Talking.class);
    executor.agent.awaitReport("t2", "TASK_FINISHED");
  }

  @Test
  void threads_that_a_job_leaves_are_named() throws Exception {
    ExecutorUnderTest executor = executor(Map.of());
    executor.launch(1, NoisyJobs.Leaving.class);
    executor.agent.awaitReport("t1", "TASK_FINISHED");
    await()
        .untilAsserted(
            () ->
                assertThat(executor.process.log())
                    .contains("job job: 1 threads go on after its items have ended")
                    .contains("left-behind"));
    Files.createFile(directory.resolve("enough"));
  }

  @Test
  void where_a_stuck_item_stands_is_logged() throws Exception {
    ExecutorUnderTest executor = executor(Map.of(ExecutorSettings.KILL_FORCE_AFTER, "100ms"));
    executor.launch(1, AgentJobs.Stubborn.class);
    executor.agent.awaitReport("t1", "TASK_RUNNING");
    executor.agent.kill("t1", Duration.ofMillis(50));
    assertThat(executor.process.exitStatus()).isEqualTo(ExitStatus.STUCK.code());
    assertThat(executor.process.log())
        .contains("task t1 is stuck in shared executor")
        .contains("io.ejc.internal.execute.agentjobs.AgentJobs$Stubborn.execute(AgentJobs.java");
  }

  private ExecutorUnderTest executor(Map<String, String> properties) throws IOException {
    return started(new ExecutorUnderTest(directory, false, properties));
  }

  private ExecutorUnderTest started(ExecutorUnderTest executor) {
    started = executor;
    return executor;
  }

  private static String read(ExecutorUnderTest executor, int item, String file) throws IOException {
    return executor.sandbox.read(ExecutorUnderTest.output(item) + file);
  }
}
