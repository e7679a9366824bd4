package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.AgentSlot.PendingKill;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.allocator.Protos.InverseOfferStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each call of a scheduler does. On the master's thread. */
final class SchedulerCalls {

  private static final Logger log = LoggerFactory.getLogger(SchedulerCalls.class);

  private final MasterState state;
  private final Frameworks frameworks;
  private final Launches launches;
  private final Reconciler reconciler;
  private final Allocator allocator;
  private final Maintenance maintenance;
  private final Drains drains;

  SchedulerCalls(
      MasterState state,
      Frameworks frameworks,
      Launches launches,
      Reconciler reconciler,
      Allocator allocator,
      Maintenance maintenance,
      Drains drains) {
    this.state = state;
    this.frameworks = frameworks;
    this.launches = launches;
    this.reconciler = reconciler;
    this.allocator = allocator;
    this.maintenance = maintenance;
    this.drains = drains;
  }

  /** Any call but SUBSCRIBE, already found complete. */
  Answer handle(Call call, @Nullable String streamId, @Nullable String principal) {
    FrameworkSession framework = frameworks.find(call.getFrameworkId());
    if (framework == null) {
      return Answer.badRequest("Framework cannot be found");
    }
    String own = framework.info().getPrincipal();
    if (principal != null && !own.isEmpty() && !own.equals(principal)) {
      return Answer.badRequest(SchedulerCallCheck.mismatch(principal, own));
    }
    if (!framework.connected()) {
      return new Answer(403, "Framework is not subscribed");
    }
    if (streamId == null) {
      return Answer.badRequest(
          "All non-subscribe calls should include the 'Mesos-Stream-Id' header");
    }
    if (!streamId.equals(framework.streamId())) {
      return Answer.badRequest(
          "The stream ID '"
              + streamId
              + "' included in this request didn't match the stream ID currently associated with"
              + " framework ID "
              + framework.id());
    }
    return obey(framework, call);
  }

  private Answer obey(FrameworkSession framework, Call call) {
    switch (call.getType()) {
      case ACCEPT -> launches.accept(framework, call.getAccept());
      case DECLINE -> launches.decline(framework, call.getDecline());
      case REVIVE -> {
        framework.revive(call.getRevive().getRolesList());
        allocator.allocate();
      }
      case SUPPRESS -> framework.suppress(call.getSuppress().getRolesList());
      case KILL -> kill(framework, call.getKill());
      case SHUTDOWN -> shutdown(framework, call.getShutdown());
      case ACKNOWLEDGE -> acknowledge(framework, call.getAcknowledge());
      case RECONCILE -> reconciler.reconcile(framework, call.getReconcile());
      case MESSAGE -> message(framework, call.getMessage());
      case TEARDOWN -> frameworks.remove(framework);
      case UPDATE_FRAMEWORK -> {
        return frameworks.update(framework, call.getUpdateFramework());
      }
      case ACCEPT_INVERSE_OFFERS ->
          maintenance.answer(
              framework,
              call.getAcceptInverseOffers().getInverseOfferIdsList(),
              call.getAcceptInverseOffers().getFilters(),
              InverseOfferStatus.Status.ACCEPT);
      case DECLINE_INVERSE_OFFERS ->
          maintenance.answer(
              framework,
              call.getDeclineInverseOffers().getInverseOfferIdsList(),
              call.getDeclineInverseOffers().getFilters(),
              InverseOfferStatus.Status.DECLINE);
      case REQUEST, ACKNOWLEDGE_OPERATION_STATUS ->
          log.debug("{} of framework {} changes nothing here", call.getType(), framework.id());
      default -> {
        return new Answer(501, call.getType() + " is not supported by the local cluster");
      }
    }
    return Answer.ACCEPTED;
  }

  private void kill(FrameworkSession framework, Call.Kill call) {
    TaskID taskId = call.getTaskId();
    TaskRecord task = framework.tasks().get(taskId.getValue());
    if (task == null) {
      reconciler.answer(framework, taskId, call.hasAgentId() ? call.getAgentId() : null);
      return;
    }
    if (call.hasAgentId() && !call.getAgentId().getValue().equals(task.agentId())) {
      log.warn(
          "KILL of task {} names agent {}, but it is on {}; the call changes nothing",
          task.id(),
          call.getAgentId().getValue(),
          task.agentId());
      return;
    }
    AgentSlot agent = state.agents().get(task.agentId());
    if (agent == null) {
      return;
    }
    if (agent.reachable()) {
      agent
          .link()
          .kill(framework.id(), task.id(), call.hasKillPolicy() ? call.getKillPolicy() : null);
    } else {
      agent.pendingKills().add(new PendingKill(framework.id(), task.id()));
    }
  }

  private void shutdown(FrameworkSession framework, Call.Shutdown call) {
    AgentSlot agent = state.agents().get(call.getAgentId().getValue());
    if (agent != null) {
      agent.link().shutdownExecutor(framework.id(), call.getExecutorId().getValue());
    }
  }

  private void acknowledge(FrameworkSession framework, Call.Acknowledge call) {
    AgentSlot agent = state.agents().get(call.getAgentId().getValue());
    if (agent == null) {
      return;
    }
    String taskId = call.getTaskId().getValue();
    TaskRecord task = framework.tasks().get(taskId);
    if (task != null && task.endedBy(call.getUuid())) {
      framework.tasks().remove(taskId);
      state.release(framework, task);
      framework.history().completed(task);
      drains.check(agent.id());
    }
    agent.link().acknowledge(framework.id(), taskId, call.getUuid());
  }

  private void message(FrameworkSession framework, Call.Message call) {
    AgentSlot agent = state.agents().get(call.getAgentId().getValue());
    if (agent != null) {
      agent.link().message(framework.id(), call.getExecutorId().getValue(), call.getData());
    }
  }
}
