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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look at the masters before anything is started: whether there is one at all, and whether it
 * takes our credentials. What it thinks of this framework is learned only by subscribing.
 */
public final class MasterProbe {

  private static final Logger log = LoggerFactory.getLogger(MasterProbe.class);
  private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]+)\"");
  private static final byte[] NO_CALL = {};

  /**
   * What was seen.
   *
   * @param problem a sentence for the user; empty when there is none
   * @param master the master that was seen; empty when there was none to look at
   * @param version the version of Mesos it names, such as {@code 1.11.0}; empty likewise
   */
  public record Look(String problem, String master, String version) {
    static Look wrong(String problem) {
      return new Look(problem, "", "");
    }
  }

  private final MasterHttp http;
  private final Duration timeout;

  /** Whether the master that was looked at last gave no answer. */
  private boolean deaf;

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
    return Optional.of(look(address, access, timeout).problem()).filter(text -> !text.isEmpty());
  }

  /**
   * As {@link #problem}, with what was seen.
   *
   * @param address where the masters are
   * @param access how this process makes itself known to them
   * @param timeout for how long to wait for each
   * @return the first master that is well, or what is wrong with all of them
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  public static Look look(MasterAddress address, MasterAccess access, Duration timeout)
      throws InterruptedException {
    try (MasterHttp http = new MasterHttp("ejc-mesos-probe", timeout, access)) {
      MasterProbe probe = new MasterProbe(http, timeout);
      return address.group().isPresent()
          ? probe.elected(address.group().get())
          : probe.named(address.masters());
    }
  }

  /**
   * Whether a session ended, or did not begin, because the master does not take this framework as
   * it is: something that does not pass by itself.
   *
   * @param reason the reason of a {@code SessionEnded}
   */
  public static boolean refused(String reason) {
    return Reasons.isRefusal(reason);
  }

  private Look named(List<URI> masters) throws InterruptedException {
    List<String> problems = new ArrayList<>();
    for (URI master : masters) {
      Look look = look(master);
      if (look.problem().isEmpty()) {
        return look;
      }
      problems.add(look.problem());
    }
    return Look.wrong(String.join(" | ", problems));
  }

  private Look elected(MasterGroup group) throws InterruptedException {
    try (ElectedMaster elected = ElectedMaster.watch(group)) {
      if (!elected.connected(timeout)) {
        return Look.wrong("ejc.mesos.master: " + group + ": " + elected.whyNobody());
      }
      Optional<List<URI>> leader = leader(elected);
      while (leader.isPresent()) {
        Look look = named(leader.get());
        if (!deaf || !isReplaced(elected, leader.get())) {
          return look;
        }
        leader = leader(elected);
      }
      if (elected.denied()) {
        return Look.wrong("ejc.mesos.master: " + group + ": " + elected.whyNobody());
      }
      log.warn("ejc.mesos.master: {}: {}; EJC waits for a leader", group, elected.whyNobody());
      return new Look("", "", "");
    }
  }

  /** A leader that has died is named until its session in ZooKeeper ends, or another leads. */
  private boolean isReplaced(ElectedMaster elected, List<URI> asked) throws InterruptedException {
    CountDownLatch replaced = new CountDownLatch(1);
    Runnable forget = elected.whenOutdated(asked, others -> replaced.countDown());
    try {
      return replaced.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      forget.run();
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

  private Look look(URI master) throws InterruptedException {
    deaf = false;
    try {
      HttpResponse<String> version = answer(http.get(master.resolve("/version")));
      Matcher named = VERSION.matcher(version.body());
      if (version.statusCode() != 200 || !named.find()) {
        return Look.wrong(Reasons.noMaster(master, version.statusCode(), version.body()));
      }
      // An empty call is refused after the credentials were looked at, and changes nothing.
      URI endpoint = master.resolve(Opening.PATH);
      HttpResponse<String> call = answer(http.call(endpoint, NO_CALL));
      return Statuses.hopeless(call.statusCode())
          ? Look.wrong(Reasons.subscribeRefused(endpoint, call.statusCode(), call.body()))
          : new Look("", master.toString(), named.group(1));
    } catch (IOException e) {
      deaf = true;
      return Look.wrong(Reasons.unreachable(master, e));
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
