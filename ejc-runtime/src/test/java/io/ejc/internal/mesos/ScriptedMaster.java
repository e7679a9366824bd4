package io.ejc.internal.mesos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.ejc.internal.wire.RecordIo;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * A master that says what a test wants it to say. Accepts every subscription unless told otherwise.
 */
final class ScriptedMaster implements AutoCloseable {

  static final String FRAMEWORK = "F-0000";

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private volatile Semaphore gate = new Semaphore(1 << 20);
  private volatile double heartbeatSeconds = 15;
  private volatile Optional<String> wanted = Optional.empty();

  ScriptedMaster() throws IOException {
    this(HttpServer.create(loopback(), 0), "http");
  }

  private ScriptedMaster(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** One that speaks TLS. */
  static ScriptedMaster secure(SSLContext tls, boolean wantsClientCertificate) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters chosen = tls.getDefaultSSLParameters();
            chosen.setNeedClientAuth(wantsClientCertificate);
            parameters.setSSLParameters(chosen);
          }
        });
    return new ScriptedMaster(server, "https");
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** What it got: the path, the stream id and the call. */
  record Received(String path, String streamId, Call call) {}

  /** How it answers one request. */
  interface Reply {
    void to(HttpExchange exchange, Call call) throws IOException;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return scheme + "://127.0.0.1:" + port();
  }

  /** The next request is answered so; further ones after it, in order. */
  ScriptedMaster replyWith(Reply reply) {
    replies.add(reply);
    return this;
  }

  ScriptedMaster heartbeat(double seconds) {
    heartbeatSeconds = seconds;
    return this;
  }

  /** Calls wait for their answers from now on. */
  void hold() {
    gate = new Semaphore(0);
  }

  /** Answers so many of the calls that wait. */
  void release(int calls) {
    gate.release(calls);
  }

  /** Nothing is done without this header {@code Authorization}, as Mesos does it. */
  void wants(String header) {
    wanted = Optional.of(header);
  }

  List<Received> received() {
    return List.copyOf(received);
  }

  List<Call.Type> receivedTypes() {
    return received.stream().map(request -> request.call().getType()).toList();
  }

  /** How many streams were opened. */
  int streams() {
    return streams.size();
  }

  int mostInFlight() {
    return mostInFlight.get();
  }

  /** Sends an event on the newest stream. */
  void emit(Event event) throws IOException {
    emit(RecordIo.frame(event.toByteArray()));
  }

  /** Sends bytes on the newest stream. */
  void emit(byte[] bytes) throws IOException {
    emit(streams.size() - 1, bytes);
  }

  /** Sends bytes on a stream, by its place in the order of subscriptions. */
  void emit(int stream, byte[] bytes) throws IOException {
    OutputStream out = streams.get(stream);
    out.write(bytes);
    out.flush();
  }

  /** Ends the newest stream with its last chunk. */
  void endStream() throws IOException {
    streams.get(streams.size() - 1).close();
  }

  /** Dies: all connections are cut. */
  void die() {
    server.stop(0);
  }

  static Reply status(int status, String body) {
    return (exchange, call) -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    };
  }

  static Reply redirect(String location) {
    return (exchange, call) -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(307, -1);
      exchange.close();
    };
  }

  /** No answer, and the connection is closed. */
  static Reply hangUp() {
    return (exchange, call) -> exchange.close();
  }

  /** Opens a stream and says nothing more. */
  Reply stream(byte[] first) {
    return (exchange, call) -> {
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.getResponseHeaders().set("Mesos-Stream-Id", "stream-" + streams.size());
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.write(first);
      out.flush();
      streams.add(out);
    };
  }

  byte[] subscribed() {
    return RecordIo.frame(
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setFrameworkId(FrameworkID.newBuilder().setValue(FRAMEWORK))
                    .setHeartbeatIntervalSeconds(heartbeatSeconds))
            .build()
            .toByteArray());
  }

  private void handle(HttpExchange exchange) throws IOException {
    Call call = Call.parseFrom(exchange.getRequestBody().readAllBytes());
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    if (wanted.isPresent() && !wanted.get().equals(shown) && !version(exchange)) {
      exchange
          .getResponseHeaders()
          .set("WWW-Authenticate", "Basic realm=\"mesos-master-scheduler\"");
      status(401, "401 Unauthorized.").to(exchange, call);
      return;
    }
    String streamId = exchange.getRequestHeaders().getFirst("Mesos-Stream-Id");
    boolean subscribe = call.getType() == Call.Type.SUBSCRIBE;
    if (!subscribe) {
      mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    }
    received.add(
        new Received(exchange.getRequestURI().getPath(), streamId == null ? "" : streamId, call));
    Reply reply = replies.poll();
    if (reply == null && !subscribe) {
      gate.acquireUninterruptibly();
    }
    if (!subscribe) {
      inFlight.decrementAndGet();
    }
    if (reply != null) {
      reply.to(exchange, call);
    } else if (subscribe) {
      stream(subscribed()).to(exchange, call);
    } else {
      exchange.sendResponseHeaders(202, -1);
      exchange.close();
    }
  }

  private static boolean version(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().equals("/version");
  }

  @Override
  public void close() {
    gate.release(1_000);
    server.stop(0);
    threads.shutdownNow();
  }
}
