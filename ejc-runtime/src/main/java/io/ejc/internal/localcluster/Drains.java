package io.ejc.internal.localcluster;

import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.DrainInfo;
import org.apache.mesos.v1.Protos.DrainState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operator takes single agents out of the offers, with or without their tasks (Mesos 1.9's
 * DRAIN_AGENT, DEACTIVATE_AGENT, REACTIVATE_AGENT and MARK_AGENT_GONE). On the master's thread.
 */
final class Drains {

  private static final Logger log = LoggerFactory.getLogger(Drains.class);

  private final MasterState state;
  private final Membership membership;
  private final Maintenance maintenance;

  Drains(MasterState state, Membership membership, Maintenance maintenance) {
    this.state = state;
    this.membership = membership;
    this.maintenance = maintenance;
  }

  void drain(String agentId, DrainConfig config) throws Refusal {
    AgentSlot agent = known(agentId);
    if (maintenance.plannedFor(Maintenance.machineOf(agent)) != null) {
      throw Refusal.badRequest(
          "Agent "
              + agentId
              + " is part of a maintenance schedule under Machine "
              + Json.print(MesosJson.print(Maintenance.machineOf(agent))));
    }
    agent.deactivate(true);
    agent.drain(info(DrainState.DRAINING, config));
    state.rescindOffersOf(agent);
    agent.link().drain(config);
    check(agentId);
  }

  void deactivate(String agentId) throws Refusal {
    AgentSlot agent = known(agentId);
    agent.deactivate(true);
    state.rescindOffersOf(agent);
  }

  void reactivate(String agentId) throws Refusal {
    AgentSlot agent = state.agents().get(agentId);
    if (agent == null || !agent.deactivated()) {
      throw Refusal.badRequest("Agent is not deactivated");
    }
    DrainInfo drain = agent.drain();
    if (drain != null && drain.getState() == DrainState.DRAINING) {
      throw Refusal.badRequest("Agent is still in the DRAINING state");
    }
    agent.drain(null);
    agent.deactivate(false);
  }

  void markGone(String agentId) throws Refusal {
    if (state.gone().contains(agentId)) {
      return;
    }
    AgentSlot agent = state.agents().get(agentId);
    if (agent != null) {
      membership.markGone(agent);
    } else if (state.unreachable().remove(agentId) != null) {
      state.gone().add(agentId);
    } else {
      throw new Refusal(404, "Agent not found");
    }
  }

  /** A draining agent has returned: it is told again. */
  void resume(AgentSlot agent) {
    DrainInfo drain = agent.drain();
    if (drain != null && drain.getState() == DrainState.DRAINING) {
      agent.link().drain(drain.getConfig());
      check(agent.id());
    }
  }

  /** Something on the agent has ended: perhaps it was the last. */
  void check(String agentId) {
    AgentSlot agent = state.agents().get(agentId);
    DrainInfo drain = agent == null ? null : agent.drain();
    if (agent == null || drain == null || drain.getState() != DrainState.DRAINING) {
      return;
    }
    boolean busy =
        state.frameworks().values().stream().anyMatch(f -> !f.tasksOn(agentId).isEmpty());
    if (!busy) {
      agent.drain(info(DrainState.DRAINED, drain.getConfig()));
      log.debug("agent {} is drained", agentId);
      if (drain.getConfig().getMarkGone()) {
        membership.markGone(agent);
      }
    }
  }

  private AgentSlot known(String agentId) throws Refusal {
    AgentSlot agent = state.agents().get(agentId);
    if (agent == null) {
      throw Refusal.badRequest("Unknown agent");
    }
    return agent;
  }

  private static DrainInfo info(DrainState state, DrainConfig config) {
    return DrainInfo.newBuilder().setState(state).setConfig(config).build();
  }
}
