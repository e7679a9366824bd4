package com.example.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.api.AttemptView;
import io.ejc.api.Ejc;
import io.ejc.api.ItemState;
import io.ejc.api.ItemView;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopJobsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private static Path directory;
  private static Ejc ejc;

  @BeforeAll
  static void start() {
    ejc =
        Ejc.builder(ShopJobs.class)
            .property("ejc.local.dir", directory.resolve("local").toString())
            .start();
  }

  @AfterAll
  static void stop() {
    if (ejc != null) {
      ejc.close();
    }
  }

  @Test
  void orders_are_settled_in_every_city() {
    RunView run = scheduledRun(SettleOrders.NAME);

    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.manual()).isFalse();
    assertThat(run.items())
        .extracting(ItemView::parameter)
        .containsExactly(Optional.of("Beijing"), Optional.of("Shanghai"), Optional.of("Guangzhou"));
  }

  @Test
  void a_method_counts_the_stock_of_each_warehouse() {
    RunView run = scheduledRun("count-stock");

    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.items())
        .extracting(ItemView::parameter)
        .containsExactly(Optional.of("17"), Optional.of("4"));
  }

  @Test
  void the_catalogue_is_exported_into_sandboxes_of_agents() throws IOException {
    RunView run = scheduledRun(ExportCatalogue.NAME);

    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.items()).hasSize(8).allMatch(item -> item.state() == ItemState.SUCCEEDED);
    try (Stream<Path> files = Files.walk(directory)) {
      List<String> exported =
          files.map(file -> String.valueOf(file.getFileName())).distinct().toList();
      assertThat(exported).contains("catalogue-0.csv", "catalogue-7.csv");
    }
    assertThat(Path.of("catalogue-0.csv")).doesNotExist();
  }

  @Test
  void invoices_are_retried_and_the_hopeless_ones_fail_with_their_reason() {
    RunView run = scheduledRun(FlakyInvoices.NAME);

    assertThat(run.state()).isEqualTo(RunState.FAILED);
    ItemView wholesale = run.items().get(0);
    assertThat(wholesale.state()).isEqualTo(ItemState.SUCCEEDED);
    assertThat(wholesale.attempts()).hasSize(2);
    assertThat(failureOf(wholesale.attempts().get(0)).message())
        .contains("421 too many connections");
    ItemView retail = run.items().get(1);
    assertThat(retail.state()).isEqualTo(ItemState.FAILED);
    assertThat(retail.attempts()).hasSize(3);
    AttemptView.Failure last = failureOf(retail.attempts().get(2));
    assertThat(last.exceptionClass()).isEqualTo("java.lang.IllegalStateException");
    assertThat(last.message()).contains("C-1017 has no billing address");
  }

  @Test
  void one_item_of_the_reindexing_is_killed_and_the_other_ends_its_work()
      throws ExecutionException, InterruptedException, TimeoutException {
    RunView triggered = ejc.trigger(ReindexSearch.NAME);
    await()
        .atMost(PATIENCE)
        .until(() -> item(triggered, 1).filter(i -> i.state() == ItemState.RUNNING).isPresent());

    assertThat(ejc.kill(triggered.id(), 1)).isTrue();

    RunView run = ejc.whenEnded(triggered.id()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(run.manual()).isTrue();
    assertThat(run.state()).isEqualTo(RunState.KILLED);
    assertThat(run.items())
        .extracting(ItemView::state)
        .containsExactly(ItemState.SUCCEEDED, ItemState.KILLED);
  }

  @Test
  void jobs_written_for_elasticjob_run_with_other_imports_and_another_annotation()
      throws IOException, ExecutionException, InterruptedException, TimeoutException {
    assertThat(scheduledRun("javaSimpleJob").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(scheduledRun("javaDataflowElasticJob").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(scheduledRun("scriptElasticJob").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(stdout())
        .contains("| SIMPLE", "| DATAFLOW FETCH", "| DATAFLOW PROCESS")
        .contains("item 1 of 3 is for Shanghai", "sharding context: {\"jobName\":");

    RunView failed =
        ejc.whenEnded(ejc.trigger("javaOccurErrorJob").id())
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(failed.items()).allMatch(item -> item.state() == ItemState.FAILED);
    assertThat(failed.items().get(1).reason().orElseThrow())
        .contains("java.lang.RuntimeException: nothing works in Shanghai today");
  }

  private static String stdout() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(f -> f.endsWith("stdout"))::iterator) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private static Optional<ItemView> item(RunView run, int item) {
    return ejc.findRun(run.id()).map(now -> now.items().get(item));
  }

  private static AttemptView.Failure failureOf(AttemptView attempt) {
    return attempt.failure().orElseThrow();
  }

  /** The first run of a job's schedule that has ended. */
  private static RunView scheduledRun(String job) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> ejc.runs(job).stream().filter(run -> run.state().ended()).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }
}
