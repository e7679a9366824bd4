package io.ejc.internal.localcluster;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Value;

/** An agent's own description as messages. */
final class AgentMessages {

  private AgentMessages() {}

  /** As executors see their agent: resources without roles. */
  static AgentInfo info(AgentDescription agent) {
    return AgentInfo.newBuilder()
        .setHostname(agent.hostname())
        .setPort(agent.port())
        .setId(agent.agentId())
        .addAllResources(ResourceMessages.plain(agent.total()))
        .addAllAttributes(agent.attributes())
        .build();
  }

  static List<Attribute> attributes(Map<String, String> attributes) {
    return attributes.entrySet().stream().map(e -> attribute(e.getKey(), e.getValue())).toList();
  }

  private static Attribute attribute(String name, String value) {
    Attribute.Builder attribute = Attribute.newBuilder().setName(name);
    if (value.matches("-?[0-9]+(\\.[0-9]+)?")) {
      return attribute
          .setType(Value.Type.SCALAR)
          .setScalar(Value.Scalar.newBuilder().setValue(new BigDecimal(value).doubleValue()))
          .build();
    }
    return attribute
        .setType(Value.Type.TEXT)
        .setText(Value.Text.newBuilder().setValue(value))
        .build();
  }
}
