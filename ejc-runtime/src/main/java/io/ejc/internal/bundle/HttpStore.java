package io.ejc.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ejc.api.spi.BundleStore;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * An HTTP server that takes PUT. Redirections are not followed: credentials go to the server that
 * was named and to no other.
 */
final class HttpStore implements BundleStore {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  private final String base;
  private final Optional<String> authorization;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * A store.
   *
   * @param base its address, without a user, with a slash at the end
   * @param credentials {@code user:password}; empty for nothing
   */
  HttpStore(String base, Optional<String> credentials) {
    this.base = base;
    this.authorization =
        credentials.map(
            text -> "Basic " + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
  }

  @Override
  public boolean has(String sha256, long size) throws IOException, InterruptedException {
    HttpResponse<Void> answer =
        send(sha256, HttpRequest.newBuilder().method("HEAD", HttpRequest.BodyPublishers.noBody()));
    int status = answer.statusCode();
    if (status == NOT_FOUND || status == GONE) {
      return false;
    }
    if (status != OK) {
      throw refused("HEAD", status);
    }
    return answer.headers().firstValueAsLong("Content-Length").orElse(size) == size;
  }

  @Override
  public void put(String sha256, Path file) throws IOException, InterruptedException {
    HttpResponse<Void> answer =
        send(sha256, HttpRequest.newBuilder().PUT(HttpRequest.BodyPublishers.ofFile(file)));
    int status = answer.statusCode();
    if (status < OK || status >= MULTIPLE_CHOICES) {
      throw refused("PUT", status);
    }
  }

  private HttpResponse<Void> send(String sha256, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    authorization.ifPresent(value -> request.setHeader("Authorization", value));
    try {
      return client.send(
          request.uri(URI.create(base + sha256 + ".jar")).build(), BodyHandlers.discarding());
    } catch (ConnectException e) {
      throw new IOException("nobody answers", e);
    }
  }

  private static IOException refused(String method, int status) {
    return new IOException(
        method
            + " was answered "
            + status
            + " (expected: a server that takes HEAD and PUT from this host, and its credentials in"
            + " ejc.bundle.storeCredentials)");
  }

  @Override
  public String address() {
    return base;
  }

  @Override
  public Optional<String> authorization() {
    return authorization;
  }

  @Override
  public void close() {
    // the client ends when nobody refers to it; Java 17 has no way to end it
  }
}
