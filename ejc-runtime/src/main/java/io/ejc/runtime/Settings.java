package io.ejc.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is in force: every key resolved and checked.
 *
 * @param name the application's name
 * @param namespace where its state lies
 * @param scanPackages packages to scan
 * @param timeZone the zone of jobs that name none
 * @param mesos how the master is reached
 * @param zookeeper how ZooKeeper is reached
 * @param local the local cluster, if there is to be one
 * @param serve how agents reach this host
 * @param bundleDir where layers are written
 * @param executor how executors run
 * @param maxLosses new attempts of an item after losses, at most
 * @param runsKept ended runs kept of each job
 * @param shown what was set and what was not, secrets masked
 */
record Settings(
    String name,
    String namespace,
    List<String> scanPackages,
    ZoneId timeZone,
    Mesos mesos,
    ZooKeeper zookeeper,
    Local local,
    Serve serve,
    Path bundleDir,
    Executor executor,
    int maxLosses,
    int runsKept,
    Map<Key, String> shown) {

  static final String LOCAL = "local";

  record Mesos(
      String master,
      List<String> roles,
      String user,
      Duration failoverTimeout,
      Duration connectTimeout) {
    boolean local() {
      return master.equals(LOCAL);
    }
  }

  record ZooKeeper(
      String servers, Duration sessionTimeout, Duration connectTimeout, String credentials) {
    boolean local() {
      return servers.equals(LOCAL);
    }
  }

  record Local(
      Path dir, int agents, double cpus, int memoryMb, int masterPort, int zookeeperPort) {}

  record Serve(String bindAddress, int port, String advertised) {}

  record Executor(
      String java,
      List<String> jvmOptions,
      double cpus,
      int heapMb,
      int nativeMb,
      Duration killForceAfter,
      Map<String, String> properties) {}

  /** One line for the log: what is in force, secrets masked. */
  String describe() {
    return shown.entrySet().stream()
        .map(entry -> entry.getKey().path.substring("ejc.".length()) + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
