package io.ejc.internal.localcluster;

import java.util.List;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.DomainInfo;
import org.jspecify.annotations.Nullable;

/**
 * An agent as its master and its offers show it.
 *
 * @param scheme of its HTTP API, http or https
 * @param domain its region and zone, null if none were given
 */
record AgentDescription(
    String id,
    String hostname,
    int port,
    String scheme,
    Quantities total,
    List<Attribute> attributes,
    @Nullable DomainInfo domain) {

  AgentID agentId() {
    return AgentID.newBuilder().setValue(id).build();
  }

  /** The region of its domain; empty if it has none. */
  String region() {
    return domain == null ? "" : domain.getFaultDomain().getRegion().getName();
  }

  String pid() {
    return "slave(1)@127.0.0.1:" + port;
  }
}
