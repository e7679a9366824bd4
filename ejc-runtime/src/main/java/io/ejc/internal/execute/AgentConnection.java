package io.ejc.internal.execute;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * HTTP to the agent. The stream and the calls have a client each, hence a connection each: a second
 * request on the stream's connection would break the stream. HTTP/1.1 only, as Mesos speaks it.
 */
final class AgentConnection {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int ERROR_TEXT_MAX = 2_000;

  /** The agent understood, and does not want this executor. Trying again is of no use. */
  static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  private final URI api;
  private final Optional<String> token;
  private final HttpClient streams;
  private final HttpClient calls;

  AgentConnection(URI api, Optional<String> token, Optional<SSLContext> tls) {
    this.api = api;
    this.token = token;
    this.streams = client(tls);
    this.calls = client(tls);
  }

  /**
   * Opens the event stream.
   *
   * @param subscribe the SUBSCRIBE call
   * @return its records; closing it ends the subscription
   */
  InputStream subscribe(byte[] subscribe) throws IOException, InterruptedException {
    return post(streams, subscribe);
  }

  /** Sends another call and waits until it is accepted. */
  void send(byte[] call) throws IOException, InterruptedException {
    try (InputStream body = post(calls, call)) {
      // read to its end, or the connection cannot be used again
      long unused = body.transferTo(OutputStream.nullOutputStream());
    }
  }

  private InputStream post(HttpClient client, byte[] call)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api)
            .header("Content-Type", PROTOBUF)
            .header("Accept", PROTOBUF)
            .POST(HttpRequest.BodyPublishers.ofByteArray(call));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    HttpResponse<InputStream> response = answer(client, request.build());
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    throw failed(response);
  }

  /** The request's own timeout is not used: on newer JDKs it would end an open stream as well. */
  private static HttpResponse<InputStream> answer(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    try {
      return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("the agent did not answer within " + ANSWER, e);
    } catch (ExecutionException e) {
      throw new IOException("the agent cannot be reached: " + e.getCause(), e);
    }
  }

  private static IOException failed(HttpResponse<InputStream> response) throws IOException {
    int status = response.statusCode();
    String text;
    try (InputStream body = response.body()) {
      text = new String(body.readNBytes(ERROR_TEXT_MAX), StandardCharsets.UTF_8);
    }
    String what = "the agent answered " + status + ": " + text;
    // 404: an agent that has just started and does not serve this path yet
    boolean refused = status / 100 == 4 && status != 404;
    return refused ? new RefusedException(what) : new IOException(what);
  }

  private static HttpClient client(Optional<SSLContext> tls) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT);
    tls.ifPresentOrElse(
        builder::sslContext,
        () -> builder.sslContext(new NoTls()).sslParameters(new SSLParameters()));
    return builder.build();
  }
}
