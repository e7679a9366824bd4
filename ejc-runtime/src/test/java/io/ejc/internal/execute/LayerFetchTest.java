package io.ejc.internal.execute;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ejc.internal.execute.boot.Boot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real servers on loopback that misbehave in every way. */
class LayerFetchTest {

  private static final long MIB = 1 << 20;

  @TempDir private Path directory;

  private final byte[] bytes = new byte[300_000];
  private final List<HttpServer> servers = new ArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Path sandbox;
  private Path cache;
  private String sha256 = "";

  private interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  @BeforeEach
  void aLayer() throws IOException {
    new Random(7).nextBytes(bytes);
    sandbox = Files.createDirectories(directory.resolve("sandbox"));
    cache = directory.resolve("cache");
    sha256 = Boot.sha256(Files.write(directory.resolve("layer"), bytes).toFile());
  }

  @AfterEach
  void stop() {
    end.countDown();
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }

  @Test
  void a_layer_is_got_with_the_secret_and_kept_for_the_next_sandbox() throws Exception {
    String good = host("good", this::serve);

    Path file = fetch(good).bring(sha256, bytes.length);
    Path next = directory.resolve("next");
    Files.createDirectories(next);
    Path again = fetch(next, 5_000, good).bring(sha256, bytes.length);

    assertThat(file).hasBinaryContent(bytes).isEqualTo(layer(sandbox));
    assertThat(again).hasBinaryContent(bytes);
    assertThat(asked).containsExactly("good Bearer s3cret null");
    assertThat(Files.getPosixFilePermissions(cache)).hasSize(3);
  }

  @Test
  void other_bytes_in_a_store_are_refused_and_a_host_gives_the_right_ones() throws Exception {
    Path store = Files.createDirectories(directory.resolve("store"));
    byte[] wrong = bytes.clone();
    wrong[100]++;
    Files.write(store.resolve(sha256 + ".jar"), wrong);
    String shared = store.toUri().toString();
    String good = host("good", this::serve);

    assertThat(fetch(shared, good).bring(sha256, bytes.length)).hasBinaryContent(bytes);
    Files.delete(layer(sandbox));
    Files.delete(layer(cache));
    assertThatThrownBy(() -> fetch(shared).bring(sha256, bytes.length))
        .hasMessageContaining(shared + " sent other bytes than those of the layer");
  }

  @Test
  void a_host_that_breaks_off_is_followed_by_one_that_goes_on_where_it_stopped() throws Exception {
    String cut = host("cut", exchange -> part(exchange, 100_000, false));
    String good = host("good", this::serve);

    assertThat(fetch(cut, good).bring(sha256, bytes.length)).hasBinaryContent(bytes);

    assertThat(asked).last().isEqualTo("good Bearer s3cret bytes=100000-");
  }

  @Test
  void a_host_that_stalls_is_left_for_another() throws Exception {
    String stalls = host("stalls", exchange -> part(exchange, 50_000, true));
    String silent = host("silent", exchange -> end.await());
    String good = host("good", this::serve);

    assertThat(fetch(silent, stalls, good).bring(sha256, bytes.length)).hasBinaryContent(bytes);
  }

  @Test
  void hosts_that_refuse_or_talk_nonsense_or_are_not_there_are_passed_over() throws Exception {
    String broken = host("broken", exchange -> exchange.sendResponseHeaders(500, -1));
    String unauthorized = host("unauthorized", exchange -> exchange.sendResponseHeaders(401, -1));
    String good = host("good", this::serve);

    assertThat(
            fetch(broken, unauthorized, nobody(), nonsense(), "nonsense", good)
                .bring(sha256, bytes.length))
        .hasBinaryContent(bytes);
  }

  @Test
  void other_bytes_than_the_layer_s_never_get_into_place() throws Exception {
    byte[] other = bytes.clone();
    other[200_000] ^= 1;
    String wrong = host("wrong", exchange -> send(exchange, 200, other));
    String good = host("good", this::serve);

    assertThat(fetch(wrong, good).bring(sha256, bytes.length)).hasBinaryContent(bytes);
    Files.delete(layer(sandbox));
    Files.delete(layer(cache));
    assertThatThrownBy(() -> fetch(wrong).bring(sha256, bytes.length))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(wrong + " sent other bytes than those of the layer");
    assertThat(layer(sandbox)).doesNotExist();
    assertThat(layer(cache)).doesNotExist();
  }

  @Test
  void what_breaks_off_again_and_again_comes_in_the_end() throws Exception {
    String cut = host("cut", exchange -> part(exchange, 60_000, false));

    assertThat(fetch(cut).bring(sha256, bytes.length)).hasBinaryContent(bytes);

    assertThat(asked).hasSize(5);
  }

  @Test
  void a_layer_that_nobody_gives_is_given_up_with_who_was_asked_and_what_they_said()
      throws Exception {
    String missing =
        host("missing", exchange -> send(exchange, 404, "not here".getBytes(US_ASCII)));
    String absent = nobody();

    assertThatThrownBy(() -> fetch(sandbox, 300, missing, absent).bring(sha256, bytes.length))
        .hasMessageStartingWith("nobody gave it within 0.3 s: ")
        .hasMessageContaining(missing + " answered 404 not here")
        .hasMessageContaining(absent + " Connection refused");
    assertThatThrownBy(() -> fetch().bring(sha256, bytes.length))
        .hasMessageStartingWith("no live host carries it");
  }

  @Test
  void a_layer_that_is_damaged_in_the_cache_is_got_anew() throws Exception {
    String good = host("good", this::serve);
    fetch(good).bring(sha256, bytes.length);
    byte[] damaged = bytes.clone();
    damaged[5] ^= 1;
    Files.delete(layer(cache));
    Files.write(layer(cache), damaged);
    Files.delete(layer(sandbox));

    assertThat(fetch(good).bring(sha256, bytes.length)).hasBinaryContent(bytes);

    assertThat(asked).hasSize(2);
    assertThat(layer(cache)).hasBinaryContent(bytes);
  }

  @Test
  void executors_that_want_the_same_at_once_all_get_it() throws Exception {
    String good = host("good", this::serve);
    List<Future<Path>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Path own = Files.createDirectories(directory.resolve("own" + i));
      all.add(threads.submit(() -> fetch(own, 5_000, good).bring(sha256, bytes.length)));
    }

    for (Future<Path> one : all) {
      assertThat(one.get()).hasBinaryContent(bytes);
    }
  }

  @Test
  void the_layers_that_were_not_used_for_longest_make_room() throws Exception {
    Files.createDirectories(cache);
    Path oldest = cache.resolve("0".repeat(64) + ".jar");
    Path older = cache.resolve("1".repeat(64) + ".jar");
    Files.write(oldest, new byte[(int) MIB - 100_000]);
    Files.write(older, new byte[50_000]);
    Files.setLastModifiedTime(oldest, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    Files.setLastModifiedTime(older, FileTime.from(Instant.parse("2026-02-01T00:00:00Z")));

    fetch(host("good", this::serve)).bring(sha256, bytes.length);

    assertThat(oldest).doesNotExist();
    assertThat(older).exists();
    assertThat(layer(cache)).exists();
  }

  @Test
  void a_cache_that_cannot_be_used_costs_a_download_and_nothing_else() throws Exception {
    Files.writeString(cache, "a file");

    assertThat(fetch(host("good", this::serve)).bring(sha256, bytes.length))
        .hasBinaryContent(bytes);
  }

  @Test
  void a_shared_directory_is_a_source_like_others() throws Exception {
    Path store = Files.createDirectories(directory.resolve("store"));
    Files.write(store.resolve(sha256 + ".jar"), bytes);

    assertThat(fetch(store.toUri().toString()).bring(sha256, bytes.length)).hasBinaryContent(bytes);
  }

  private LayerFetch fetch(String... bases) {
    return fetch(sandbox, 5_000, bases);
  }

  private LayerFetch fetch(Path own, long timeoutMs, String... bases) {
    Sources sources =
        new Sources() {
          @Override
          public List<String> bases() {
            return List.of(bases);
          }

          @Override
          public String authorization(String base) {
            return "Bearer s3cret";
          }
        };
    return new LayerFetch(
        LayerCache.at(cache.toString(), MIB, own), own.resolve("layers"), sources, timeoutMs, 300);
  }

  private Path layer(Path place) {
    return (place.equals(cache) ? place : place.resolve("layers")).resolve(sha256 + ".jar");
  }

  private void serve(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      send(exchange, 200, bytes);
    } else {
      int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
      send(exchange, 206, Arrays.copyOfRange(bytes, from, bytes.length));
    }
  }

  /** A part of what is wanted, and then nothing, or the end of the connection. */
  private void part(HttpExchange exchange, int length, boolean stalls)
      throws IOException, InterruptedException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from =
        range == null
            ? 0
            : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
    exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length - from);
    exchange.getResponseBody().write(bytes, from, Math.min(length, bytes.length - from));
    exchange.getResponseBody().flush();
    if (stalls) {
      end.await();
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private String host(String name, Answer answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/layers/",
        exchange -> {
          asked.add(
              name
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Range"));
          try (exchange) {
            answer.to(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    servers.add(server);
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/layers/";
  }

  private static String nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort() + "/layers/";
    }
  }

  /** Takes a connection, and answers with what is no HTTP. */
  private String nonsense() throws IOException {
    ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    threads.execute(
        () -> {
          try (socket;
              var connection = socket.accept()) {
            connection.getOutputStream().write("SSH-2.0-nonsense\r\n\r\n".getBytes(US_ASCII));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    return "http://127.0.0.1:" + socket.getLocalPort() + "/layers/";
  }
}
