package io.ejc.internal.mesos;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the master that opens a stream: asks one after another, and follows those that name a
 * leader.
 */
final class Opening {

  private static final Logger log = LoggerFactory.getLogger(Opening.class);
  private static final String PATH = "/api/v1/scheduler";
  private static final int MAX_REDIRECTS = 5;

  private final Means means;
  private final Lifeline lifeline;

  Opening(Means means, Lifeline lifeline) {
    this.means = means;
    this.lifeline = lifeline;
  }

  /**
   * An open stream.
   *
   * @param endpoint where it was opened and where its calls go
   * @param streamId what its calls carry
   * @param body the stream
   */
  record Opened(URI endpoint, String streamId, InputStream body) {}

  /** Opens a stream at the first master that agrees. */
  Opened open(byte[] subscribe) throws SessionOverException, InterruptedException {
    List<String> refusals = new ArrayList<>();
    for (URI master : means.address().masters()) {
      if (lifeline.over()) {
        throw new SessionOverException("the session has ended");
      }
      try {
        return at(master, subscribe);
      } catch (SessionOverException e) {
        refusals.add(e.reason());
      }
    }
    throw new SessionOverException(String.join(" | ", refusals));
  }

  private Opened at(URI master, byte[] subscribe)
      throws SessionOverException, InterruptedException {
    URI endpoint = master.resolve(PATH);
    HttpResponse<InputStream> answer = ask(master, endpoint, subscribe);
    for (int hop = 0; answer.statusCode() == 307; hop++) {
      endpoint = leader(endpoint, answer, hop);
      log.debug("{} names the leader {}", master, endpoint);
      answer = ask(master, endpoint, subscribe);
    }
    return opened(endpoint, answer);
  }

  private HttpResponse<InputStream> ask(URI master, URI endpoint, byte[] subscribe)
      throws SessionOverException, InterruptedException {
    CompletableFuture<HttpResponse<InputStream>> request =
        means.http().subscribe(endpoint, subscribe);
    // Also an answer that comes after we gave it up must not stay open longer than the session.
    CompletableFuture<Void> closing =
        request.thenAccept(answer -> lifeline.atEnd(() -> close(answer.body())));
    try {
      HttpResponse<InputStream> answer = lifeline.await(request, means.timings().answer());
      closing.join();
      return answer;
    } catch (IOException e) {
      boolean leader = !endpoint.getRawAuthority().equals(master.getRawAuthority());
      throw new SessionOverException(
          leader
              ? Reasons.leaderUnreachable(master, endpoint, e)
              : Reasons.unreachable(endpoint, e));
    }
  }

  /** The Location has no scheme and names the leader's host (Mesos: //host:port/path). */
  private static URI leader(URI endpoint, HttpResponse<?> answer, int hop)
      throws SessionOverException {
    String location = answer.headers().firstValue("Location").orElse("");
    try {
      URI leader = endpoint.resolve(location);
      boolean http = "http".equals(leader.getScheme()) || "https".equals(leader.getScheme());
      if (hop < MAX_REDIRECTS && http && leader.getHost() != null && !leader.equals(endpoint)) {
        return leader;
      }
    } catch (IllegalArgumentException e) {
      log.debug("{} sent a Location that is no address: {}", endpoint, location, e);
    }
    throw new SessionOverException(Reasons.redirected(endpoint, location));
  }

  private static Opened opened(URI endpoint, HttpResponse<InputStream> answer)
      throws SessionOverException {
    String streamId = answer.statusCode() == 200 ? MasterHttp.streamId(answer) : "";
    if (!streamId.isEmpty()) {
      return new Opened(endpoint, streamId, answer.body());
    }
    throw new SessionOverException(
        Reasons.subscribeRefused(endpoint, answer.statusCode(), errorText(answer)));
  }

  /** What an error says. The body of a 200 that is no stream may never end, so it is not read. */
  private static String errorText(HttpResponse<InputStream> answer) {
    if (answer.statusCode() == 200) {
      return "";
    }
    try {
      return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return Reasons.fault(e);
    }
  }

  static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      log.debug("closing a stream: {}", e.toString());
    }
  }
}
