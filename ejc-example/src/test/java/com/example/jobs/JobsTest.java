package com.example.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.jobs.elasticjob.JavaDataflowJob;
import com.example.jobs.elasticjob.JavaOccurErrorJob;
import com.example.jobs.elasticjob.JavaSimpleJob;
import com.example.jobs.elasticjob.ScriptElasticJob;
import io.ejc.api.ParameterException;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.test.ItemResult;
import io.ejc.test.ItemResult.Outcome;
import io.ejc.test.JobItem;
import io.ejc.test.StartedItem;
import io.ejc.test.VirtualCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop's jobs, item by item, without a cluster. */
class JobsTest {

  @Test
  void orders_of_a_city_are_settled() {
    ItemResult result =
        JobItem.of(SettleOrders.class)
            .item(1)
            .scheduledInstant(Instant.parse("2026-03-31T10:00:00Z"))
            .run();

    assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void an_invoice_that_the_gateway_refuses_is_sent_again() {
    ItemResult first = JobItem.of(FlakyInvoices.class).run();

    assertThat(first.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(first.exception()).get().isInstanceOf(IOException.class);
    assertThat(first.retried()).isTrue();

    ItemResult second = JobItem.of(FlakyInvoices.class).attempt(2).run();

    assertThat(second.outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void invoices_without_an_address_fail_in_the_end() {
    ItemResult last = JobItem.of(FlakyInvoices.class).item(1).attempt(3).run();

    assertThat(last.exception().orElseThrow()).hasMessageContaining("no billing address");
    assertThat(last.retried()).isFalse();
  }

  @Test
  void a_minute_of_invoices_is_two_runs_with_their_retries() {
    VirtualCluster cluster =
        VirtualCluster.of(Instant.parse("2026-03-01T00:00:00Z"), FlakyInvoices.class);

    cluster.advance(Duration.ofMinutes(1));

    assertThat(cluster.runs(FlakyInvoices.NAME)).hasSize(2);
    RunView run = cluster.runs(FlakyInvoices.NAME).get(0);
    assertThat(run.scheduledInstant()).isEqualTo("2026-03-01T00:00:15Z");
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.items().get(0).attempts()).hasSize(2);
    assertThat(run.items().get(1).attempts()).hasSize(3);
  }

  @Test
  void the_reindexing_stops_when_it_is_killed() throws InterruptedException {
    try (StartedItem item = JobItem.of(ReindexSearch.class).start()) {
      item.kill();

      assertThat(item.end().outcome()).isEqualTo(Outcome.KILLED);
    }
  }

  @Test
  void the_reindexing_stops_when_it_takes_too_long() throws InterruptedException {
    try (StartedItem item =
        JobItem.of(ReindexSearch.class).timeout(Duration.ofMillis(300)).start()) {
      assertThat(item.end().outcome()).isEqualTo(Outcome.TIMED_OUT);
    }
  }

  @Test
  void leftovers_have_a_place_that_there_is() {
    JobItem leftovers = JobItem.of(StockJobs.class, "leftovers");

    assertThat(leftovers.run().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(leftovers.jobParameter("BURN").run().exception())
        .get()
        .isInstanceOf(ParameterException.class);
  }

  @ParameterizedTest
  @ValueSource(classes = {JavaSimpleJob.class, JavaDataflowJob.class, ScriptElasticJob.class})
  void jobs_in_elasticjobs_shape_succeed_in_every_city(Class<?> job) {
    for (int item = 0; item < 3; item++) {
      assertThat(JobItem.of(job).item(item).run().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }
  }

  @Test
  void the_job_that_fails_fails() {
    assertThat(JobItem.of(JavaOccurErrorJob.class).item(1).run().exception().orElseThrow())
        .hasMessage("nothing works in Shanghai today");
  }
}
