package io.ejc.runtime;

import io.ejc.api.spi.BundleStore;
import io.ejc.internal.bundle.NameRules;
import io.ejc.internal.mesos.MasterAccess;
import io.ejc.internal.mesos.MasterAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What is in force: every key resolved and checked.
 *
 * @param name the application's name
 * @param namespace where its state lies
 * @param identity what makes hosts the same application
 * @param scanPackages packages to scan
 * @param timeZone the zone of jobs that name none
 * @param mesos how the master is reached
 * @param zookeeper how ZooKeeper is reached
 * @param local the local cluster, if there is to be one
 * @param serve how agents reach this host
 * @param bundleDir where layers are written
 * @param packing what the bundle holds
 * @param store where layers outlive hosts
 * @param executor how executors run
 * @param doctor when the cluster is examined
 * @param upkeep what is looked after by the clock
 * @param maxSkew how far the clock may be off for a host to lead
 * @param maxLosses new attempts of an item after losses, at most
 * @param runsKept ended runs kept of each job
 * @param shown what was set and what was not, secrets masked
 */
record Settings(
    String name,
    String namespace,
    String identity,
    List<String> scanPackages,
    ZoneId timeZone,
    Mesos mesos,
    ZooKeeper zookeeper,
    Local local,
    Serve serve,
    Path bundleDir,
    Packing packing,
    Store store,
    Executor executor,
    Doctor doctor,
    Upkeep upkeep,
    Duration maxSkew,
    int maxLosses,
    int runsKept,
    Map<Key, String> shown) {

  static final String LOCAL = "local";

  record Mesos(
      String master,
      List<String> roles,
      String user,
      Duration failoverTimeout,
      Duration connectTimeout,
      Way way) {
    boolean local() {
      return master.equals(LOCAL);
    }
  }

  /**
   * How masters are found and known.
   *
   * @param address where they are; empty for the local cluster's
   * @param access what they are shown
   */
  record Way(Optional<MasterAddress> address, MasterAccess access) {}

  record ZooKeeper(
      String servers, Duration sessionTimeout, Duration connectTimeout, String credentials) {
    boolean local() {
      return servers.equals(LOCAL);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return servers + (credentials.isEmpty() ? "" : " with credentials");
    }
  }

  record Local(
      Path dir, int agents, double cpus, int memoryMb, int masterPort, int zookeeperPort) {}

  record Serve(String bindAddress, int port, String advertised) {}

  /**
   * What the bundle holds.
   *
   * @param rules which entries of the class path stay behind
   * @param files what of this host travels besides
   * @param maxMb how large it may be
   */
  record Packing(NameRules rules, List<Path> files, int maxMb) {}

  /**
   * Where layers outlive hosts.
   *
   * @param store where; empty for hosts alone
   * @param patience how long a start waits for it
   */
  record Store(Optional<BundleStore> store, Duration patience) {}

  record Executor(
      String java,
      List<String> jvmOptions,
      double cpus,
      int heapMb,
      int nativeMb,
      Duration killForceAfter,
      Map<String, String> properties,
      String cacheDir,
      Duration fetchTimeout,
      SortedMap<String, String> environment,
      String image) {}

  /**
   * When the cluster is examined.
   *
   * @param atStart whether before the first launch
   * @param timeout how long that may take
   */
  record Doctor(boolean atStart, Duration timeout) {}

  record Upkeep(
      Duration keepAlive,
      Duration reconcileEvery,
      Duration prewarm,
      boolean teardownOnClose,
      boolean retriesInNewest) {}

  /** One line for the log: what is in force, secrets masked. */
  String describe() {
    return shown.entrySet().stream()
        .map(entry -> entry.getKey().path.substring("ejc.".length()) + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
