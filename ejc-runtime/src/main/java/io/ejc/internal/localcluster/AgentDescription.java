package io.ejc.internal.localcluster;

import java.util.List;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;

/** An agent as its master and its offers show it. */
record AgentDescription(
    String id, String hostname, int port, Quantities total, List<Attribute> attributes) {

  AgentID agentId() {
    return AgentID.newBuilder().setValue(id).build();
  }
}
