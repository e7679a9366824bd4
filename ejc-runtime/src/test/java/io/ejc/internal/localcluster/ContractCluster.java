package io.ejc.internal.localcluster;

import static org.awaitility.Awaitility.await;

import io.ejc.runtime.local.LocalCluster;
import io.ejc.runtime.local.LocalClusterTimings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Offer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The cluster that the contract is held against: a local one of two agents with quick clocks, or
 * the one whose master {@code ejc.test.mesos.master} names. Cases take nothing for granted that a
 * user's cluster may not have: not how many agents there are, nor how large, nor how patient.
 */
final class ContractCluster implements AutoCloseable {

  private static final @Nullable String NAMED = System.getProperty("ejc.test.mesos.master");

  /** How long a case waits for an event: Mesos' own clocks tick slower than the local cluster's. */
  static final Duration PATIENCE = Duration.ofSeconds(NAMED == null ? 20 : 90);

  private static final LocalClusterTimings QUICK =
      LocalClusterTimings.MESOS
          .withAllocationInterval(Duration.ofMillis(100))
          .withHeartbeat(Duration.ofMillis(200))
          .withExecutorRegistrationTimeout(Duration.ofSeconds(6))
          .withExecutorReregistrationTimeout(Duration.ofSeconds(1))
          .withExecutorShutdownGrace(Duration.ofSeconds(1))
          .withAgentPings(Duration.ofMillis(300), 5)
          .withUpdateRetry(Duration.ofMillis(300), Duration.ofSeconds(2));

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AgentProcesses agents = new AgentProcesses();
  private final ContractTally tally = new ContractTally();
  private final URI master;
  private final @Nullable LocalCluster local;
  private final @Nullable Path directory;

  private ContractCluster(URI master, @Nullable LocalCluster local, @Nullable Path directory) {
    this.master = master;
    this.local = local;
    this.directory = directory;
  }

  static ContractCluster start() {
    if (NAMED != null) {
      return new ContractCluster(URI.create(NAMED), null, null);
    }
    try {
      Path directory = Files.createTempDirectory("ejc-contract");
      LocalCluster local =
          LocalCluster.builder().directory(directory).agents(2).timings(QUICK).start();
      return new ContractCluster(local.masterUrl(), local, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The leading master. */
  URI masterUrl() {
    return master;
  }

  /** Means to make faults happen; without them the case is not run. */
  LocalCluster controls() {
    return local == null
        ? Assumptions.abort("it needs a cluster whose agents a test can end")
        : local;
  }

  /** Skips a case that cuts an agent off, where that cannot be done. */
  void mustCutAgents() {
    if (local == null) {
      agents.mustBeKnown();
    }
  }

  /** Makes the offer's agent silent; the case must {@link #reconnect} it. */
  void cut(Offer offer) throws IOException, InterruptedException {
    if (local == null) {
      agents.freeze(offer);
    } else {
      local.disconnectAgent(index(offer.getAgentId()));
    }
  }

  /** The agent can be heard again. */
  void reconnect(Offer offer) throws IOException, InterruptedException {
    if (local == null) {
      agents.thaw(offer);
    } else {
      local.reconnectAgent(index(offer.getAgentId()));
    }
  }

  /** The agent's number for {@link #controls}. */
  int index(AgentID agent) {
    return controls().agentIds().indexOf(agent.getValue());
  }

  /**
   * What to expect where the two are known to differ. The case is counted as one that differs.
   *
   * @param reason why they do, as the guide says it too
   */
  <T> T differs(String reason, T locally, T onMesos) {
    tally.differed(reason);
    return local == null ? onMesos : locally;
  }

  /** So long that several allocations pass. */
  Duration severalAllocations() {
    return Duration.ofMillis(local == null ? 2_500 : 350);
  }

  /**
   * Waits until the local agents have ended what earlier cases left. A Mesos master counts the
   * executors of a framework that was torn down no more, so there is nothing to wait for.
   */
  void awaitIdle() {
    if (local != null) {
      await("an idle cluster")
          .atMost(PATIENCE)
          .until(() -> get("/metrics/snapshot").contains("\"master/cpus_used\":0.0"));
    }
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(master.resolve(path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  ContractTally tally() {
    return tally;
  }

  @Override
  public void close() {
    System.out.println(tally.report(local == null ? master.toString() : "local"));
    if (local != null && directory != null) {
      local.close();
      delete(directory);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
