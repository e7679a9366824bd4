package io.ejc.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.test.ItemResult.Outcome;
import io.ejc.test.ItemResult.Report;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StartedItemTest {

  private static final Duration MOMENT = Duration.ofMillis(1);

  @Test
  void an_item_that_is_killed_ends_as_on_an_agent() throws InterruptedException {
    Jobs.Patient job = new Jobs.Patient();
    try (StartedItem item = JobItem.ofObject(job).start()) {
      job.begun.await();
      item.kill();

      ItemResult result = item.end();

      assertThat(result.outcome()).isEqualTo(Outcome.KILLED);
      assertThat(result.exception()).get().isInstanceOf(InterruptedException.class);
      assertThat(result.retried()).isFalse();
      assertThat(result.reports())
          .extracting(Report::taskState)
          .containsExactly("TASK_RUNNING", "TASK_KILLING", "TASK_KILLED");
    }
  }

  @Test
  void an_item_that_never_noticed_has_done_its_work() throws InterruptedException {
    Jobs.Patient job = new Jobs.Patient(true);
    try (StartedItem item = JobItem.ofObject(job).start()) {
      job.begun.await();
      item.kill();
      job.leave.release();

      assertThat(item.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }
  }

  @Test
  void an_item_is_killed_after_its_timeout_which_is_a_failure() throws InterruptedException {
    try (StartedItem item =
        JobItem.ofObject(new Jobs.Patient()).timeout(Duration.ofMillis(50)).start()) {
      ItemResult result = item.end();

      assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
      assertThat(result.retried()).isTrue();
    }
  }

  @Test
  void an_item_that_ends_in_time_succeeds() throws InterruptedException {
    Jobs.Patient job = new Jobs.Patient();
    try (StartedItem item = JobItem.ofObject(job).timeout(Duration.ofHours(1)).start()) {
      job.leave.release();

      assertThat(item.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
      item.kill();
      assertThat(item.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }
  }

  @Test
  void an_item_that_does_not_end_is_told_to_be_stuck() throws InterruptedException {
    Jobs.Patient job = new Jobs.Patient(true);
    try (StartedItem item = JobItem.ofObject(job).killGrace(MOMENT).start()) {
      job.begun.await();
      item.kill();

      ItemResult result = item.end();

      assertThat(result.outcome()).isEqualTo(Outcome.STUCK);
      assertThat(result.reports()).contains(new Report("TASK_KILLING", "stuck in shared executor"));
      assertThat(result.retried()).isFalse();
    } finally {
      job.leave.release();
    }
  }

  @Test
  void what_a_test_leaves_running_is_killed_when_it_is_closed() throws InterruptedException {
    Jobs.Patient job = new Jobs.Patient();
    StartedItem left;
    try (StartedItem item = JobItem.ofObject(job).start()) {
      job.begun.await();
      left = item;
    }

    assertThat(left.end().outcome()).isEqualTo(Outcome.KILLED);
  }

  @Test
  void an_item_that_fails_at_once_has_ended() throws InterruptedException {
    RuntimeException problem = new IllegalStateException("no orders");
    try (StartedItem item =
        JobItem.ofObject(new Jobs.Simple(problem)).timeout(Duration.ofHours(1)).start()) {
      assertThat(item.end().exception()).containsSame(problem);
    }
  }
}
