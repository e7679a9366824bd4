package io.ejc.internal.execute;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.execute.boot.Boot;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a layer is waited for, from hosts that write by hand what they send. */
class SlowLayersTest {

  private static final int MIB = 1 << 20;
  private static final int PATIENCE_MS = 400;

  @TempDir private Path directory;

  private final byte[] bytes = new byte[4 * MIB];
  private final List<ServerSocket> servers = new ArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private String sha256 = "";

  private interface Answer {
    void to(OutputStream out, int from) throws IOException, InterruptedException;
  }

  @BeforeEach
  void aLayer() throws IOException {
    new Random(7).nextBytes(bytes);
    sha256 = Boot.sha256(Files.write(directory.resolve("layer"), bytes).toFile());
  }

  @AfterEach
  void stop() throws IOException {
    end.countDown();
    for (ServerSocket server : servers) {
      server.close();
    }
    threads.shutdownNow();
  }

  @Test
  void an_endless_trickle_from_the_only_host_is_given_up() throws Exception {
    String trickles =
        host(
            "trickles",
            (out, from) -> {
              head(out, from);
              trickle(out);
            });

    assertThatThrownBy(() -> bring(500, trickles))
        .hasMessageStartingWith("nobody gave the rest of it within 0.5 s: ")
        .hasMessageContaining(trickles + " is too slow: ");
    assertThat(directory.resolve("layers")).isEmptyDirectory();
  }

  @Test
  void an_answer_whose_head_only_trickles_is_given_up() throws Exception {
    String trickles = host("trickles", (out, from) -> trickle(out));

    assertThatThrownBy(() -> bring(500, trickles))
        .hasMessageStartingWith("nobody gave it within 0.5 s: ")
        .hasMessageContaining(trickles + " sent no HTTP answer");
  }

  @Test
  void a_trickle_is_left_for_a_host_that_goes_on() throws Exception {
    String trickles =
        host(
            "trickles",
            (out, from) -> {
              head(out, from);
              out.write(bytes, from, 1000);
              trickleOf(bytes, from + 1000, out);
            });
    String good = host("good", this::rest);

    assertThat(bring(60_000, PATIENCE_MS, trickles, good)).hasBinaryContent(bytes);

    assertThat(asked).hasSize(2).last().asString().matches("good Range: bytes=1\\d\\d\\d-");
  }

  @Test
  void a_connection_that_trickles_is_left_for_another_one_to_the_same_host() throws Exception {
    String moody =
        host(
            "moody",
            (out, from) -> {
              head(out, from);
              out.write(bytes, from, from == 0 ? 1000 : bytes.length - from);
              trickleOf(bytes, from == 0 ? 1000 : 0, out);
            });

    assertThat(bring(60_000, PATIENCE_MS, moody)).hasBinaryContent(bytes);

    assertThat(asked).hasSize(2).last().asString().matches("moody Range: bytes=1\\d\\d\\d-");
  }

  @Test
  void what_comes_steadily_is_not_given_up_however_long_it_takes() throws Exception {
    String steady =
        host(
            "steady",
            (out, from) -> {
              head(out, from);
              for (int i = 0; i < 4 && !end.await(700, TimeUnit.MILLISECONDS); i++) {
                out.write(bytes, i * MIB, MIB);
              }
            });

    assertThat(bring(2_000, steady)).hasBinaryContent(bytes);

    assertThat(asked).hasSize(1);
  }

  @Test
  void a_host_that_goes_on_with_wrong_bytes_of_another_is_not_blamed() throws Exception {
    byte[] other = bytes.clone();
    other[0] ^= 1;
    String liar =
        host(
            "liar",
            (out, from) -> {
              head(out, 0);
              out.write(other, 0, 100_000);
            });
    String good = host("good", this::rest);

    assertThat(bring(60_000, PATIENCE_MS, liar, good)).hasBinaryContent(bytes);

    assertThat(asked).containsExactly("liar ", "good Range: bytes=100000-", "good ");
  }

  private Path bring(long timeoutMs, String base) throws IOException, InterruptedException {
    return bring(timeoutMs, 10_000, base);
  }

  private Path bring(long timeoutMs, int patienceMs, String... bases)
      throws IOException, InterruptedException {
    Sources sources =
        new Sources() {
          @Override
          public List<String> bases() {
            return List.of(bases);
          }

          @Override
          public String authorization(String base) {
            return "";
          }
        };
    LayerCache none = LayerCache.at(LayerCache.NONE, 0, directory);
    return new LayerFetch(none, directory.resolve("layers"), sources, timeoutMs, patienceMs)
        .bring(sha256, bytes.length);
  }

  private void rest(OutputStream out, int from) throws IOException {
    head(out, from);
    out.write(bytes, from, bytes.length - from);
  }

  private void head(OutputStream out, int from) throws IOException {
    String range = "\r\nContent-Range: bytes " + from + "-" + (bytes.length - 1) + "/4194304";
    String head = from > 0 ? "206 Partial Content" + range : "200 OK";
    out.write(("HTTP/1.1 " + head + "\r\n\r\n").getBytes(US_ASCII));
  }

  private void trickle(OutputStream out) throws IOException, InterruptedException {
    trickleOf(new byte[MIB], 0, out);
  }

  /** A byte now and then, until the other side has enough. */
  private void trickleOf(byte[] source, int from, OutputStream out)
      throws IOException, InterruptedException {
    for (int i = from; !end.await(20, TimeUnit.MILLISECONDS); i++) {
      out.write(source[i]);
    }
  }

  private String host(String name, Answer answer) throws IOException {
    ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
    servers.add(server);
    threads.execute(
        () -> {
          try {
            while (end.getCount() > 0) {
              Socket socket = server.accept();
              threads.execute(() -> serve(name, socket, answer));
            }
          } catch (SocketException e) {
            return; // closed
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    return "http://127.0.0.1:" + server.getLocalPort() + "/layers/";
  }

  private void serve(String name, Socket socket, Answer answer) {
    try (socket) {
      StringBuilder request = new StringBuilder();
      for (int next = 0; next >= 0 && request.indexOf("\r\n\r\n") < 0; ) {
        next = socket.getInputStream().read();
        request.append((char) next);
      }
      int range = request.indexOf("Range: ");
      String wanted = range < 0 ? "" : request.substring(range, request.indexOf("\r\n", range));
      asked.add(name + " " + wanted);
      int from = range < 0 ? 0 : Integer.parseInt(wanted.replaceAll("\\D", ""));
      answer.to(socket.getOutputStream(), from);
    } catch (IOException e) {
      return; // the other side had enough
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
