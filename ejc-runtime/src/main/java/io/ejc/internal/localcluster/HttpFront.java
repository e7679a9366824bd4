package io.ejc.internal.localcluster;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP listener of a master or an agent, on loopback, plain or with TLS. One thread serves one
 * connection. The JDK's server is not used: it cannot notice that the reader of a stream has gone,
 * and tears one record into several chunks.
 */
final class HttpFront {

  private static final Logger log = LoggerFactory.getLogger(HttpFront.class);
  private static final int BACKLOG = 200;

  private final ServerSocket listener;
  private final ExecutorService threads;
  private final InstantSource clock;
  private final Map<String, Endpoint> endpoints = new HashMap<>();
  private final Map<String, Endpoint> trees = new HashMap<>();
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  private HttpFront(ServerSocket listener, ExecutorService threads, InstantSource clock) {
    this.listener = listener;
    this.threads = threads;
    this.clock = clock;
  }

  /** Answers the requests of one path. */
  interface Endpoint {
    void serve(Exchange exchange) throws Refusal, IOException, InterruptedException;
  }

  /**
   * Takes the port, without answering yet.
   *
   * @param name of the threads
   * @param port 0 for any free one
   * @param setting how the user names this port, for the message
   * @param tls null for plain HTTP
   * @throws ClusterException if the port is in use
   */
  static HttpFront bind(
      String name, int port, String setting, @Nullable SSLContext tls, InstantSource clock) {
    AtomicInteger count = new AtomicInteger();
    try {
      ServerSocket listener =
          tls == null ? new ServerSocket() : tls.getServerSocketFactory().createServerSocket();
      listener.setReuseAddress(true);
      try {
        listener.bind(new InetSocketAddress(Loopback.address(), port), BACKLOG);
      } catch (IOException e) {
        listener.close();
        throw e;
      }
      ExecutorService threads =
          Executors.newCachedThreadPool(
              work -> {
                Thread thread = new Thread(work, name + "-http-" + count.incrementAndGet());
                thread.setDaemon(true);
                return thread;
              });
      return new HttpFront(listener, threads, clock);
    } catch (BindException e) {
      throw new ClusterException(
          setting
              + ": "
              + port
              + " (expected: a free port of 127.0.0.1); stop what listens there, or use 0 for any"
              + " free port",
          e);
    } catch (IOException e) {
      throw new ClusterException(setting + ": " + port + " cannot be listened on: " + e, e);
    }
  }

  /** Before {@link #start()}: what answers a path, with or without a slash at its end. */
  void route(String path, Endpoint endpoint) {
    endpoints.put(path, endpoint);
  }

  /** Before {@link #start()}: what answers a path and all below it that have no endpoint. */
  void routeBelow(String path, Endpoint endpoint) {
    trees.put(path, endpoint);
  }

  void start() {
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Closes the listener and every connection; open streams end without a last chunk. */
  void stop() {
    stopped = true;
    try {
      listener.close();
    } catch (IOException e) {
      log.warn("port {} did not close: {}", port(), e.toString());
    }
    connections.forEach(HttpConnection::cut);
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        log.warn("an HTTP thread of port {} did not stop within 5 s", port());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!stopped) {
      try {
        Socket socket = listener.accept();
        // Without it the kernel holds small records back, and an event takes 40 ms.
        socket.setTcpNoDelay(true);
        HttpConnection connection = new HttpConnection(socket, this::serve, threads, clock);
        threads.execute(() -> run(connection));
      } catch (IOException | RuntimeException e) {
        if (!stopped) {
          log.debug("port {} could not take a connection: {}", port(), e.toString());
        }
      }
    }
  }

  private void run(HttpConnection connection) {
    connections.add(connection);
    try {
      if (stopped) {
        connection.cut();
      } else {
        connection.run();
      }
    } finally {
      connections.remove(connection);
    }
  }

  private void serve(Exchange exchange) throws IOException {
    try {
      endpoint(exchange.path()).serve(exchange);
    } catch (Refusal refusal) {
      exchange.text(refusal.status(), refusal.sentence());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the listener has stopped", e);
    } catch (IllegalStateException e) {
      log.debug("{} is not answered: {}", exchange.path(), e.getMessage());
      exchange.text(503, "Service is stopping");
    }
  }

  private Endpoint endpoint(String path) {
    Endpoint exact = endpoints.get(path);
    String parent = path;
    while (exact == null && !parent.isEmpty()) {
      exact = trees.get(parent);
      parent = parent.substring(0, Math.max(0, parent.lastIndexOf('/')));
    }
    return exact == null ? exchange -> exchange.text(404, "404 Not Found.") : exact;
  }
}
