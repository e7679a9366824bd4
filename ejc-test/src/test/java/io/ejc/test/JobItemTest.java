package io.ejc.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import io.ejc.api.HttpFailedException;
import io.ejc.api.ParameterException;
import io.ejc.api.ScriptFailedException;
import io.ejc.test.ItemResult.Outcome;
import io.ejc.test.ItemResult.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobItemTest {

  @BeforeEach
  void forget() {
    Jobs.TOLD.clear();
    Jobs.Factory.ASKED.clear();
  }

  @Test
  void the_applications_factory_makes_the_object_and_gets_it_back() throws InterruptedException {
    JobItem.of(Jobs.Simple.class).run();
    assertThat(Jobs.Factory.ASKED).containsExactly("start", "create Simple", "release", "close");

    Jobs.Factory.ASKED.clear();
    try (StartedItem item = JobItem.of(Jobs.Simple.class).start()) {
      assertThat(item.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }
    assertThat(Jobs.Factory.ASKED).containsExactly("start", "create Simple", "release", "close");

    Jobs.Factory.ASKED.clear();
    JobItem.ofObject(new Jobs.Simple()).run();
    assertThat(Jobs.Factory.ASKED).isEmpty();
  }

  @Test
  void an_item_sees_what_its_annotation_says() {
    Jobs.Simple job = new Jobs.Simple();

    ItemResult result = JobItem.ofObject(job).item(1).run();

    assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(result.exception()).isEmpty();
    assertThat(result.retried()).isFalse();
    assertThat(job.said).containsExactly("simple.1.s.20260101T000000Z.1.1 1/3 south all 1 []");
  }

  @Test
  void an_item_sees_what_the_test_says() {
    Jobs.Simple job = new Jobs.Simple();
    JobItem item =
        JobItem.ofObject(job)
            .shardingTotalCount(9)
            .item(7)
            .shardingParameter("moon")
            .scheduledInstant(Instant.parse("2026-03-31T18:30:00Z"))
            .attempt(2)
            .fencingToken(5)
            .ports(31000)
            .property("target", "some");

    item.run();
    item.jobParameter("none").run();

    assertThat(job.said)
        .containsExactly(
            "simple.1.s.20260331T183000Z.7.2 7/9 moon some 5 [31000]",
            "simple.1.s.20260331T183000Z.7.2 7/9 moon none 5 [31000]");
  }

  @Test
  void it_runs_on_the_calling_thread_and_leaves_that_as_it_was() {
    Jobs.Simple job = new Jobs.Simple();
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    JobItem.ofObject(job).run();

    assertThat(job.ranOn).isSameAs(Thread.currentThread());
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void an_exception_is_the_outcome_and_what_is_reported() {
    IOException problem = new IOException("no orders");

    ItemResult result = JobItem.ofObject(new Jobs.Simple(problem)).run();

    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.exception()).containsSame(problem);
    assertThat(result.reports())
        .containsExactly(
            new Report("TASK_RUNNING", ""),
            new Report("TASK_FAILED", "java.io.IOException: no orders"));
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "3, false"})
  void a_failure_is_retried_as_often_as_the_job_says(int attempt, boolean retried) {
    JobItem item = JobItem.ofObject(new Jobs.Simple(new IOException("x"))).attempt(attempt);

    assertThat(item.run().retried()).isEqualTo(retried);
    assertThat(item.run().forGood()).isFalse();
  }

  @Test
  void a_failure_for_good_is_not_retried() {
    ItemResult result = JobItem.ofObject(new Jobs.Simple(new NumberFormatException("x"))).run();

    assertThat(result.forGood()).isTrue();
    assertThat(result.retried()).isFalse();
  }

  @Test
  void listeners_are_told() {
    JobItem.of(Jobs.Simple.class).item(2).run();
    JobItem.ofObject(new Jobs.Simple(new IOException("x"))).run();

    assertThat(Jobs.TOLD)
        .containsExactly(
            "before 2", "after 2: null", "before 0", "after 0: java.io.IOException: x");
  }

  @Test
  void a_class_that_extends_a_job_is_run_in_its_place() {
    Jobs.Simple job = new Jobs.Simple() {};

    assertThat(JobItem.ofObject(job).run().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(job.said).hasSize(1);
  }

  @Test
  void a_dataflow_streams_as_its_annotation_says() {
    Jobs.Dataflow job = new Jobs.Dataflow();

    assertThat(JobItem.ofObject(job).run().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(job.processed).containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
  }

  @Test
  void a_script_ends_with_its_exit_status() {
    assertThat(JobItem.of(Jobs.Script.class).run().outcome()).isEqualTo(Outcome.SUCCEEDED);

    ItemResult failed = JobItem.of(Jobs.Script.class).jobParameter("3").run();

    assertThat(failed.exception()).get().isInstanceOf(ScriptFailedException.class);
    assertThat(failed.exception().orElseThrow()).hasMessageContaining("exited with status 3");
  }

  @Test
  void a_request_is_sent() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map.of("/good", 200, "/bad", 500)
        .forEach(
            (path, status) ->
                server.createContext(
                    path,
                    exchange -> {
                      exchange.sendResponseHeaders(status, -1);
                      exchange.close();
                    }));
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      JobItem item = JobItem.of(Jobs.Http.class);
      assertThat(item.property("address", address + "/good").run().outcome())
          .isEqualTo(Outcome.SUCCEEDED);
      assertThat(item.property("address", address + "/bad").run().exception())
          .get()
          .isInstanceOf(HttpFailedException.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_kind_that_a_library_adds_is_run() {
    assertThat(JobItem.of(Jobs.Saying.class).run().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(Jobs.TOLD).containsExactly("saying said something");
  }

  @Test
  void a_method_gets_its_arguments() {
    Jobs.Methods holder = new Jobs.Methods();

    assertThat(JobItem.ofObject(holder, "number").run().outcome()).isEqualTo(Outcome.SUCCEEDED);
    ItemResult unfit = JobItem.ofObject(holder, "number").shardingParameter("many").run();

    assertThat(holder.seen).containsExactly(42);
    assertThat(unfit.exception()).get().isInstanceOf(ParameterException.class);
    assertThat(unfit.forGood()).isTrue();
    assertThat(JobItem.of(Jobs.Methods.class, "number").run().outcome())
        .isEqualTo(Outcome.SUCCEEDED);
    assertThat(JobItem.of(Jobs.Methods.class, "broken").jobParameter("x").run().exception())
        .get()
        .isInstanceOf(IOException.class);
  }

  @Test
  void the_only_method_needs_no_name() {
    JobItem.of(Jobs.OneMethod.class).run();

    assertThat(Jobs.TOLD).containsExactly("the only one");
  }

  @Test
  void what_a_start_would_refuse_is_refused_with_the_same_words() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobItem.of(Jobs.Bad.class).run())
        .withMessageContaining("name: bad name! (expected: ")
        .withMessageContaining("shardingTotalCount: 0 (expected: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobItem.of(String.class).run())
        .withMessageStartingWith("class java.lang.String: no job (expected: @ElasticJob on the");
  }

  @Test
  void what_cannot_be_run_here_is_refused_with_the_next_step() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobItem.of(Jobs.Shell.class).run())
        .withMessageStartingWith("job shell: a @ShellJob (expected: a job that runs in Java)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobItem.of(Jobs.Simple.class).item(3).run())
        .withMessage("item: 3 (expected: 0 to 2, as of its shardingTotalCount)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobItem.of(Jobs.Methods.class).run())
        .withMessage(
            "job: not named (expected: one of [broken, number], the jobs of class"
                + " io.ejc.test.Jobs$Methods)");
  }
}
