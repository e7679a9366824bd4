package io.ejc.internal.serve;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves layers to executors, at {@code /layers/SHA256.jar}, with ranges, from the files where they
 * lie: those of executors to everybody, those of the application to who shows its secret in the
 * {@code Authorization} header. A file that changed after the start is not served. {@code /layers/}
 * says, for the secret, how many bytes of each layer were sent.
 *
 * <p>Safe for use by any thread.
 */
public final class LayerServer implements AutoCloseable {

  private static final String NO_DELAY = "sun.net.httpserver.nodelay";
  private static final int THREADS = 16;
  private static final int BACKLOG = 256;
  private static final long STOP_SECONDS = 2;
  private static final Duration STANDSTILL = Duration.ofSeconds(60);

  private final HttpServer server;
  private final ExecutorService threads;
  private final URI base;
  private final SentBytes sent;
  private final Shelf shelf;
  private final Standstill standstill;

  private LayerServer(
      HttpServer server,
      ExecutorService threads,
      URI base,
      SentBytes sent,
      Shelf shelf,
      Standstill standstill) {
    this.standstill = standstill;
    this.server = server;
    this.threads = threads;
    this.base = base;
    this.sent = sent;
    this.shelf = shelf;
  }

  /**
   * Binds and serves.
   *
   * @param settings where
   * @param secret what gives access to the application's layers. Rule: {@code [A-Za-z0-9_-]{1,100}}
   * @param layers the files by the SHA-256 of their content
   * @param open those that are everybody's
   * @return the server, listening
   * @throws ServeException when it cannot listen there or a file is missing, naming the key to
   *     change
   */
  public static LayerServer start(
      ServeSettings settings, String secret, Map<String, Path> layers, Set<String> open) {
    return start(settings, secret, layers, open, STANDSTILL);
  }

  /** With another time for answers that nobody takes. */
  static LayerServer start(
      ServeSettings settings,
      String secret,
      Map<String, Path> layers,
      Set<String> open,
      Duration patience) {
    if (!secret.matches("[A-Za-z0-9_-]{1,100}")) {
      throw new IllegalArgumentException("secret (expected: [A-Za-z0-9_-]{1,100})");
    }
    Shelf shelf = new Shelf(secret);
    shelf.put(layers, open);
    SentBytes sent = new SentBytes();
    // read once in a JVM; without it each answer may wait for the client's delayed acknowledgement
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
    HttpServer server = bind(settings);
    ExecutorService threads = threads(settings.name());
    server.setExecutor(threads);
    Standstill standstill = new Standstill("ejc[" + settings.name() + "]-serve-watch", patience);
    server.createContext("/", new LayerHandler(shelf, sent, standstill));
    URI base = base(settings.advertisedHost(), server.getAddress().getPort());
    server.start();
    return new LayerServer(server, threads, base, sent, shelf, standstill);
  }

  /** The address under which agents find the layers; ends with a slash. */
  public URI base() {
    return base;
  }

  /**
   * The address of a layer.
   *
   * @param sha256 the SHA-256 of its content, in hexadecimal
   */
  public URI layer(String sha256) {
    return base.resolve(sha256 + ".jar");
  }

  /**
   * Serves more layers.
   *
   * @param layers the files by the SHA-256 of their content
   * @param open those that are everybody's
   */
  public void serve(Map<String, Path> layers, Set<String> open) {
    shelf.put(layers, open);
  }

  /** How many bytes of each layer were sent, by its SHA-256. */
  public Map<String, Long> sent() {
    return sent.all();
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Takes no more requests, gives those at work two seconds, then ends them. Idempotent. */
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    try {
      if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      interrupted = true;
    }
    server.stop(0);
    standstill.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpServer bind(ServeSettings settings) {
    InetAddress address = address(settings.bindAddress());
    try {
      return HttpServer.create(new InetSocketAddress(address, settings.port()), BACKLOG);
    } catch (BindException e) {
      throw new ServeException(bindProblem(settings, address), e);
    } catch (IOException e) {
      throw new ServeException(
          "ejc.serve.port: " + settings.port() + " (expected: a port that can be listened on)", e);
    }
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new ServeException(addressProblem(text), e);
    }
  }

  /** Tells a taken port from an address that is not ours: the second refuses every port. */
  private static String bindProblem(ServeSettings settings, InetAddress address) {
    try (ServerSocket probe = new ServerSocket(0, 1, address)) {
      return "ejc.serve.port: "
          + settings.port()
          + (isTaken(settings.port(), probe) ? " is in use" : " cannot be listened on")
          + " (expected: a free port); set ejc.serve.port to another, or 0 for any";
    } catch (IOException e) {
      return addressProblem(settings.bindAddress());
    }
  }

  /** Ports below 1024 may be free and still be refused to this user. */
  private static boolean isTaken(int port, ServerSocket probe) {
    return port >= 1024 && probe.isBound();
  }

  private static String addressProblem(String text) {
    return "ejc.serve.address: " + text + " (expected: an address of this machine)";
  }

  private static URI base(String host, int port) {
    try {
      return new URI("http", null, host, port, "/layers/", null, null);
    } catch (URISyntaxException e) {
      throw new ServeException(
          "ejc.advertise.address: " + host + " (expected: a host name or an IP address)", e);
    }
  }

  private static ExecutorService threads(String name) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        work -> {
          Thread thread = new Thread(work, "ejc[" + name + "]-serve-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
