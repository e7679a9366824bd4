package io.ejc.internal.localcluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster is started with.
 *
 * @param directory of ZooKeeper's data, the agents' ids, sandboxes and caches
 * @param masterPorts one entry a master, 0 for any free one
 * @param zooKeeperPort 0 for any free one
 * @param agents one entry an agent
 * @param hollowAgents how many more that offer and run nothing
 * @param agentTls null for agents with plain HTTP
 * @param checkpoint whether executors of checkpointing frameworks are told that their agent may
 *     come back
 */
public record ClusterSettings(
    Path directory,
    List<Integer> masterPorts,
    int zooKeeperPort,
    List<Agent> agents,
    int hollowAgents,
    MasterSettings master,
    @Nullable SSLContext agentTls,
    boolean checkpoint) {

  /**
   * What an agent offers.
   *
   * @param port of its HTTP API, 0 for any free one
   * @param resources in Mesos' notation
   * @param domain {@code region/zone}; empty for none
   */
  public record Agent(int port, String resources, Map<String, String> attributes, String domain) {

    /** Refuses what no agent can have: an IllegalArgumentException names it. */
    public Agent {
      Quantities total = AgentFlags.resources(resources);
      if (!total.worthOffering()) {
        throw new IllegalArgumentException(
            "resources: " + resources + " (expected: at least 0.01 cpus or 32 MB of mem)");
      }
      attributes = Map.copyOf(attributes);
      attributes.forEach(AgentFlags::attribute);
      if (!domain.isEmpty()) {
        org.apache.mesos.v1.Protos.DomainInfo unused = AgentFlags.domain(domain);
      }
    }
  }
}
