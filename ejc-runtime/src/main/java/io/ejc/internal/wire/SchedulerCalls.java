package io.ejc.internal.wire;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.Wishes;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** Writes the calls of a scheduler (Mesos v1 scheduler API, "Calls") as protobuf. */
public final class SchedulerCalls {

  private static final List<Capability.Type> CAPABILITIES =
      List.of(
          Capability.Type.PARTITION_AWARE,
          Capability.Type.TASK_KILLING_STATE,
          Capability.Type.MULTI_ROLE,
          Capability.Type.RESERVATION_REFINEMENT,
          Capability.Type.REGION_AWARE);

  private SchedulerCalls() {}

  /**
   * Asks for a stream of events.
   *
   * @param settings what the master is told
   * @param framework the id of this framework, once it has one; empty lets the master give one
   * @param wishes what the jobs want of the master
   */
  public static byte[] subscribe(
      FrameworkSettings settings, Optional<FrameworkId> framework, Wishes wishes) {
    FrameworkInfo.Builder info = info(settings, wishes);
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
    framework.ifPresent(
        id -> {
          // The master wants both to be set and equal, or neither.
          info.setId(Identities.framework(id));
          call.setFrameworkId(Identities.framework(id));
        });
    Call.Subscribe.Builder subscribe = Call.Subscribe.newBuilder().setFrameworkInfo(info);
    // masters before 1.11 do not know the field and leave it aside
    ConstraintWriter.write(wishes).ifPresent(subscribe::setOfferConstraints);
    return call.setSubscribe(subscribe).build().toByteArray();
  }

  /**
   * Changes what the master knows of this framework (Mesos 1.11 for what agents are wanted).
   *
   * @param settings what the master is told
   * @param framework this framework
   * @param wishes what the jobs want of the master
   * @param suppressed for which roles no offers are wanted
   */
  public static byte[] update(
      FrameworkSettings settings,
      FrameworkId framework,
      Wishes wishes,
      Collection<String> suppressed) {
    Call.UpdateFramework.Builder update =
        Call.UpdateFramework.newBuilder()
            .setFrameworkInfo(info(settings, wishes).setId(Identities.framework(framework)))
            .addAllSuppressedRoles(suppressed);
    ConstraintWriter.write(wishes).ifPresent(update::setOfferConstraints);
    return call(framework, Call.Type.UPDATE_FRAMEWORK)
        .setUpdateFramework(update)
        .build()
        .toByteArray();
  }

  private static FrameworkInfo.Builder info(FrameworkSettings settings, Wishes wishes) {
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setName(settings.name())
            .setUser(settings.user())
            .addAllRoles(settings.roles())
            .setCheckpoint(settings.checkpoint())
            .setFailoverTimeout(seconds(settings.failoverTimeout()))
            .setHostname(settings.hostname());
    settings.principal().ifPresent(info::setPrincipal);
    settings.webui().ifPresent(info::setWebuiUrl);
    CAPABILITIES.forEach(
        type -> info.addCapabilities(Capability.newBuilder().setType(type).build()));
    if (wishes.gpus()) {
      info.addCapabilities(Capability.newBuilder().setType(Capability.Type.GPU_RESOURCES));
    }
    return info;
  }

  /**
   * Launches tasks on offers of one agent.
   *
   * @param framework this framework
   * @param offers the offers
   * @param launches the tasks; none gives the offers back
   * @param refuse for how long what is left over is not wanted
   */
  public static byte[] accept(
      FrameworkId framework, List<OfferId> offers, List<TaskLaunch> launches, Duration refuse) {
    Call.Accept.Builder accept =
        Call.Accept.newBuilder()
            .addAllOfferIds(offers.stream().map(Identities::offer).toList())
            .setFilters(Identities.filters(seconds(refuse)));
    if (!launches.isEmpty()) {
      Operation.Launch.Builder launch = Operation.Launch.newBuilder();
      launches.forEach(task -> launch.addTaskInfos(TaskWriter.write(task, framework)));
      accept.addOperations(Operation.newBuilder().setType(Operation.Type.LAUNCH).setLaunch(launch));
    }
    return call(framework, Call.Type.ACCEPT).setAccept(accept).build().toByteArray();
  }

  /**
   * Gives offers back.
   *
   * @param framework this framework
   * @param offers the offers
   * @param refuse for how long they are not wanted
   */
  public static byte[] decline(FrameworkId framework, List<OfferId> offers, Duration refuse) {
    return call(framework, Call.Type.DECLINE)
        .setDecline(
            Call.Decline.newBuilder()
                .addAllOfferIds(offers.stream().map(Identities::offer).toList())
                .setFilters(Identities.filters(seconds(refuse))))
        .build()
        .toByteArray();
  }

  /**
   * Agrees that agents go away.
   *
   * @param framework this framework
   * @param offers the master's questions
   * @param refuse for how long they are not to be asked again
   */
  public static byte[] acceptInverse(FrameworkId framework, List<OfferId> offers, Duration refuse) {
    return call(framework, Call.Type.ACCEPT_INVERSE_OFFERS)
        .setAcceptInverseOffers(
            Call.AcceptInverseOffers.newBuilder()
                .addAllInverseOfferIds(offers.stream().map(Identities::offer).toList())
                .setFilters(Identities.filters(seconds(refuse))))
        .build()
        .toByteArray();
  }

  /**
   * Objects to agents going away.
   *
   * @param framework this framework
   * @param offers the master's questions
   * @param refuse for how long they are not to be asked again
   */
  public static byte[] declineInverse(
      FrameworkId framework, List<OfferId> offers, Duration refuse) {
    return call(framework, Call.Type.DECLINE_INVERSE_OFFERS)
        .setDeclineInverseOffers(
            Call.DeclineInverseOffers.newBuilder()
                .addAllInverseOfferIds(offers.stream().map(Identities::offer).toList())
                .setFilters(Identities.filters(seconds(refuse))))
        .build()
        .toByteArray();
  }

  /**
   * Asks for offers again, and forgets filters.
   *
   * @param framework this framework
   * @param roles for which roles; none for all
   */
  public static byte[] revive(FrameworkId framework, Collection<String> roles) {
    Call.Builder call = call(framework, Call.Type.REVIVE);
    if (!roles.isEmpty()) {
      call.setRevive(Call.Revive.newBuilder().addAllRoles(roles));
    }
    return call.build().toByteArray();
  }

  /**
   * Asks for no offers.
   *
   * @param framework this framework
   * @param roles for which roles; none for all
   */
  public static byte[] suppress(FrameworkId framework, Collection<String> roles) {
    Call.Builder call = call(framework, Call.Type.SUPPRESS);
    if (!roles.isEmpty()) {
      call.setSuppress(Call.Suppress.newBuilder().addAllRoles(roles));
    }
    return call.build().toByteArray();
  }

  /**
   * Ends a task.
   *
   * @param framework this framework
   * @param taskId the task
   * @param agent where, when known
   * @param grace how long it has; empty leaves it to the task's own policy
   */
  public static byte[] kill(
      FrameworkId framework, String taskId, Optional<AgentId> agent, Optional<Duration> grace) {
    Call.Kill.Builder kill = Call.Kill.newBuilder().setTaskId(Identities.task(taskId));
    agent.ifPresent(id -> kill.setAgentId(Identities.agent(id)));
    grace.ifPresent(
        time ->
            kill.setKillPolicy(KillPolicy.newBuilder().setGracePeriod(Identities.duration(time))));
    return call(framework, Call.Type.KILL).setKill(kill).build().toByteArray();
  }

  /**
   * Acknowledges an update, so that the agent sends the next one of that task.
   *
   * @param framework this framework
   * @param agent the agent
   * @param taskId the task
   * @param uuid the update's uuid in hexadecimal
   */
  public static byte[] acknowledge(
      FrameworkId framework, AgentId agent, String taskId, String uuid) {
    return call(framework, Call.Type.ACKNOWLEDGE)
        .setAcknowledge(
            Call.Acknowledge.newBuilder()
                .setAgentId(Identities.agent(agent))
                .setTaskId(Identities.task(taskId))
                .setUuid(ByteString.copyFrom(HexFormat.of().parseHex(uuid))))
        .build()
        .toByteArray();
  }

  /**
   * Asks for the state of tasks.
   *
   * @param framework this framework
   * @param tasks the tasks and their agents. With none the master would answer for every task it
   *     knows
   */
  public static byte[] reconcile(FrameworkId framework, Map<CarrierId, AgentId> tasks) {
    Call.Reconcile.Builder reconcile = Call.Reconcile.newBuilder();
    tasks.forEach(
        (carrier, agent) ->
            reconcile.addTasks(
                Call.Reconcile.Task.newBuilder()
                    .setTaskId(Identities.task(carrier.toString()))
                    .setAgentId(Identities.agent(agent))));
    return call(framework, Call.Type.RECONCILE).setReconcile(reconcile).build().toByteArray();
  }

  /**
   * Shuts an executor down with all its tasks. May be lost.
   *
   * @param framework this framework
   * @param agent where it runs
   * @param executor the executor
   */
  public static byte[] shutdown(FrameworkId framework, AgentId agent, ExecutorId executor) {
    return call(framework, Call.Type.SHUTDOWN)
        .setShutdown(
            Call.Shutdown.newBuilder()
                .setAgentId(Identities.agent(agent))
                .setExecutorId(Identities.executor(executor)))
        .build()
        .toByteArray();
  }

  /**
   * Sends an executor a message. May be lost.
   *
   * @param framework this framework
   * @param agent where it runs
   * @param executor the executor
   * @param data what it is told
   */
  public static byte[] message(
      FrameworkId framework, AgentId agent, ExecutorId executor, byte[] data) {
    return call(framework, Call.Type.MESSAGE)
        .setMessage(
            Call.Message.newBuilder()
                .setAgentId(Identities.agent(agent))
                .setExecutorId(Identities.executor(executor))
                .setData(ByteString.copyFrom(data)))
        .build()
        .toByteArray();
  }

  /** Ends the framework, all its executors and tasks, for ever: its id is of no further use. */
  public static byte[] teardown(FrameworkId framework) {
    return call(framework, Call.Type.TEARDOWN).build().toByteArray();
  }

  private static Call.Builder call(FrameworkId framework, Call.Type type) {
    return Call.newBuilder().setFrameworkId(Identities.framework(framework)).setType(type);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
