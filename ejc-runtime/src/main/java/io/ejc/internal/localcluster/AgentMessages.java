package io.ejc.internal.localcluster;

import org.apache.mesos.v1.Protos.AgentInfo;

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
}
