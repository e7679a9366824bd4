package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ejc.api.HttpJob;
import io.ejc.api.ShardingContext;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptReport.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpItemsTest {

  private final KindsUnderTest kinds = new KindsUnderTest();
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void close() {
    release.countDown();
    kinds.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + body
            + " "
            + exchange.getRequestHeaders().getFirst("shardingContext"));
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/never")) {
      awaitRelease();
    }
    if (path.equals("/moved")) {
      exchange.getResponseHeaders().set("Location", "/200");
      exchange.sendResponseHeaders(302, -1);
    } else if (path.equals("/endless")) {
      exchange.sendResponseHeaders(500, 0);
      endless(exchange.getResponseBody());
    } else {
      int status = path.equals("/never") ? 200 : Integer.parseInt(path.substring(1));
      byte[] words = "x".repeat(5_000).getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(status, words.length);
      exchange.getResponseBody().write(words);
    }
    exchange.close();
  }

  private void awaitRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void endless(OutputStream body) throws IOException {
    byte[] chunk = new byte[64 * 1024];
    Arrays.fill(chunk, (byte) 'y');
    while (release.getCount() > 0) {
      body.write(chunk);
    }
  }

  /** A request to a path. */
  private record Request(URI uri, Duration timeout) implements HttpJob {
    @Override
    public HttpRequest request(ShardingContext context) {
      return HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("do")).build();
    }

    @Override
    public boolean succeeds(int status) {
      return status == 200 || status == 404;
    }
  }

  private Request to(String path) {
    return to(path, Duration.ofSeconds(30));
  }

  private Request to(String path, Duration timeout) {
    return new Request(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path), timeout);
  }

  @Test
  void the_request_carries_the_context_and_its_status_is_the_outcome() {
    assertThat(kinds.launch(to("/200?secret=1")).end().kind()).isEqualTo(Kind.SUCCEEDED);

    assertThat(asked).hasSize(1);
    assertThat(asked.get(0))
        .startsWith("POST /200?secret=1 do {\"jobName\":\"settle\"")
        .contains("\"shardingItem\":2", "\"shardingParameter\":\"Guang\\\"zhou\"");
  }

  @Test
  void the_job_says_what_counts_as_success() {
    assertThat(kinds.launch(to("/404")).end().kind()).isEqualTo(Kind.SUCCEEDED);
  }

  @Test
  void any_other_status_fails_with_the_beginning_of_the_answer_and_without_the_query() {
    AttemptReport end = kinds.launch(to("/503?secret=1")).end();

    assertThat(end.kind()).isEqualTo(Kind.FAILED);
    assertThat(end.exceptionClass()).isEqualTo("io.ejc.api.HttpFailedException");
    assertThat(end.message())
        .isEqualTo("POST " + to("/503").uri() + ": answered 503: " + "x".repeat(1_000));
  }

  @Test
  void redirects_are_followed() {
    assertThat(kinds.launch(to("/moved")).end().kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(asked).hasSize(2);
  }

  @Test
  void an_answer_that_never_comes_is_a_failure_after_the_timeout() {
    AttemptReport end = kinds.launch(to("/never", Duration.ofMillis(100))).end();

    assertThat(end.kind()).isEqualTo(Kind.FAILED);
    assertThat(end.exceptionClass()).isEqualTo("java.net.http.HttpTimeoutException");
  }

  @Test
  void an_answer_that_never_ends_is_a_failure_after_the_timeout_too() {
    AttemptReport end = kinds.launch(to("/endless", Duration.ofMillis(300))).end();

    assertThat(end.kind()).isEqualTo(Kind.FAILED);
    assertThat(end.message()).contains("not answered within 300 ms");
  }

  @Test
  void a_kill_gives_the_request_up() {
    kinds.launch(to("/never"));
    await().until(() -> !asked.isEmpty());

    kinds.kill();

    assertThat(kinds.end().kind()).isEqualTo(Kind.KILLED);
    assertThat(kinds.end().exceptionClass()).isEqualTo("java.lang.InterruptedException");
  }

  @Test
  void nobody_there_is_a_failure() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    Request request = new Request(URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(30));

    assertThat(kinds.launch(request).end().exceptionClass()).isEqualTo("java.net.ConnectException");
  }
}
