package io.ejc.internal.localcluster;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * What a cluster is started with.
 *
 * @param directory of ZooKeeper's data, the agents' ids, sandboxes and caches
 * @param masterPort 0 for any free one
 * @param zooKeeperPort 0 for any free one
 * @param agents one entry an agent
 * @param checkpoint whether executors of checkpointing frameworks are told that their agent may
 *     come back
 */
public record ClusterSettings(
    Path directory,
    int masterPort,
    int zooKeeperPort,
    List<Agent> agents,
    Timings timings,
    boolean checkpoint,
    InstantSource clock) {

  /**
   * What an agent offers.
   *
   * @param port of its executor API, 0 for any free one
   */
  public record Agent(
      int port, double cpus, long memMb, long diskMb, Map<String, String> attributes) {}
}
