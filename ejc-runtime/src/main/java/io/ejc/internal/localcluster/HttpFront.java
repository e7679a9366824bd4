package io.ejc.internal.localcluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP listener of a master or an agent, on loopback. One thread serves one request. */
final class HttpFront {

  private static final Logger log = LoggerFactory.getLogger(HttpFront.class);

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, Endpoint> endpoints = new HashMap<>();

  private HttpFront(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Answers the requests of one path. */
  interface Endpoint {
    void serve(HttpExchange exchange) throws Refusal, IOException, InterruptedException;
  }

  /**
   * Takes the port, without answering yet.
   *
   * @param name of the threads
   * @param port 0 for any free one
   * @param setting how the user names this port, for the message
   * @throws ClusterException if the port is in use
   */
  static HttpFront bind(String name, int port, String setting) {
    // Without it the kernel holds small records back, and an event takes 40 ms.
    setUnlessSet("sun.net.httpserver.nodelay", "true");
    // Mesos closes no idle connection, so schedulers do not expect a call to meet a closing one.
    setUnlessSet("sun.net.httpserver.idleInterval", "3600");
    AtomicInteger count = new AtomicInteger();
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(Loopback.address(), port), 0);
      ExecutorService threads =
          Executors.newCachedThreadPool(
              work -> {
                Thread thread = new Thread(work, name + "-http-" + count.incrementAndGet());
                thread.setDaemon(true);
                return thread;
              });
      HttpFront front = new HttpFront(server, threads);
      server.setExecutor(threads);
      server.createContext("/", front::serve);
      return front;
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

  void start() {
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Closes the listener and every connection; open streams end without a last chunk. */
  void stop() {
    server.stop(0);
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        log.warn("an HTTP thread of port {} did not stop within 5 s", port());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An answer with a sentence, as Mesos writes its errors. */
  static void text(HttpExchange exchange, int status, String sentence) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", sentence);
  }

  static void json(HttpExchange exchange, String body) throws IOException {
    send(exchange, 200, CallRequest.JSON, body);
  }

  static void empty(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  /**
   * Turns the exchange into a stream and writes events until it ends.
   *
   * @throws IOException if the subscriber is gone
   */
  static void stream(HttpExchange exchange, EventStream events)
      throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", CallRequest.PROTOBUF);
    exchange.sendResponseHeaders(200, 0);
    if (events.pump(exchange.getResponseBody())) {
      exchange.close();
    }
  }

  private static void setUnlessSet(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String plain =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    Endpoint endpoint = endpoints.get(plain);
    try {
      if (endpoint == null) {
        text(exchange, 404, "404 Not Found.");
      } else {
        endpoint.serve(exchange);
      }
    } catch (Refusal refusal) {
      text(exchange, refusal.status(), refusal.sentence());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      log.debug("{} is not answered: {}", path, e.getMessage());
      text(exchange, 503, "Service is stopping");
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
