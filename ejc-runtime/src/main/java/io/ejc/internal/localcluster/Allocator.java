package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.OfferBook.OpenOffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.URL;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Offers what is free. An agent's free resources go whole to one framework, the one with the
 * smallest dominant share that wants them; ties go to the one that was offered less often. So
 * Mesos' hierarchical allocator does it for frameworks of equal weight.
 */
final class Allocator {

  private final MasterState state;

  Allocator(MasterState state) {
    this.state = state;
  }

  /** Offers what is free on every connected agent; one OFFERS event a framework. */
  void allocate() {
    Map<FrameworkSession, List<OpenOffer>> made = new LinkedHashMap<>();
    Quantities total =
        state.agents().values().stream()
            .map(agent -> agent.description().total())
            .reduce(Quantities.NONE, Quantities::plus);
    for (AgentSlot agent : state.agents().values()) {
      if (agent.connected() && agent.free().worthOffering()) {
        offer(agent, total)
            .ifPresent(o -> made.computeIfAbsent(to(o), f -> new ArrayList<>()).add(o));
      }
    }
    made.forEach((framework, offers) -> framework.send(event(framework, offers)));
  }

  private FrameworkSession to(OpenOffer offer) {
    FrameworkSession framework = state.frameworks().get(offer.frameworkId());
    if (framework == null) {
      throw new IllegalStateException("offer " + offer.id() + " to an unknown framework");
    }
    return framework;
  }

  private Optional<OpenOffer> offer(AgentSlot agent, Quantities total) {
    Quantities free = agent.free();
    List<FrameworkSession> byShare =
        state.frameworks().values().stream()
            .filter(FrameworkSession::connected)
            .sorted(
                Comparator.comparingDouble(
                        (FrameworkSession f) -> f.allocated().dominantShare(total))
                    .thenComparingLong(FrameworkSession::offersMade))
            .toList();
    for (FrameworkSession framework : byShare) {
      String role = framework.roleFor(agent.id(), free);
      if (role != null) {
        agent.take(free);
        framework.allocate(free);
        framework.countOffer();
        return Optional.of(state.offers().add(framework.id(), agent.id(), role, free));
      }
    }
    return Optional.empty();
  }

  private Event event(FrameworkSession framework, List<OpenOffer> offers) {
    Event.Offers.Builder event = Event.Offers.newBuilder();
    offers.forEach(offer -> event.addOffers(message(framework, offer)));
    return Event.newBuilder().setType(Event.Type.OFFERS).setOffers(event).build();
  }

  private Offer message(FrameworkSession framework, OpenOffer offer) {
    AgentSlot slot = state.agents().get(offer.agentId());
    if (slot == null) {
      throw new IllegalStateException("offer " + offer.id() + " of an unknown agent");
    }
    AgentDescription agent = slot.description();
    Address address =
        Address.newBuilder()
            .setHostname(agent.hostname())
            .setIp("127.0.0.1")
            .setPort(agent.port())
            .build();
    Offer.Builder message =
        Offer.newBuilder()
            .setId(offer.offerId())
            .setFrameworkId(framework.frameworkId())
            .setAgentId(agent.agentId())
            .setHostname(agent.hostname())
            .setUrl(URL.newBuilder().setScheme("http").setAddress(address).setPath("/slave(1)"))
            .addAllResources(
                ResourceMessages.offered(offer.resources(), offer.role(), framework.capabilities()))
            .addAllAttributes(agent.attributes())
            .addAllExecutorIds(slot.executorsOf(framework.id()));
    if (framework.capabilities().multiRole()) {
      message.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(offer.role()));
    }
    return message.build();
  }
}
