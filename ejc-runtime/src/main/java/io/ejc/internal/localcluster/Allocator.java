package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.OfferBook.OpenOffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/**
 * Offers what is free, as Mesos' hierarchical allocator does for roles and frameworks of equal
 * weight: on each agent the role with the smallest dominant share comes first, in it the framework
 * with the smallest; ties go to who was offered less often, then by name. A role is offered what is
 * reserved to it, and whole what nobody has reserved.
 */
final class Allocator {

  private final MasterState state;
  private final Loop loop;
  private final OfferMessages messages;
  private final @Nullable Duration offerTimeout;
  private final String region;
  private Runnable afterwards = () -> {};

  /**
   * @param region of the master; agents of others are offered to those who know of regions. Empty
   *     if it has none
   * @param offerTimeout after which an unanswered offer is rescinded; null for never
   */
  Allocator(
      MasterState state,
      Loop loop,
      OfferMessages messages,
      String region,
      @Nullable Duration offerTimeout) {
    this.state = state;
    this.loop = loop;
    this.messages = messages;
    this.region = region;
    this.offerTimeout = offerTimeout;
  }

  /** What follows the offers of every round. */
  void afterwards(Runnable work) {
    afterwards = work;
  }

  private record Candidate(FrameworkSession framework, String role) {}

  /** Offers what is free on every connected agent; one OFFERS event a framework. */
  void allocate() {
    Map<FrameworkSession, List<OpenOffer>> made = new LinkedHashMap<>();
    Quantities total = total();
    Map<String, Quantities> byRole = byRole();
    for (AgentSlot agent : state.agents().values()) {
      if (agent.offerable() && agent.free().worthOffering()) {
        offer(agent, total, byRole, made);
      }
    }
    made.forEach((framework, offers) -> framework.send(event(framework, offers)));
    afterwards.run();
  }

  private void offer(
      AgentSlot agent,
      Quantities total,
      Map<String, Quantities> byRole,
      Map<FrameworkSession, List<OpenOffer>> made) {
    for (Candidate candidate : candidates(agent, total, byRole)) {
      FrameworkSession framework = candidate.framework();
      String role = candidate.role();
      Quantities offered = agent.free().only(key -> key.usableBy(role));
      if (offered.worthOffering()
          && framework.wants(role, agent.id(), offered)
          && framework.allows(role, agent.description())) {
        agent.take(offered);
        framework.allocate(role, offered);
        framework.countOffer(role);
        byRole.merge(role, offered.scalarsOnly(), Quantities::plus);
        OpenOffer offer = state.offers().add(framework.id(), agent.id(), role, offered);
        made.computeIfAbsent(framework, f -> new ArrayList<>()).add(offer);
        expire(offer);
      }
    }
  }

  private List<Candidate> candidates(
      AgentSlot agent, Quantities total, Map<String, Quantities> byRole) {
    List<Candidate> all = new ArrayList<>();
    for (FrameworkSession framework : state.frameworks().values()) {
      if (framework.connected() && mayUse(framework, agent.description())) {
        framework.roles().forEach(role -> all.add(new Candidate(framework, role)));
      }
    }
    if (all.size() > 1) {
      all.sort(
          Comparator.comparingDouble((Candidate c) -> share(byRole.get(c.role()), total))
              .thenComparingLong(c -> offersMade(c.role()))
              .thenComparing(Candidate::role)
              .thenComparingDouble(c -> share(c.framework().allocated(c.role()), total))
              .thenComparingLong(c -> c.framework().offersMade(c.role())));
    }
    return all;
  }

  private boolean mayUse(FrameworkSession framework, AgentDescription agent) {
    boolean gpus = agent.total().sum("gpus") > 0 && !framework.capabilities().gpus();
    boolean remote = !agent.region().isEmpty() && !agent.region().equals(region);
    return !gpus && !(remote && !framework.capabilities().regionAware());
  }

  private void expire(OpenOffer offer) {
    if (offerTimeout != null) {
      Loop.Timer unused =
          loop.after(
              offerTimeout,
              () -> {
                if (state.offers().isOpen(offer)) {
                  state.rescind(offer);
                }
              });
    }
  }

  private long offersMade(String role) {
    return state.frameworks().values().stream().mapToLong(f -> f.offersMade(role)).sum();
  }

  private Quantities total() {
    Map<String, Long> sums = new TreeMap<>();
    for (AgentSlot agent : state.agents().values()) {
      agent
          .description()
          .total()
          .scalars()
          .forEach((key, amount) -> sums.merge(key.name(), amount, Long::sum));
    }
    Quantities total = Quantities.NONE;
    for (Map.Entry<String, Long> e : sums.entrySet()) {
      total = total.plus(Quantities.scalar(e.getKey(), e.getValue()));
    }
    return total;
  }

  private Map<String, Quantities> byRole() {
    Map<String, Quantities> byRole = new TreeMap<>();
    for (FrameworkSession framework : state.frameworks().values()) {
      framework
          .allocated()
          .forEach((role, held) -> byRole.merge(role, held.scalarsOnly(), Quantities::plus));
    }
    return byRole;
  }

  private static double share(@Nullable Quantities held, Quantities total) {
    return held == null ? 0 : held.dominantShare(total);
  }

  private Event event(FrameworkSession framework, List<OpenOffer> offers) {
    Event.Offers.Builder event = Event.Offers.newBuilder();
    offers.forEach(offer -> event.addOffers(messages.offer(framework, offer)));
    return Event.newBuilder().setType(Event.Type.OFFERS).setOffers(event).build();
  }
}
