package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.OfferBook.OpenOffer;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.URL;
import org.apache.mesos.v1.Protos.Unavailability;

/** Offers and inverse offers as messages. On the master's thread. */
final class OfferMessages {

  private final MasterState state;

  OfferMessages(MasterState state) {
    this.state = state;
  }

  Offer offer(FrameworkSession framework, OpenOffer offer) {
    AgentSlot slot = slot(offer.agentId());
    AgentDescription agent = slot.description();
    Offer.Builder message =
        Offer.newBuilder()
            .setId(offer.offerId())
            .setFrameworkId(framework.frameworkId())
            .setAgentId(agent.agentId())
            .setHostname(agent.hostname())
            .setUrl(url(agent))
            .addAllResources(
                ResourceMessages.offered(offer.resources(), offer.role(), framework.capabilities()))
            .addAllAttributes(agent.attributes())
            .addAllExecutorIds(slot.executorsOf(framework.id()));
    if (agent.domain() != null) {
      message.setDomain(agent.domain());
    }
    if (slot.unavailability() != null) {
      message.setUnavailability(slot.unavailability());
    }
    if (framework.capabilities().multiRole()) {
      message.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(offer.role()));
    }
    return message.build();
  }

  InverseOffer inverse(
      FrameworkSession framework, OfferBook.InverseOffer offer, Unavailability planned) {
    AgentDescription agent = slot(offer.agentId()).description();
    return InverseOffer.newBuilder()
        .setId(offer.offerId())
        .setUrl(url(agent))
        .setFrameworkId(framework.frameworkId())
        .setAgentId(agent.agentId())
        .setUnavailability(planned)
        .build();
  }

  private AgentSlot slot(String agentId) {
    AgentSlot slot = state.agents().get(agentId);
    if (slot == null) {
      throw new IllegalStateException("an offer of the unknown agent " + agentId);
    }
    return slot;
  }

  private static URL url(AgentDescription agent) {
    return URL.newBuilder()
        .setScheme(agent.scheme())
        .setAddress(
            Address.newBuilder()
                .setHostname(agent.hostname())
                .setIp(Loopback.IP)
                .setPort(agent.port()))
        .setPath("/slave(1)")
        .build();
  }
}
