package io.ejc.internal.mesos;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the master that opens a stream: asks one after another, and follows those that name a
 * leader. Waits while there is nobody to ask.
 */
final class Opening {

  private static final Logger log = LoggerFactory.getLogger(Opening.class);

  /** The scheduler API. */
  static final String PATH = "/api/v1/scheduler";

  private static final int MAX_REDIRECTS = 5;
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

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
    List<URI> masters = masters();
    for (URI master : masters) {
      if (lifeline.over()) {
        throw new SessionOverException("the session has ended");
      }
      try {
        return watched(masters, at(master, subscribe));
      } catch (SessionOverException e) {
        refusals.add(e.reason());
      }
    }
    throw new SessionOverException(String.join(" | ", refusals));
  }

  /** Whom to ask; waits while nobody leads, and says so after a while. */
  private List<URI> masters() throws SessionOverException, InterruptedException {
    CompletableFuture<List<URI>> masters = means.masters().toAsk();
    if (masters.isDone()) {
      return masters.getNow(List.of());
    }
    Future<?> told =
        means
            .timer()
            .schedule(
                () -> log.warn("no Mesos master to subscribe at: {}; EJC waits", why()),
                means.timings().nobody().toMillis(),
                TimeUnit.MILLISECONDS);
    try {
      return lifeline.await(masters, FOR_EVER);
    } catch (IOException e) {
      throw new SessionOverException("no Mesos master to subscribe at: " + why());
    } finally {
      told.cancel(false);
    }
  }

  private String why() {
    return means.masters().whyNobody();
  }

  /** The session ends when those who were asked lead no more. */
  private Opened watched(List<URI> masters, Opened opened) {
    Runnable forget =
        means
            .masters()
            .whenOutdated(
                masters,
                others -> lifeline.end(Reasons.leadsNoMore(opened.endpoint(), others), false));
    lifeline.atEnd(forget);
    return opened;
  }

  private Opened at(URI master, byte[] subscribe)
      throws SessionOverException, InterruptedException {
    URI endpoint = master.resolve(PATH);
    Set<URI> asked = new HashSet<>(Set.of(endpoint));
    HttpResponse<InputStream> answer = ask(master, endpoint, subscribe);
    while (answer.statusCode() == 307 || answer.statusCode() == 308) {
      endpoint = leader(endpoint, answer, asked);
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
              : means.masters().elected()
                  ? Reasons.electedUnreachable(endpoint, e)
                  : Reasons.unreachable(endpoint, e));
    }
  }

  /** The Location has no scheme and names the leader's host (Mesos: //host:port/path). */
  private static URI leader(URI endpoint, HttpResponse<?> answer, Set<URI> asked)
      throws SessionOverException {
    String location = answer.headers().firstValue("Location").orElse("");
    try {
      URI leader = endpoint.resolve(location.isEmpty() ? "//" : location);
      boolean https = "https".equals(leader.getScheme());
      if ("https".equals(endpoint.getScheme()) && !https) {
        throw new SessionOverException(Reasons.downgrade(endpoint, location));
      }
      boolean http = https || "http".equals(leader.getScheme());
      if (http && leader.getHost() != null && asked.size() <= MAX_REDIRECTS && asked.add(leader)) {
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
