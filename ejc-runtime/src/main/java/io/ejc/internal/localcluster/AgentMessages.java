package io.ejc.internal.localcluster;

import java.util.OptionalInt;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.NetworkInfo;

/** An agent's own description as messages. */
final class AgentMessages {

  private AgentMessages() {}

  /** As executors see their agent: resources without roles. */
  static AgentInfo info(AgentDescription agent) {
    AgentInfo.Builder info =
        AgentInfo.newBuilder()
            .setHostname(agent.hostname())
            .setPort(agent.port())
            .setId(agent.agentId())
            .addAllResources(ResourceMessages.plain(agent.total()))
            .addAllAttributes(agent.attributes());
    if (agent.domain() != null) {
      info.setDomain(agent.domain());
    }
    return info.build();
  }

  /** What the agent adds to an update: where the executor's container is. */
  static ContainerStatus container(ContainerStatus given, String containerId, OptionalInt pid) {
    NetworkInfo.IPAddress address =
        NetworkInfo.IPAddress.newBuilder()
            .setProtocol(NetworkInfo.Protocol.IPv4)
            .setIpAddress(Loopback.IP)
            .build();
    ContainerStatus.Builder status =
        given.toBuilder().setContainerId(ContainerID.newBuilder().setValue(containerId));
    if (status.getNetworkInfosCount() == 0) {
      status.addNetworkInfos(NetworkInfo.newBuilder().addIpAddresses(address));
    }
    pid.ifPresent(status::setExecutorPid);
    return status.build();
  }
}
