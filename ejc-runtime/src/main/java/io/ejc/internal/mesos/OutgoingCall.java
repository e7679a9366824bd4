package io.ejc.internal.mesos;

import io.ejc.internal.core.Call;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.LeaseMessage;
import io.ejc.internal.wire.FrameworkSettings;
import io.ejc.internal.wire.Payloads;
import io.ejc.internal.wire.SchedulerCalls;
import java.util.LinkedHashMap;
import java.util.Map;

/** The core's calls as the master's. */
final class OutgoingCall {

  private OutgoingCall() {}

  /** What the master is sent for a call of a session; never a {@link Call.Subscribe}. */
  static byte[] body(Call.ToMaster call, FrameworkId framework, FrameworkSettings settings) {
    if (call instanceof Call.Accept accept) {
      return SchedulerCalls.accept(framework, accept.offers(), accept.launches(), accept.refuse());
    }
    if (call instanceof Call.Decline decline) {
      return SchedulerCalls.decline(framework, decline.offers(), decline.refuse());
    }
    if (call instanceof Call.Revive revive) {
      return SchedulerCalls.revive(framework, revive.roles());
    }
    if (call instanceof Call.Suppress suppress) {
      return SchedulerCalls.suppress(framework, suppress.roles());
    }
    if (call instanceof Call.UpdateFramework update) {
      return SchedulerCalls.update(settings, framework, update.wishes(), update.suppressed());
    }
    if (call instanceof Call.Kill kill) {
      return SchedulerCalls.kill(framework, kill.taskId(), kill.agent(), kill.grace());
    }
    if (call instanceof Call.Acknowledge update) {
      return SchedulerCalls.acknowledge(framework, update.agent(), update.taskId(), update.uuid());
    }
    if (call instanceof Call.Shutdown shutdown) {
      return SchedulerCalls.shutdown(framework, shutdown.agent(), shutdown.executor());
    }
    if (call instanceof Call.Reconcile reconcile) {
      return SchedulerCalls.reconcile(framework, placed(reconcile));
    }
    if (call instanceof Call.GrantLease grant) {
      LeaseMessage message =
          new LeaseMessage(LeaseMessage.Kind.GRANTED, grant.carrier(), grant.nonce());
      return SchedulerCalls.message(
          framework, grant.agent(), grant.executor(), Payloads.encode(message));
    }
    if (call instanceof Call.AcceptInverse accept) {
      return SchedulerCalls.acceptInverse(framework, accept.offers(), accept.refuse());
    }
    if (call instanceof Call.DeclineInverse decline) {
      return SchedulerCalls.declineInverse(framework, decline.offers(), decline.refuse());
    }
    if (call instanceof Call.Teardown) {
      return SchedulerCalls.teardown(framework);
    }
    throw new IllegalArgumentException("call: " + call + " (expected: one of a session)");
  }

  /** Its name in Mesos, for people. */
  static String name(Call.ToMaster call) {
    return call.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT);
  }

  private static Map<CarrierId, AgentId> placed(Call.Reconcile reconcile) {
    Map<CarrierId, AgentId> agents = new LinkedHashMap<>();
    reconcile.tasks().forEach(task -> agents.put(task.carrier(), task.agent()));
    return agents;
  }
}
