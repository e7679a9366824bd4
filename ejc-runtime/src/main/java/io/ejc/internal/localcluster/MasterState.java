package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.AgentSlot.ExecutorKey;
import io.ejc.internal.localcluster.AgentSlot.RunningExecutor;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * What the master knows. Only its thread reads or writes here. Every amount is either free on its
 * agent or allocated to one role of one framework; {@link #release} is the way back.
 */
final class MasterState {

  private static final int COMPLETED_KEPT = 50;

  private final String masterId;
  private final Map<String, FrameworkSession> frameworks = new LinkedHashMap<>();
  private final Set<String> removedFrameworks = new HashSet<>();
  private final Deque<FrameworkSession> completedFrameworks = new ArrayDeque<>();
  private final Map<String, AgentSlot> agents = new LinkedHashMap<>();
  private final Map<String, Instant> unreachable = new LinkedHashMap<>();
  private final Set<String> gone = new HashSet<>();
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

  /** The last of them, to be looked at. */
  List<FrameworkSession> completedFrameworks() {
    return List.copyOf(completedFrameworks);
  }

  void complete(FrameworkSession framework) {
    frameworks.remove(framework.id());
    removedFrameworks.add(framework.id());
    completedFrameworks.add(framework);
    if (completedFrameworks.size() > COMPLETED_KEPT) {
      completedFrameworks.remove();
    }
  }

  /** Registered agents, also while their connection is lost. */
  Map<String, AgentSlot> agents() {
    return agents;
  }

  /** Agents given up, with the instant of that. */
  Map<String, Instant> unreachable() {
    return unreachable;
  }

  /** Agents that an operator has marked so; they never come back. */
  Set<String> gone() {
    return gone;
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
    release(offer.frameworkId(), offer.agentId(), offer.role(), offer.resources());
  }

  /** As {@link #recover}, and the framework is told. */
  void rescind(OfferBook.OpenOffer offer) {
    recover(offer);
    FrameworkSession framework = frameworks.get(offer.frameworkId());
    if (framework != null) {
      framework.send(
          Event.newBuilder()
              .setType(Event.Type.RESCIND)
              .setRescind(Event.Rescind.newBuilder().setOfferId(offer.offerId()))
              .build());
    }
  }

  void rescindOffersOf(AgentSlot agent) {
    offers.matching(offer -> offer.agentId().equals(agent.id())).forEach(this::rescind);
  }

  /** What a task held, once. */
  void release(FrameworkSession framework, TaskRecord task) {
    release(framework.id(), task.agentId(), task.role(), task.release());
  }

  /** The executor has ended; what it held is free again. */
  void removeExecutor(AgentSlot agent, ExecutorKey key) {
    RunningExecutor executor = agent.removeExecutor(key);
    if (executor != null) {
      release(key.frameworkId(), agent.id(), executor.role(), executor.resources());
    }
  }

  /** What a framework held on an agent is free again. */
  void release(String frameworkId, String agentId, String role, Quantities amount) {
    if (amount.isEmpty()) {
      return;
    }
    FrameworkSession framework = frameworks.get(frameworkId);
    if (framework != null) {
      framework.free(role, amount);
    }
    AgentSlot agent = agents.get(agentId);
    if (agent != null) {
      agent.give(amount);
    }
  }
}
