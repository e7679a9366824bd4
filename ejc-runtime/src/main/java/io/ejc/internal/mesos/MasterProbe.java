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

/**
 * A look at a master before anything is started: whether there is one at all. What it thinks of
 * this framework is learned only by subscribing.
 */
public final class MasterProbe {

  private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"[^\"]+\"");

  private MasterProbe() {}

  /**
   * Asks each master for its version, which all answer, also those that do not lead and those that
   * want credentials (Mesos, endpoint {@code /version}).
   *
   * @param address where the masters are
   * @param timeout for how long to wait for each
   * @return empty when one of them is a master; otherwise a sentence for the user
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  public static Optional<String> problem(MasterAddress address, Duration timeout)
      throws InterruptedException {
    List<String> problems = new ArrayList<>();
    try (MasterHttp http = new MasterHttp("ejc-mesos-probe", timeout)) {
      for (URI master : address.masters()) {
        Optional<String> problem = problem(http, master, timeout);
        if (problem.isEmpty()) {
          return problem;
        }
        problem.ifPresent(problems::add);
      }
    }
    return Optional.of(String.join(" | ", problems));
  }

  private static Optional<String> problem(MasterHttp http, URI master, Duration timeout)
      throws InterruptedException {
    CompletableFuture<HttpResponse<String>> request = http.get(master.resolve("/version"));
    try {
      HttpResponse<String> answer = request.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      boolean mesos = answer.statusCode() == 200 && VERSION.matcher(answer.body()).find();
      return mesos
          ? Optional.empty()
          : Optional.of(Reasons.noMaster(master, answer.statusCode(), answer.body()));
    } catch (TimeoutException e) {
      return Optional.of(Reasons.unreachable(master, new HttpTimeoutException("no answer")));
    } catch (ExecutionException e) {
      IOException fault =
          e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      return Optional.of(Reasons.unreachable(master, fault));
    } finally {
      request.cancel(true);
    }
  }
}
