package io.ejc.internal.mesos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look at the masters before anything is started: whether there is one at all, and whether it
 * takes our credentials. What it thinks of this framework is learned only by subscribing.
 */
public final class MasterProbe {

  private static final Logger log = LoggerFactory.getLogger(MasterProbe.class);
  private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"[^\"]+\"");
  private static final byte[] NO_CALL = {};

  private final MasterHttp http;
  private final Duration timeout;

  private MasterProbe(MasterHttp http, Duration timeout) {
    this.http = http;
    this.timeout = timeout;
  }

  /**
   * Asks each master for its version, which all answer, also those that do not lead and those that
   * want credentials (Mesos, endpoint {@code /version}), and then lets it look at our credentials.
   * Where masters are elected, the leader is asked; that nobody leads at the moment is no problem.
   *
   * @param address where the masters are
   * @param access how this process makes itself known to them
   * @param timeout for how long to wait for each
   * @return empty when one of them is a master; otherwise a sentence for the user
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  public static Optional<String> problem(
      MasterAddress address, MasterAccess access, Duration timeout) throws InterruptedException {
    try (MasterHttp http = new MasterHttp("ejc-mesos-probe", timeout, access)) {
      MasterProbe probe = new MasterProbe(http, timeout);
      return address.group().isPresent()
          ? probe.elected(address.group().get())
          : probe.named(address.masters());
    }
  }

  private Optional<String> named(List<URI> masters) throws InterruptedException {
    List<String> problems = new ArrayList<>();
    for (URI master : masters) {
      Optional<String> problem = problem(master);
      if (problem.isEmpty()) {
        return problem;
      }
      problem.ifPresent(problems::add);
    }
    return Optional.of(String.join(" | ", problems));
  }

  private Optional<String> elected(MasterGroup group) throws InterruptedException {
    try (ElectedMaster elected = ElectedMaster.watch(group)) {
      if (!elected.connected(timeout)) {
        return Optional.of("ejc.mesos.master: " + group + ": " + elected.whyNobody());
      }
      Optional<List<URI>> leader = leader(elected);
      if (leader.isPresent()) {
        return named(leader.get());
      }
      if (elected.denied()) {
        return Optional.of("ejc.mesos.master: " + group + ": " + elected.whyNobody());
      }
      log.warn("ejc.mesos.master: {}: {}; EJC waits for a leader", group, elected.whyNobody());
      return Optional.empty();
    }
  }

  private Optional<List<URI>> leader(ElectedMaster elected) throws InterruptedException {
    try {
      return Optional.of(elected.toAsk().get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a leader is found or waited for", e);
    }
  }

  private Optional<String> problem(URI master) throws InterruptedException {
    try {
      HttpResponse<String> version = answer(http.get(master.resolve("/version")));
      if (version.statusCode() != 200 || !VERSION.matcher(version.body()).find()) {
        return Optional.of(Reasons.noMaster(master, version.statusCode(), version.body()));
      }
      // An empty call is refused after the credentials were looked at, and changes nothing.
      URI endpoint = master.resolve(Opening.PATH);
      HttpResponse<String> call = answer(http.call(endpoint, NO_CALL));
      return Statuses.hopeless(call.statusCode())
          ? Optional.of(Reasons.subscribeRefused(endpoint, call.statusCode(), call.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(Reasons.unreachable(master, e));
    }
  }

  private HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> request)
      throws IOException, InterruptedException {
    try {
      return request.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no answer");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      request.cancel(true);
    }
  }
}
