package io.ejc.internal.localcluster;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the master knows. Only its thread reads or writes here. Every amount is either free on its
 * agent or allocated to one framework; {@link #release} is the way back.
 */
final class MasterState {

  private final String masterId;
  private final Map<String, FrameworkSession> frameworks = new LinkedHashMap<>();
  private final Set<String> removedFrameworks = new HashSet<>();
  private final Map<String, AgentSlot> agents = new LinkedHashMap<>();
  private final Map<String, Instant> unreachable = new LinkedHashMap<>();
  private final OfferBook offers;
  private int frameworkCount;

  MasterState(String masterId) {
    this.masterId = masterId;
    this.offers = new OfferBook(masterId);
  }

  String masterId() {
    return masterId;
  }

  Map<String, FrameworkSession> frameworks() {
    return frameworks;
  }

  /** Those that were torn down or waited for too long; they never come back. */
  Set<String> removedFrameworks() {
    return removedFrameworks;
  }

  /** Registered agents, also while their connection is lost. */
  Map<String, AgentSlot> agents() {
    return agents;
  }

  /** Agents given up, with the instant of that. */
  Map<String, Instant> unreachable() {
    return unreachable;
  }

  OfferBook offers() {
    return offers;
  }

  String nextFrameworkId() {
    return String.format("%s-%04d", masterId, frameworkCount++);
  }

  /** Gives an offer's resources back to its agent. */
  void recover(OfferBook.OpenOffer offer) {
    offers.remove(offer);
    release(offer.frameworkId(), offer.agentId(), offer.resources());
  }

  /** What a framework held on an agent is free again. */
  void release(String frameworkId, String agentId, Quantities amount) {
    FrameworkSession framework = frameworks.get(frameworkId);
    if (framework != null) {
      framework.free(amount);
    }
    AgentSlot agent = agents.get(agentId);
    if (agent != null) {
      agent.give(amount);
    }
  }
}
