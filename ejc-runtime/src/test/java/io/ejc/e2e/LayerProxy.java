package io.ejc.e2e;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network between agents and the layers of a host: listens on this machine's second loopback
 * address, and passes on to the same port of the first. What it does to answers can be changed.
 */
final class LayerProxy implements AutoCloseable {

  /** Where executors connect. */
  static final String ADDRESS = "127.0.0.2";

  private static final Pattern LAYER = Pattern.compile("GET /layers/([0-9a-f]{64})\\.jar ");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();
  private final Map<String, Long> passed = new ConcurrentHashMap<>();
  private final int port;
  private volatile Network network = SlowedAnswer::passAll;
  private ServerSocket door;

  /** What becomes of the answer to a request for a layer. */
  interface Network {
    void carry(SlowedAnswer answer) throws IOException, InterruptedException;
  }

  /** Listens on any port that is free on both addresses, and passes everything. */
  LayerProxy() throws IOException {
    try (ServerSocket here = new ServerSocket(0, 1, InetAddress.getByName(ADDRESS));
        ServerSocket there =
            new ServerSocket(here.getLocalPort(), 1, InetAddress.getLoopbackAddress())) {
      port = there.getLocalPort();
    }
    door = opened();
  }

  /** The port here, and that of the host's listener. */
  int port() {
    return port;
  }

  /** What becomes of answers from now on. */
  void network(Network next) {
    network = next;
  }

  /** How large each layer is that was asked for, by its SHA-256. */
  Map<String, Long> sizes() {
    return Map.copyOf(sizes);
  }

  /** How many bytes of each layer were passed on. */
  Map<String, Long> passed() {
    return Map.copyOf(passed);
  }

  /** Connections are refused. */
  void refuse() throws IOException {
    door.close();
  }

  /** Connections are taken again. */
  void listen() throws IOException {
    door = opened();
  }

  private ServerSocket opened() throws IOException {
    ServerSocket next = new ServerSocket();
    next.setReuseAddress(true);
    next.bind(new InetSocketAddress(ADDRESS, port));
    threads.execute(() -> accept(next));
    return next;
  }

  private void accept(ServerSocket from) {
    try {
      while (end.getCount() > 0) {
        Socket executor = from.accept();
        open.add(executor);
        threads.execute(() -> serve(executor));
      }
    } catch (SocketException e) {
      return; // closed on purpose
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve(Socket executor) {
    try (executor;
        Socket host = new Socket(InetAddress.getLoopbackAddress(), port)) {
      open.add(host);
      String request = head(executor.getInputStream());
      host.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = new BufferedInputStream(host.getInputStream());
      String head = head(in);
      executor.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      Matcher layer = LAYER.matcher(request);
      if (layer.find() && head.startsWith("HTTP/1.1 20")) {
        network.carry(answer(layer.group(1), request, head, in, executor));
      } else {
        in.transferTo(executor.getOutputStream());
      }
    } catch (IOException e) {
      open.remove(executor); // one of the two broke it off, as executors do with what is slow
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SlowedAnswer answer(
      String sha256, String request, String head, InputStream in, Socket executor)
      throws IOException {
    Matcher found = LENGTH.matcher(head);
    long length = found.find() ? Long.parseLong(found.group(1)) : 0;
    sizes.merge(sha256, length, Math::max);
    return new SlowedAnswer(
        request.contains("\r\nAuthorization: "),
        asked.merge(sha256, 1, Integer::sum),
        length,
        in,
        executor.getOutputStream(),
        bytes -> passed.merge(sha256, bytes, Long::sum),
        end);
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended within a head: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    door.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
