package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ejc.api.AttemptView;
import io.ejc.api.Ejc;
import io.ejc.api.ItemState;
import io.ejc.api.ItemView;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.runtime.local.LocalCluster;
import io.ejc.runtime.local.LocalClusterTimings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of job, on a cluster with real executors: the guide's examples, and what goes wrong.
 */
class KindsIT {

  @TempDir private static Path directory;
  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static final List<String> ASKED = new CopyOnWriteArrayList<>();
  private static final CountDownLatch RELEASE = new CountDownLatch(1);
  private static ClusterUnderTest cluster;
  private static Ejc ejc;

  @BeforeAll
  static void startClusterAndHost() throws IOException {
    String search = serve();
    cluster =
        ClusterUnderTest.isNamed() ? ClusterUnderTest.named() : ClusterUnderTest.of(startLocal());
    OPEN.add(cluster);
    Ejc.Builder host =
        Ejc.builder(KindsIT.class)
            .property("ejc.name", cluster.name("kinds"))
            .property("ejc.scan.packages", "io.ejc.guide,io.ejc.e2e.kinds")
            .property("ejc.mesos.master", cluster.master())
            .property("ejc.zookeeper.servers", cluster.zookeeper())
            .property("ejc.serve.port", "0")
            .property("ejc.advertise.address", "127.0.0.1")
            .property("ejc.bundle.dir", directory.resolve("bundle").toString())
            .property("ejc.executor.java", ClusterUnderTest.java())
            .property("ejc.executor.heapMB", "192")
            .property("search", search)
            .property("kinds.directory", directory.toString());
    for (String place : List.of("library", "outbox", "backup", "cache", "orders")) {
      host.property(place, Files.createDirectory(directory.resolve(place)).toString());
    }
    ejc = host.start();
    OPEN.add(ejc);
  }

  private static LocalCluster startLocal() {
    LocalCluster started =
        LocalCluster.builder()
            .directory(directory.resolve("cluster"))
            .timings(LocalClusterTimings.MESOS.withAllocationInterval(Duration.ofMillis(100)))
            .start();
    OPEN.add(started);
    return started;
  }

  private static String serve() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    OPEN.add(() -> server.stop(0));
    ExecutorService threads = Executors.newCachedThreadPool();
    OPEN.add(threads::shutdownNow);
    OPEN.add(RELEASE::countDown);
    server.setExecutor(threads);
    server.createContext("/", KindsIT::answer);
    server.start();
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    ASKED.add(
        exchange.getRequestMethod()
            + " "
            + path
            + " "
            + exchange.getRequestHeaders().getFirst("shardingContext"));
    try {
      if (path.equals("/never")) {
        RELEASE.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int status =
        switch (path) {
          case "/products" -> 200;
          case "/articles" -> 404;
          default -> 503;
        };
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @AfterAll
  static void endAll() throws Exception {
    for (int i = OPEN.size() - 1; i >= 0; i--) {
      OPEN.get(i).close();
    }
  }

  @Test
  void a_simple_job_is_one_call() throws IOException {
    for (String shelf : List.of("poems", "novels")) {
      Path books = Files.createDirectory(directory.resolve("library").resolve(shelf));
      Files.writeString(books.resolve("book.txt"), "so much depends upon");
    }

    assertThat(ended("count-words").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(Files.readString(directory.resolve("library/novels/words.count"))).isEqualTo("4");
  }

  @Test
  void a_dataflow_streams_until_there_is_nothing_left() throws IOException {
    for (int item = 0; item < 2; item++) {
      Path folder = directory.resolve("outbox").resolve("" + item);
      Files.createDirectories(folder.resolve("sent"));
      Path fresh = Files.createDirectories(folder.resolve("new"));
      for (int letter = 0; letter < 25; letter++) {
        Files.writeString(fresh.resolve("letter-" + letter), "dear " + letter);
      }
    }

    assertThat(ended("send-outbox").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(directory.resolve("outbox/0/new")).isEmptyDirectory();
    assertThat(files(directory.resolve("outbox/1/sent"))).hasSize(25);
  }

  @Test
  void a_dataflow_that_fails_half_way_goes_on_where_it_was() throws IOException {
    Path files = Files.createDirectory(directory.resolve("half-way"));
    for (int file = 0; file < 6; file++) {
      Files.writeString(files.resolve("file-" + file), "");
    }

    RunView run = ended("half-way");

    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(outcomes(run, 0)).containsExactly("FAILED", "SUCCEEDED");
    assertThat(run.items().get(0).attempts().get(0).failure())
        .contains(
            new AttemptView.Failure("java.io.IOException", "the connection was lost at file-3"));
    assertThat(files).isEmptyDirectory();
  }

  @Test
  void a_fetch_that_never_ends_is_ended_by_its_timeout() {
    ItemView item = ended("endless-fetch").items().get(0);

    assertThat(item.state()).isEqualTo(ItemState.FAILED);
    assertThat(item.reason()).contains("worked longer than its timeout of 500 ms");
  }

  @Test
  void a_script_runs_on_the_agent() throws IOException {
    for (int part = 0; part < 2; part++) {
      Path data = Files.createDirectory(directory.resolve("backup/part-" + part));
      Files.writeString(data.resolve("rows.csv"), "1,2,3");
    }

    assertThat(ended("back-up").state()).isEqualTo(RunState.SUCCEEDED);
    if (!ClusterUnderTest.isNamed()) {
      assertThat(files(directory.resolve("cluster")))
          .extracting(file -> String.valueOf(file.getFileName()))
          .contains("part-0.tar.gz", "part-1.tar.gz");
    }
  }

  @Test
  void a_scripts_end_is_told_and_its_output_lies_in_the_sandbox() throws IOException {
    RunView run = ended("bad-scripts");

    assertThat(run.items())
        .extracting(ItemView::state)
        .containsExactly(ItemState.FAILED, ItemState.FAILED, ItemState.SUCCEEDED);
    assertThat(run.items()).allMatch(item -> item.attempts().size() == 1);
    assertThat(run.items().get(0).reason())
        .contains("io.ejc.api.ScriptFailedException: sh: exited with status 3");
    assertThat(run.items().get(1).reason().orElseThrow())
        .contains("no-such-program: cannot be run (expected: a program on this agent");
    long left = Long.parseLong(Files.readString(directory.resolve("left-behind")).strip());
    await().until(() -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
    String task = run.items().get(0).attempts().get(0).taskId();
    assertThat(text("tasks/" + task + "/stdout")).contains("out of " + task);
    assertThat(text("tasks/" + task + "/stderr")).contains("err of " + task);
  }

  @Test
  void endless_output_fills_no_memory_and_ends_with_the_timeout() throws IOException {
    ItemView item = ended("endless-output").items().get(0);

    assertThat(item.state()).isEqualTo(ItemState.FAILED);
    assertThat(item.reason()).contains("worked longer than its timeout of 3000 ms");
    long shell = Long.parseLong(Files.readString(directory.resolve("endless")).strip());
    await().until(() -> ProcessHandle.of(shell).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void a_request_is_sent_from_the_agent_with_its_context() {
    RunView run = ended("refresh-index");

    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ASKED)
        .anyMatch(
            asked ->
                asked.startsWith("POST /products {\"jobName\":\"refresh-index\"")
                    && asked.contains(run.items().get(0).attempts().get(0).taskId()));
  }

  @Test
  void requests_that_go_wrong_fail_with_their_reason() {
    RunView run = ended("bad-requests");

    assertThat(run.items()).allMatch(item -> item.state() == ItemState.FAILED);
    assertThat(run.items().get(0).reason().orElseThrow())
        .contains("HttpFailedException: GET http://127.0.0.1", "/refused: answered 503");
    assertThat(run.items().get(1).reason().orElseThrow()).contains("HttpTimeoutException");
    assertThat(run.items().get(2).reason().orElseThrow()).contains("IllegalArgumentException");
  }

  @Test
  void a_command_needs_no_executor() throws IOException {
    for (int item = 0; item < 2; item++) {
      Path cache = Files.createDirectory(directory.resolve("cache/" + item));
      Files.writeString(cache.resolve("old.tmp"), "");
      Files.writeString(cache.resolve("kept"), "");
    }

    RunView run = ended("clean-cache");

    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(files(directory.resolve("cache")))
        .extracting(file -> String.valueOf(file.getFileName()))
        .containsExactlyInAnyOrder("kept", "kept");
  }

  @Test
  void a_commands_end_is_told_and_a_kill_ends_its_children() throws Exception {
    RunView run = ejc.trigger("bad-commands");
    Path sleeping = directory.resolve("sleeping");
    await()
        .atMost(ChildJvm.PATIENCE)
        .until(() -> Files.exists(sleeping) && Files.size(sleeping) > 1);
    long child = Long.parseLong(Files.readString(sleeping).strip());
    await().atMost(ChildJvm.PATIENCE).until(() -> item(run, 2).state() == ItemState.RUNNING);

    assertThat(ejc.kill(run.id(), 2)).isTrue();

    RunView ended = ended(run);
    assertThat(ended.items())
        .extracting(ItemView::state)
        .containsExactly(ItemState.FAILED, ItemState.FAILED, ItemState.KILLED);
    assertThat(outcomes(ended, 0)).containsExactly("FAILED", "FAILED");
    assertThat(ended.items().get(0).reason()).contains("Command exited with status 3");
    assertThat(ended.items().get(1).reason().orElseThrow())
        .contains("the shell found no such command on the agent");
    await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    String task = ended.items().get(0).attempts().get(0).taskId();
    assertThat(text("stdout")).contains("out of " + task);
  }

  @Test
  void a_kind_a_listener_and_an_error_handler_of_a_library() throws IOException {
    Path orders = directory.resolve("orders");
    for (int order = 0; order < 10; order++) {
      Files.writeString(orders.resolve("order-" + order), "order " + order);
    }
    assertThat(ended("import-orders").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(orders).isEmptyDirectory();

    Files.writeString(orders.resolve("empty"), " ");
    RunView run = ended("import-orders");

    assertThat(run.state()).isEqualTo(RunState.FAILED);
    ItemView failed =
        run.items().stream().filter(i -> i.state() == ItemState.FAILED).findFirst().orElseThrow();
    assertThat(failed.attempts()).hasSize(1); // retries are for an IOException
    String task = failed.attempts().get(0).taskId();
    assertThat(Files.readString(directory.resolve("orders-failed").resolve(task + ".txt")))
        .isEqualTo("java.lang.IllegalStateException: empty holds no order");
    assertThat(text("tasks/" + task + "/stderr")).contains(task + " failed after PT");
  }

  private static RunView ended(String job) {
    return ended(ejc.trigger(job));
  }

  private static RunView ended(RunView run) {
    try {
      return ejc.whenEnded(run.id()).get(ChildJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("run " + ejc.findRun(run.id()), e);
    }
  }

  private static ItemView item(RunView run, int item) {
    return ejc.findRun(run.id()).orElseThrow().items().get(item);
  }

  private static List<String> outcomes(RunView run, int item) {
    return run.items().get(item).attempts().stream().map(AttemptView::outcome).toList();
  }

  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** All that is in a file of the sandboxes. */
  private static String text(String file) {
    return String.join("", new AgentFiles(cluster.master()).read(cluster.name("kinds"), file));
  }
}
