package io.ejc.internal.localcluster;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.mesos.protobuf.Duration;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Flag;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.Metric;
import org.apache.mesos.v1.Protos.VersionInfo;
import org.apache.mesos.v1.master.Protos.Call;
import org.apache.mesos.v1.master.Protos.Response;

/** {@code /api/v1} of a master: what operators ask and order. On the HTTP threads. */
final class OperatorCalls implements HttpFront.Endpoint {

  private final Loop loop;
  private final OperatorMessages messages;
  private final OperatorFacts facts;
  private final Maintenance maintenance;
  private final Drains drains;
  private final Allocator allocator;

  OperatorCalls(
      Loop loop,
      OperatorMessages messages,
      OperatorFacts facts,
      Maintenance maintenance,
      Drains drains,
      Allocator allocator) {
    this.loop = loop;
    this.messages = messages;
    this.facts = facts;
    this.maintenance = maintenance;
    this.drains = drains;
    this.allocator = allocator;
  }

  /** What does not change while a master runs, and what it measures. */
  interface OperatorFacts {
    MasterInfo master();

    double startTime();

    Map<String, String> flags();

    /** On the master's thread. */
    Map<String, Double> metrics();
  }

  /** Something that an operator orders; on the master's thread. */
  interface Order {
    void run() throws Refusal;
  }

  @Override
  public void serve(Exchange exchange) throws Refusal, IOException, InterruptedException {
    Call call = CallRequest.read(exchange, Call.getDefaultInstance(), CallRequest.BOTH);
    if (!call.hasType() || call.getType() == Call.Type.UNKNOWN) {
      throw Refusal.badRequest("Failed to validate master::Call: Expecting 'type' to be present");
    }
    CallRequest.accepted(exchange, CallRequest.BOTH);
    if (orders(exchange, call)) {
      return;
    }
    Response.Builder response =
        Response.newBuilder().setType(Response.Type.valueOf(call.getType().name()));
    if (!tellsState(call, response)) {
      tellFacts(call, response);
    }
    CallRequest.answer(exchange, response.build());
  }

  private boolean tellsState(Call call, Response.Builder response) throws InterruptedException {
    switch (call.getType()) {
      case GET_STATE -> response.setGetState(ask(messages::state));
      case GET_AGENTS -> response.setGetAgents(ask(messages::agents));
      case GET_FRAMEWORKS -> response.setGetFrameworks(ask(messages::frameworks));
      case GET_EXECUTORS -> response.setGetExecutors(ask(messages::executors));
      case GET_TASKS -> response.setGetTasks(ask(messages::tasks));
      case GET_ROLES -> response.setGetRoles(ask(messages::roles));
      case GET_MAINTENANCE_STATUS ->
          response.setGetMaintenanceStatus(
              Response.GetMaintenanceStatus.newBuilder().setStatus(ask(maintenance::status)));
      case GET_MAINTENANCE_SCHEDULE ->
          response.setGetMaintenanceSchedule(
              Response.GetMaintenanceSchedule.newBuilder().setSchedule(ask(maintenance::schedule)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void tellFacts(Call call, Response.Builder response)
      throws Refusal, InterruptedException {
    switch (call.getType()) {
      case GET_HEALTH -> response.setGetHealth(Response.GetHealth.newBuilder().setHealthy(true));
      case GET_VERSION ->
          response.setGetVersion(
              Response.GetVersion.newBuilder()
                  .setVersionInfo(VersionInfo.newBuilder().setVersion(VersionJson.VERSION)));
      case GET_MASTER ->
          response.setGetMaster(
              Response.GetMaster.newBuilder()
                  .setMasterInfo(facts.master())
                  .setStartTime(facts.startTime())
                  .setElectedTime(facts.startTime()));
      case GET_FLAGS -> {
        Response.GetFlags.Builder flags = Response.GetFlags.newBuilder();
        facts
            .flags()
            .forEach(
                (name, value) -> flags.addFlags(Flag.newBuilder().setName(name).setValue(value)));
        response.setGetFlags(flags);
      }
      case GET_METRICS -> {
        Response.GetMetrics.Builder metrics = Response.GetMetrics.newBuilder();
        ask(facts::metrics)
            .forEach(
                (name, value) ->
                    metrics.addMetrics(Metric.newBuilder().setName(name).setValue(value)));
        response.setGetMetrics(metrics);
      }
      default -> throw new Refusal(501, call.getType() + " is not supported by the local cluster");
    }
  }

  /** True if the call was an order: it is done and answered. */
  private boolean orders(Exchange exchange, Call call)
      throws Refusal, IOException, InterruptedException {
    switch (call.getType()) {
      case UPDATE_MAINTENANCE_SCHEDULE ->
          order(() -> maintenance.update(call.getUpdateMaintenanceSchedule().getSchedule()));
      case START_MAINTENANCE ->
          order(() -> maintenance.bringDown(call.getStartMaintenance().getMachinesList()));
      case STOP_MAINTENANCE ->
          order(() -> maintenance.bringUp(call.getStopMaintenance().getMachinesList()));
      case MARK_AGENT_GONE ->
          order(() -> drains.markGone(call.getMarkAgentGone().getAgentId().getValue()));
      case DRAIN_AGENT -> order(() -> drain(call.getDrainAgent()));
      case DEACTIVATE_AGENT ->
          order(() -> drains.deactivate(call.getDeactivateAgent().getAgentId().getValue()));
      case REACTIVATE_AGENT ->
          order(() -> drains.reactivate(call.getReactivateAgent().getAgentId().getValue()));
      default -> {
        return false;
      }
    }
    exchange.empty(200);
    return true;
  }

  private void drain(Call.DrainAgent call) throws Refusal {
    DrainConfig.Builder config = DrainConfig.newBuilder().setMarkGone(call.getMarkGone());
    if (call.hasMaxGracePeriod()) {
      Duration grace = call.getMaxGracePeriod();
      config.setMaxGracePeriod(
          DurationInfo.newBuilder()
              .setNanoseconds(grace.getSeconds() * 1_000_000_000L + grace.getNanos()));
    }
    drains.drain(call.getAgentId().getValue(), config.build());
  }

  /** Obeys, and makes new offers of what the order has changed. */
  void order(Order order) throws Refusal, InterruptedException {
    Optional<Refusal> refused =
        loop.ask(
            () -> {
              try {
                order.run();
                allocator.allocate();
                return Optional.empty();
              } catch (Refusal e) {
                return Optional.of(e);
              }
            });
    if (refused.isPresent()) {
      throw refused.get();
    }
  }

  private <T> T ask(Supplier<T> question) throws InterruptedException {
    return loop.ask(question);
  }
}
