package io.ejc.runtime.local;

import static java.util.Objects.requireNonNull;

import io.ejc.internal.localcluster.Cluster;
import io.ejc.internal.localcluster.ClusterException;
import io.ejc.internal.localcluster.ClusterSettings;
import io.ejc.internal.localcluster.MasterSettings;
import io.ejc.internal.localcluster.Timings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a cluster that is not started yet. Not for several threads. What is out of bounds is
 * refused at once, with an IllegalArgumentException that names value and rule.
 */
public final class LocalClusterBuilder {

  private static final int FIRST_OFFERED_PORT = 31_000;
  private static final int OFFERED_PORTS = 1_000;

  private int agents = 2;
  private int hollowAgents;
  private double cpus = 4;
  private long memMb = 4_096;
  private long diskMb = 10_000;
  private int zookeeperPort;
  private boolean checkpoint;
  private Path directory = Path.of(".ejc", "local");
  private LocalClusterTimings timings = LocalClusterTimings.MESOS;
  private Duration zookeeperSession = Duration.ofSeconds(10);
  private @Nullable Duration offerTimeout;
  private @Nullable SSLContext tls;
  private boolean agentTls;
  private String domain = "";
  private final List<Integer> masterPorts = new ArrayList<>(List.of(0));
  private final Map<String, String> credentials = new TreeMap<>();
  private final Map<String, String> attributes = new TreeMap<>();
  private final Map<Integer, Map<String, String>> agentAttributes = new HashMap<>();
  private final Map<Integer, String> agentResources = new HashMap<>();
  private final Map<Integer, String> agentDomains = new HashMap<>();
  private final List<Integer> agentPorts = new ArrayList<>();

  LocalClusterBuilder() {}

  /** How many agents; 1 to 30, by default 2. */
  public LocalClusterBuilder agents(int count) {
    agents = within("agents", count, 1, 30);
    return this;
  }

  /**
   * How many more agents that only offer what the first one does: for schedulers that have to match
   * thousands of offers. A task that is launched there fails. By default none, 100000 at most.
   */
  public LocalClusterBuilder hollowAgents(int count) {
    hollowAgents = within("hollowAgents", count, 0, 100_000);
    return this;
  }

  /** Cpus of each agent, by default 4; nothing holds executors to it. */
  public LocalClusterBuilder cpus(double value) {
    if (!(value > 0 && value <= 10_000)) {
      throw new IllegalArgumentException("cpus: " + value + " (expected: more than 0, to 10000)");
    }
    cpus = value;
    return this;
  }

  /** Megabytes of memory of each agent, by default 4096; nothing holds executors to it. */
  public LocalClusterBuilder memMb(long value) {
    memMb = atLeastOne("memMb", value);
    return this;
  }

  /** Megabytes of disk of each agent, by default 10000; nothing holds executors to it. */
  public LocalClusterBuilder diskMb(long value) {
    diskMb = atLeastOne("diskMb", value);
    return this;
  }

  /**
   * All that one agent offers, in the notation of Mesos' {@code --resources}: {@code
   * cpus:4;mem:4096;ports:[31000-31999];gpus:1;cpus(alpha):2}. By default what {@link #cpus},
   * {@link #memMb} and {@link #diskMb} say, and a thousand ports of its own.
   *
   * @param index the agent's number, from 0
   */
  public LocalClusterBuilder agentResources(int index, String value) {
    agentResources.put(index, requireNonNull(value, "value"));
    return this;
  }

  /**
   * An attribute of all agents; a number becomes a SCALAR, {@code [1-2,5-9]} RANGES, any other
   * value a TEXT.
   */
  public LocalClusterBuilder attribute(String name, String value) {
    attributes.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return this;
  }

  /** An attribute of one agent, in place of one of the same name of all agents. */
  public LocalClusterBuilder agentAttribute(int index, String name, String value) {
    agentAttributes
        .computeIfAbsent(index, i -> new TreeMap<>())
        .put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return this;
  }

  /** The fault domain of the masters and all agents, {@code region/zone}; by default none. */
  public LocalClusterBuilder domain(String value) {
    domain = requireNonNull(value, "domain");
    return this;
  }

  /** The fault domain of one agent, {@code region/zone}. */
  public LocalClusterBuilder agentDomain(int index, String value) {
    agentDomains.put(index, requireNonNull(value, "value"));
    return this;
  }

  /**
   * Where everything lies: ZooKeeper's data, the agents' ids, sandboxes and fetcher caches. By
   * default {@code .ejc/local} in the working directory. One cluster at a time uses it.
   */
  public LocalClusterBuilder directory(Path value) {
    directory = requireNonNull(value, "directory");
    return this;
  }

  /** The master's port; 0, the default, for any free one. */
  public LocalClusterBuilder masterPort(int value) {
    return masterPorts(List.of(value));
  }

  /**
   * One port for each master, 0 for any free one; by default one master. Several (9 at most) are
   * elected in ZooKeeper; those that do not lead answer with 307.
   */
  public LocalClusterBuilder masterPorts(List<Integer> values) {
    within("masters", values.size(), 1, 9);
    values.forEach(value -> port("masterPort", value));
    masterPorts.clear();
    masterPorts.addAll(values);
    return this;
  }

  /** ZooKeeper's port; 0, the default, for any free one. */
  public LocalClusterBuilder zookeeperPort(int value) {
    zookeeperPort = port("zookeeperPort", value);
    return this;
  }

  /** The agents' ports in the order of their numbers; where there are none, any free one. */
  public LocalClusterBuilder agentPorts(List<Integer> values) {
    agentPorts.clear();
    values.forEach(value -> agentPorts.add(port("agentPorts", value)));
    return this;
  }

  /** Other clocks than Mesos' own, for tests. */
  public LocalClusterBuilder timings(LocalClusterTimings value) {
    timings = requireNonNull(value, "timings");
    return this;
  }

  /** How long a master that was killed still leads in ZooKeeper; 1 s to 1 min, by default 10 s. */
  public LocalClusterBuilder zookeeperSessionTimeout(Duration value) {
    within(
        "zookeeperSessionTimeout in ms", (int) Math.min(value.toMillis(), 999_999), 1_000, 60_000);
    zookeeperSession = value;
    return this;
  }

  /** After which an offer without an answer is rescinded; by default never. */
  public LocalClusterBuilder offerTimeout(Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("offerTimeout: " + value + " (expected: more than zero)");
    }
    offerTimeout = value;
    return this;
  }

  /**
   * A principal that schedulers may be, and its secret (HTTP basic authentication). Once there is
   * one, the scheduler API is closed to others.
   */
  public LocalClusterBuilder credential(String principal, String secret) {
    credentials.put(requireNonNull(principal, "principal"), requireNonNull(secret, "secret"));
    return this;
  }

  /**
   * The masters speak HTTPS.
   *
   * @param keyStore with the key and certificate, PKCS #12 or JKS
   * @throws IllegalArgumentException if it cannot be used
   */
  public LocalClusterBuilder tls(Path keyStore, String password) {
    try (InputStream in = Files.newInputStream(keyStore)) {
      KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
      keys.load(in, password.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      tls = context;
      return this;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "tls: " + keyStore + " (expected: a key store that this password opens): " + e, e);
    }
  }

  /** With {@link #tls}, whether the agents speak HTTPS too; by default not. */
  public LocalClusterBuilder agentTls(boolean value) {
    agentTls = value;
    return this;
  }

  /**
   * Whether executors of frameworks with checkpointing are told {@code MESOS_CHECKPOINT=1}, so that
   * they wait for their agent's return and outlive its crash. By default not: these agents end with
   * this JVM, and their executors should end with them.
   */
  public LocalClusterBuilder checkpoint(boolean value) {
    checkpoint = value;
    return this;
  }

  /**
   * Starts everything. The agents are registered when this returns.
   *
   * @throws LocalClusterException if the directory or a port is in use
   * @throws IllegalArgumentException if the resources, attributes or domain of an agent make no
   *     sense
   */
  public LocalCluster start() {
    List<ClusterSettings.Agent> all = new ArrayList<>();
    for (int i = 0; i < agents; i++) {
      all.add(agent(i));
    }
    MasterSettings master =
        new MasterSettings(
            credentials,
            offerTimeout,
            domain,
            tls,
            zookeeperSession,
            clocks(),
            InstantSource.system());
    try {
      return new LocalCluster(
          new Cluster(
              new ClusterSettings(
                  directory,
                  List.copyOf(masterPorts),
                  zookeeperPort,
                  all,
                  hollowAgents,
                  master,
                  agentTls ? tls : null,
                  checkpoint)),
          tls == null ? "http" : "https");
    } catch (ClusterException e) {
      throw new LocalClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  private ClusterSettings.Agent agent(int index) {
    Map<String, String> own = new TreeMap<>(attributes);
    own.putAll(agentAttributes.getOrDefault(index, Map.of()));
    int first = FIRST_OFFERED_PORT + index * OFFERED_PORTS;
    String usual =
        "cpus:%s;mem:%d;disk:%d;ports:[%d-%d]"
            .formatted(
                java.math.BigDecimal.valueOf(cpus).toPlainString(),
                memMb,
                diskMb,
                first,
                first + OFFERED_PORTS - 1);
    return new ClusterSettings.Agent(
        index < agentPorts.size() ? agentPorts.get(index) : 0,
        agentResources.getOrDefault(index, usual),
        own,
        agentDomains.getOrDefault(index, domain));
  }

  private Timings clocks() {
    return new Timings(
        timings.allocationInterval(),
        timings.heartbeat(),
        timings.executorRegistrationTimeout(),
        timings.executorReregistrationTimeout(),
        timings.executorShutdownGrace(),
        timings.agentPingTimeout(),
        timings.maxAgentPingTimeouts(),
        timings.updateRetryMin(),
        timings.updateRetryMax());
  }

  private static long atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
    }
    return value;
  }

  private static int port(String name, int value) {
    return within(name, value, 0, 65_535);
  }

  private static int within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + ".." + most + ")");
    }
    return value;
  }
}
