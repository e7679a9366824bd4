package io.ejc.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ejc.api.spi.BundleStore;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real directory, and a real HTTP server on loopback. */
class BundleStoreTest {

  private static final Optional<String> NOTHING = Optional.empty();

  @TempDir private Path directory;

  private final Map<String, byte[]> held = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }

  private BundleFiles bundle(String content) throws IOException {
    Path own = Files.writeString(directory.resolve(content + ".jar"), content);
    Path shared = Files.writeString(directory.resolve("executor.jar"), "executor");
    List<Layer> layers = List.of(new Layer(Sha256.of(own), Files.size(own), "shop.jar"));
    List<Layer> executor = List.of(new Layer(Sha256.of(shared), 8, "ejc-executor.jar"));
    Bundle unnamed = new Bundle(new BundleId(""), executor, layers);
    return new BundleFiles(
        new Bundle(new BundleId(Sha256.of(Bundler.listing(unnamed))), executor, layers),
        Map.of(layers.get(0).sha256(), own, executor.get(0).sha256(), shared));
  }

  private String server(int refusal) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    servers.add(server);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            if (refusal == 0) {
              answer(exchange);
            } else {
              exchange.sendResponseHeaders(refusal, -1);
            }
          }
        });
    server.start();
    return "127.0.0.1:" + server.getAddress().getPort() + "/ejc/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("PUT")) {
      try (InputStream body = exchange.getRequestBody()) {
        held.put(path, body.readAllBytes());
      }
      exchange.sendResponseHeaders(201, -1);
    } else if (held.containsKey(path)) {
      exchange.getResponseHeaders().add("Content-Length", "" + held.get(path).length);
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(404, -1);
    }
  }

  private static BundleStore open(String address, Optional<String> credentials) {
    return BundleStores.open(
        URI.create(address), credentials, BundleStoreTest.class.getClassLoader());
  }

  private static StoreFill fill(BundleStore store) {
    return new StoreFill(store, Duration.ofMinutes(1));
  }

  @Test
  void a_directory_gets_what_is_missing_once_and_tells_which_bundles_it_has() throws Exception {
    Path shared = Files.createDirectories(directory.resolve("with space"));
    BundleFiles one = bundle("one");
    BundleFiles two = bundle("two");
    try (BundleStore store = open(shared.toUri().toString(), NOTHING)) {
      assertThat(fill(store).fill(one, List.of(two.bundle()))).containsExactly(one.bundle().id());
      assertThat(fill(store).fill(two, List.of(one.bundle())))
          .containsExactly(two.bundle().id(), one.bundle().id());
      assertThat(fill(store).fill(two, List.of())).containsExactly(two.bundle().id());

      assertThat(store.address()).startsWith("file:///").endsWith("/with%20space/");
    }
    try (Stream<Path> files = Files.list(shared)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .hasSize(5)
          .allMatch(name -> name.matches("[0-9a-f]{64}\\.jar"));
    }
  }

  @Test
  void a_file_of_another_size_in_the_directory_is_replaced() throws Exception {
    Path shared = Files.createDirectories(directory.resolve("store"));
    BundleFiles one = bundle("one");
    String layer = one.bundle().applicationLayers().get(0).sha256();
    Path torn = Files.writeString(shared.resolve(layer + ".jar"), "on");
    try (BundleStore store = open(shared.toUri().toString(), NOTHING)) {
      assertThat(fill(store).fill(one, List.of())).hasSize(1);
    }
    assertThat(torn).hasContent("one");
  }

  @Test
  void a_directory_that_is_not_mounted_is_not_made_and_only_warned_of() throws Exception {
    Path nowhere = directory.resolve("nowhere");
    try (BundleStore store = open(nowhere.toUri().toString(), NOTHING)) {
      assertThat(fill(store).fill(bundle("one"), List.of())).isEmpty();
    }
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void a_server_is_put_what_is_missing_once_and_shown_the_credentials() throws Exception {
    BundleFiles one = bundle("one");
    String address = server(0);
    try (BundleStore store = open("http://me@" + address, Optional.of("me:hush"))) {
      assertThat(fill(store).fill(one, List.of())).containsExactly(one.bundle().id());
      String shown = store.authorization().orElseThrow();
      assertThat(asked).filteredOn(("PUT " + shown)::equals).hasSize(3);
      assertThat(store.address()).isEqualTo("http://" + address);
      asked.clear();

      assertThat(fill(store).fill(one, List.of())).containsExactly(one.bundle().id());

      assertThat(asked).containsExactly("HEAD " + shown);
    }
    assertThat(held).hasSize(3);
  }

  @Test
  void a_server_that_refuses_or_is_down_is_warned_of_and_holds_nothing() throws Exception {
    BundleFiles one = bundle("one");
    String down = server(0);
    servers.get(0).stop(0);
    try (BundleStore store = open("http://" + server(401), NOTHING)) {
      assertThat(fill(store).fill(one, List.of())).isEmpty();
    }
    try (BundleStore store = open("http://" + down, NOTHING)) {
      assertThat(fill(store).fill(one, List.of())).isEmpty();
    }
  }

  @Test
  void addresses_and_credentials_that_are_of_no_use_are_refused_and_no_password_is_shown() {
    assertThatThrownBy(() -> open("ftp://store/", NOTHING))
        .hasMessageContaining("ejc.bundle.store: ftp://store/ (expected: file:///directory");
    assertThatThrownBy(() -> open("http://me:hush@store/", NOTHING))
        .hasMessageContaining("ejc.bundle.storeCredentials")
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> open("http://me@store/", Optional.of("you:hush")))
        .hasMessageContaining("ejc.bundle.storeCredentials: *** (expected: me:password)");
    assertThatThrownBy(() -> open("http://me@store/", NOTHING))
        .hasMessageContaining("ejc.bundle.storeCredentials: not set (expected: me:password)");
  }
}
