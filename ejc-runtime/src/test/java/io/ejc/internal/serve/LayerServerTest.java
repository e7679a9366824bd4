package io.ejc.internal.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerServerTest {

  private static final String SECRET = "s3cret-Path_1";
  private static final String SHA = "ab".repeat(32);

  private final HttpClient client = HttpClient.newHttpClient();
  private Path layer;
  private LayerServer server;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    layer = Files.writeString(directory.resolve("layer.jar"), "0123456789");
    server = LayerServer.start(settings(0), SECRET, Map.of(SHA, layer), Set.of(SHA));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void serves_a_layer_whole() throws Exception {
    HttpResponse<String> response = send("GET", server.layer(SHA));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("0123456789");
    assertThat(headers(response, "Content-Length", "Content-Type", "ETag", "Accept-Ranges"))
        .containsExactly("10", "application/java-archive", '"' + SHA + '"', "bytes");
    assertThat(response.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
  }

  @Test
  void an_answer_that_nobody_takes_is_ended() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(layer.toFile(), "rw")) {
      file.setLength(64L * 1024 * 1024); // more than sockets take in advance
    }
    server.close();
    server =
        LayerServer.start(
            settings(0), SECRET, Map.of(SHA, layer), Set.of(SHA), Duration.ofMillis(200));
    try (Socket frozen = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      frozen
          .getOutputStream()
          .write(("GET /layers/" + SHA + ".jar HTTP/1.0\r\n\r\n").getBytes(UTF_8));

      await("it began").until(() -> server.sent().containsKey(SHA));
      await("the thread is free").atMost(Duration.ofSeconds(30)).until(() -> serving() == 0);
      assertThat(server.sent().get(SHA)).isLessThan(64L * 1024 * 1024);
    }
    assertThat(send("HEAD", server.layer(SHA)).statusCode()).isEqualTo(200);
  }

  /** How many threads of this server are sending something. */
  private static long serving() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().matches("ejc\\[.*]-serve-\\d+"))
        .filter(
            thread ->
                Arrays.stream(thread.getValue())
                    .anyMatch(frame -> frame.getClassName().equals(LayerHandler.class.getName())))
        .count();
  }

  @Test
  void says_the_size_to_a_head_request() throws Exception {
    HttpResponse<String> response = send("HEAD", server.layer(SHA));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(headers(response, "Content-Length", "ETag")).containsExactly("10", '"' + SHA + '"');
  }

  @Test
  void names_itself_with_the_advertised_host() {
    assertThat(server.base())
        .isEqualTo(URI.create("http://127.0.0.1:" + server.port() + "/layers/"));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4,   206, 234,        bytes 2-4/10",
    "bytes=7-,    206, 789,        bytes 7-9/10",
    "bytes=7-100, 206, 789,        bytes 7-9/10",
    "bytes=-3,    206, 789,        bytes 7-9/10",
    "bytes=-100,  206, 0123456789, bytes 0-9/10",
    "bytes=0-0,   206, 0,          bytes 0-0/10"
  })
  void serves_a_range(String range, int status, String body, String contentRange) throws Exception {
    HttpResponse<String> response = send("GET", server.layer(SHA), "Range", range);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(body);
    assertThat(headers(response, "Content-Range")).containsExactly(contentRange);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
  void refuses_a_range_outside(String range) throws Exception {
    HttpResponse<String> response = send("GET", server.layer(SHA), "Range", range);

    assertThat(response.statusCode()).isEqualTo(416);
    assertThat(headers(response, "Content-Range")).containsExactly("bytes */10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=4-2", "bytes=-", "bytes=1-2,4-5", "items=1-2", "nonsense"})
  void serves_the_whole_for_a_range_that_it_need_not_understand(String range) throws Exception {
    HttpResponse<String> response = send("GET", server.layer(SHA), "Range", range);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("0123456789");
  }

  @Test
  void serves_the_whole_when_the_range_is_of_another_file() throws Exception {
    HttpResponse<String> other =
        send("GET", server.layer(SHA), "Range", "bytes=2-4", "If-Range", "\"other\"");
    HttpResponse<String> same =
        send("GET", server.layer(SHA), "Range", "bytes=2-4", "If-Range", '"' + SHA + '"');

    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(same.statusCode()).isEqualTo(206);
  }

  @Test
  void finds_nothing_but_layers() throws Exception {
    for (String path :
        List.of(
            "/",
            "/layers",
            "/layers/x/" + SHA + ".jar",
            "/layers//" + SHA + ".jar",
            "/layers/" + SHA,
            "/layers/../layers/" + SHA + ".jar")) {
      HttpResponse<String> response = send("GET", server.base().resolve(path), "X", "x");
      assertThat(response.statusCode()).as(path).isEqualTo(404);
      assertThat(response.body()).as(path).isEqualTo("There is nothing here.\n");
    }
    assertThat(send("PUT", server.layer(SHA)).statusCode()).isEqualTo(404);
  }

  @Test
  void gives_the_layers_of_an_application_to_who_shows_its_secret() throws Exception {
    LayerServer guarded = LayerServer.start(settings(0), SECRET, Map.of(SHA, layer), Set.of());
    try {
      for (String shown : List.of("", "Bearer", "Bearer " + SECRET + "x", "Basic " + SECRET)) {
        HttpResponse<String> refused =
            shown.isEmpty()
                ? send("GET", guarded.layer(SHA))
                : send("GET", guarded.layer(SHA), "Authorization", shown);
        assertThat(refused.statusCode()).as(shown).isEqualTo(401);
        assertThat(refused.body()).contains("needs the application's secret");
        assertThat(headers(refused, "WWW-Authenticate"))
            .containsExactly("Bearer realm=\"ejc-layers\"");
      }
      String bearer = "Bearer " + SECRET;
      assertThat(send("GET", guarded.layer(SHA), "Authorization", bearer).body())
          .isEqualTo("0123456789");
      assertThat(send("GET", guarded.layer("cd".repeat(32))).statusCode()).isEqualTo(401);
    } finally {
      guarded.close();
    }
  }

  @Test
  void counts_what_it_sends_of_each_layer() throws Exception {
    send("GET", server.layer(SHA));
    send("GET", server.layer(SHA), "Range", "bytes=2-4");
    send("HEAD", server.layer(SHA));

    assertThat(server.sent()).containsExactly(Map.entry(SHA, 13L));
    assertThat(send("GET", server.base()).statusCode()).isEqualTo(401);
    assertThat(send("GET", server.base(), "Authorization", "Bearer " + SECRET).body())
        .isEqualTo(SHA + " 13\n");
  }

  @Test
  void says_that_it_does_not_serve_a_layer() throws Exception {
    String other = "cd".repeat(32);

    HttpResponse<String> response =
        send("GET", server.layer(other), "Authorization", "Bearer " + SECRET);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("This host does not serve layer " + other + ".\n");
  }

  @Test
  void does_not_serve_a_file_that_changed_after_the_start() throws Exception {
    Files.writeString(layer, "another build");

    HttpResponse<String> response = send("GET", server.layer(SHA));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains(SHA, "changed after the host's start");
  }

  @Test
  void a_file_of_which_another_host_says_that_it_uses_it_is_served() throws Exception {
    Files.setLastModifiedTime(layer, FileTime.fromMillis(0));

    assertThat(send("GET", server.layer(SHA)).statusCode()).isEqualTo(200);
  }

  @Test
  void another_file_of_the_same_size_is_not_served() throws Exception {
    Path other = Files.write(layer.resolveSibling("other"), new byte[(int) Files.size(layer)]);
    Files.move(other, layer, StandardCopyOption.REPLACE_EXISTING);

    assertThat(send("GET", server.layer(SHA)).statusCode()).isEqualTo(404);
  }

  @Test
  void serves_many_at_once_on_named_daemon_threads() {
    List<CompletableFuture<HttpResponse<String>>> responses =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    client.sendAsync(
                        HttpRequest.newBuilder(server.layer(SHA)).build(),
                        HttpResponse.BodyHandlers.ofString(UTF_8)))
            .toList();

    assertThat(responses)
        .allSatisfy(response -> assertThat(response.join().body()).isEqualTo("0123456789"));
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("ejc[shop]-serve-"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
  }

  @Test
  void frees_its_port_when_closed_and_may_be_closed_twice() throws Exception {
    int port = server.port();

    server.close();
    server.close();

    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.isBound()).isTrue();
    }
  }

  @Test
  void names_the_key_when_the_port_is_in_use() {
    int port = server.port();

    assertThatThrownBy(() -> LayerServer.start(settings(port), SECRET, Map.of(), Set.of()))
        .isInstanceOf(ServeException.class)
        .hasMessage(
            "ejc.serve.port: "
                + port
                + " is in use (expected: a free port); set ejc.serve.port to another, or 0 for"
                + " any");
  }

  @Test
  void closes_although_a_client_does_not_read() throws Exception {
    Path large = layer.resolveSibling("large.jar");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(256L * 1024 * 1024);
    }
    LayerServer other = LayerServer.start(settings(0), SECRET, Map.of(SHA, large), Set.of(SHA));
    try (Socket stalled = new Socket(InetAddress.getLoopbackAddress(), other.port())) {
      String request = "GET " + other.layer(SHA).getPath() + " HTTP/1.1\r\nHost: x\r\n\r\n";
      stalled.getOutputStream().write(request.getBytes(UTF_8));
      assertThat(stalled.getInputStream().read()).isEqualTo('H');

      other.close();

      stalled.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    } finally {
      other.close();
    }
  }

  @Test
  void names_the_key_when_the_address_is_not_of_this_machine() {
    ServeSettings elsewhere = new ServeSettings("shop", "192.0.2.1", 0, "127.0.0.1");

    assertThatThrownBy(() -> LayerServer.start(elsewhere, SECRET, Map.of(), Set.of()))
        .hasMessage("ejc.serve.address: 192.0.2.1 (expected: an address of this machine)");
    assertThatThrownBy(() -> new ServeSettings("shop", "127.0.0.1", 70_000, "127.0.0.1"))
        .hasMessage("ejc.serve.port: 70000 (expected: 0 to 65535)");
  }

  @Test
  void refuses_a_layer_whose_file_is_missing() {
    Path missing = layer.resolveSibling("missing.jar");

    assertThatThrownBy(() -> LayerServer.start(settings(0), SECRET, Map.of(SHA, missing), Set.of()))
        .isInstanceOf(ServeException.class)
        .hasMessageContaining("missing.jar (expected: a readable file)");
  }

  private static ServeSettings settings(int port) {
    return new ServeSettings("shop", "127.0.0.1", port, "127.0.0.1");
  }

  private HttpResponse<String> send(String method, URI uri, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  private static List<String> headers(HttpResponse<String> response, String... names) {
    return List.of(names).stream()
        .map(name -> response.headers().firstValue(name).orElse("absent"))
        .toList();
  }
}
