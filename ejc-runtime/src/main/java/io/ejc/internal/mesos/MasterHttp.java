package io.ejc.internal.mesos;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests that a master understands. HTTP/1.1 only: a connection that carries a stream carries
 * nothing else, because a second request on it would have its answer written into the stream.
 * Redirects are not followed, because their Location has no scheme and they must stay a POST.
 */
final class MasterHttp implements AutoCloseable {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String STREAM_ID = "Mesos-Stream-Id";
  private static final long IDLE_THREAD_SECONDS = 10;

  private final ThreadPoolExecutor threads;
  private final HttpClient client;
  private final Optional<String> authorization;

  /**
   * Opens no connection yet.
   *
   * @param threadPrefix begins the names of its threads
   * @param connectTimeout for how long to wait for a connection
   * @param access how this process makes itself known
   */
  MasterHttp(String threadPrefix, Duration connectTimeout, MasterAccess access) {
    authorization = access.credentials().map(Credentials::authorization);
    // After close() the client may still hand over a task or two; nobody waits for them.
    threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            named(threadPrefix + "-http-"),
            new ThreadPoolExecutor.DiscardPolicy());
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .executor(threads);
    access.tls().ifPresent(builder::sslContext);
    client = builder.build();
  }

  /**
   * Asks for a stream. No timeout of the request's own: newer JDKs would count the whole stream.
   */
  CompletableFuture<HttpResponse<InputStream>> subscribe(URI endpoint, byte[] body) {
    // An error's body is complete before the answer is given out, a stream's is read as it comes.
    return client.sendAsync(
        post(endpoint, body).build(),
        head ->
            head.statusCode() == 200
                ? BodySubscribers.ofInputStream()
                : BodySubscribers.mapping(
                    BodySubscribers.ofByteArray(), ByteArrayInputStream::new));
  }

  /** Sends a call of a session. */
  CompletableFuture<HttpResponse<String>> call(URI endpoint, String streamId, byte[] body) {
    return client.sendAsync(
        post(endpoint, body).header(STREAM_ID, streamId).build(),
        BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** Asks for something that needs no session. */
  CompletableFuture<HttpResponse<String>> get(URI address) {
    return client.sendAsync(
        request(address).GET().build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** Sends a call outside of any session. */
  CompletableFuture<HttpResponse<String>> call(URI endpoint, byte[] body) {
    return client.sendAsync(
        post(endpoint, body).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** The id of the stream that an answer opens; empty when it opens none. */
  static String streamId(HttpResponse<?> answer) {
    boolean protobuf =
        answer.headers().firstValue("Content-Type").filter(PROTOBUF::equals).isPresent();
    return protobuf ? answer.headers().firstValue(STREAM_ID).orElse("") : "";
  }

  /** A master asks for credentials with every request; it never sends a challenge to answer. */
  private HttpRequest.Builder request(URI address) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private HttpRequest.Builder post(URI endpoint, byte[] body) {
    return request(endpoint)
        .header("Content-Type", PROTOBUF)
        .header("Accept", PROTOBUF)
        .POST(BodyPublishers.ofByteArray(body));
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Ends its threads. The JDK closes kept-alive connections when the client is collected. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
