package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.api.DataflowJob;
import io.ejc.api.ShardingContext;
import io.ejc.internal.model.AttemptReport.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataflowItemsTest {

  private final KindsUnderTest kinds = new KindsUnderTest();

  @AfterEach
  void close() {
    kinds.close();
  }

  /** Numbers in chunks of two. */
  private static class Numbers implements DataflowJob<Integer> {
    final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Integer> open = new ArrayList<>();

    Numbers(Integer... numbers) {
      open.addAll(List.of(numbers));
    }

    @Override
    public @Nullable List<Integer> fetchData(ShardingContext context) throws Exception {
      calls.add("fetch");
      return open.isEmpty() ? null : List.copyOf(open.subList(0, Math.min(2, open.size())));
    }

    @Override
    public void processData(ShardingContext context, List<Integer> data) throws Exception {
      calls.add("process " + data);
      open.removeAll(data);
    }
  }

  @Test
  void fetches_and_processes_once() {
    Numbers job = new Numbers(1, 2, 3);

    assertThat(kinds.launch(job).end().kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(job.calls).containsExactly("fetch", "process [1, 2]");
  }

  @Test
  void nothing_fetched_is_nothing_to_do() {
    Numbers job = new Numbers();

    assertThat(kinds.launch(job).end().kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(job.calls).containsExactly("fetch");
  }

  @Test
  void streams_until_a_fetch_is_empty() {
    Numbers job = new Numbers(1, 2, 3);

    kinds.handling(KindsUnderTest.streaming()).launch(job);

    assertThat(kinds.end().kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(job.calls)
        .containsExactly("fetch", "process [1, 2]", "fetch", "process [3]", "fetch");
  }

  @Test
  void processing_that_throws_half_way_fails_the_item_and_fetches_no_more() {
    Numbers job =
        new Numbers(1, 2, 3, 4) {
          @Override
          public void processData(ShardingContext context, List<Integer> data) throws Exception {
            if (data.contains(3)) {
              throw new IllegalStateException("3 cannot be processed");
            }
            super.processData(context, data);
          }
        };

    kinds.handling(KindsUnderTest.streaming()).launch(job);

    assertThat(kinds.end().kind()).isEqualTo(Kind.FAILED);
    assertThat(kinds.end().message()).isEqualTo("3 cannot be processed");
    assertThat(job.calls).containsExactly("fetch", "process [1, 2]", "fetch");
  }

  @Test
  void a_kill_ends_an_endless_stream_between_chunks() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(3);
    Numbers job =
        new Numbers(1) {
          @Override
          public void processData(ShardingContext context, List<Integer> data) {
            begun.countDown(); // and never takes what it has processed away
          }
        };
    kinds.handling(KindsUnderTest.streaming()).launch(job);
    begun.await();

    kinds.kill();

    assertThat(kinds.end().kind()).isEqualTo(Kind.KILLED);
  }

  @Test
  void a_fetch_that_never_ends_is_interrupted_by_a_kill() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Numbers job =
        new Numbers() {
          @Override
          public @Nullable List<Integer> fetchData(ShardingContext context) throws Exception {
            begun.countDown();
            new CountDownLatch(1).await();
            return null;
          }
        };
    kinds.launch(job);
    begun.await();

    kinds.kill();

    assertThat(kinds.end().kind()).isEqualTo(Kind.KILLED);
    assertThat(kinds.end().exceptionClass()).isEqualTo("java.lang.InterruptedException");
  }

  @Test
  void what_was_fetched_when_the_kill_came_is_not_processed() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Semaphore go = new Semaphore(0);
    Numbers job =
        new Numbers(1, 2) {
          @Override
          public @Nullable List<Integer> fetchData(ShardingContext context) throws Exception {
            begun.countDown();
            go.acquireUninterruptibly();
            return super.fetchData(context);
          }
        };
    kinds.launch(job);
    begun.await();

    kinds.kill();
    go.release();

    assertThat(kinds.end().kind()).isEqualTo(Kind.KILLED);
    assertThat(job.calls).containsExactly("fetch");
  }
}
