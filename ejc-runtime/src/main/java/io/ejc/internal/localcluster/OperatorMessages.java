package io.ejc.internal.localcluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Role;
import org.apache.mesos.v1.Protos.Task;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.master.Protos.Response;

/** What the master knows, as its v1 operator API shows it. On the master's thread. */
final class OperatorMessages {

  /** What the agents here can do of what Mesos' agents can. */
  static final List<AgentInfo.Capability.Type> CAPABILITIES =
      List.of(
          AgentInfo.Capability.Type.MULTI_ROLE,
          AgentInfo.Capability.Type.HIERARCHICAL_ROLE,
          AgentInfo.Capability.Type.RESERVATION_REFINEMENT,
          AgentInfo.Capability.Type.AGENT_DRAINING);

  private final MasterState state;
  private final OfferMessages offers;

  OperatorMessages(MasterState state, OfferMessages offers) {
    this.state = state;
    this.offers = offers;
  }

  Response.GetState state() {
    return Response.GetState.newBuilder()
        .setGetTasks(tasks())
        .setGetExecutors(executors())
        .setGetFrameworks(frameworks())
        .setGetAgents(agents())
        .build();
  }

  Response.GetTasks tasks() {
    Response.GetTasks.Builder tasks = Response.GetTasks.newBuilder();
    for (FrameworkSession framework : state.frameworks().values()) {
      framework.tasks().values().forEach(task -> tasks.addTasks(task(framework, task)));
      framework
          .history()
          .unreachable()
          .forEach(task -> tasks.addUnreachableTasks(task(framework, task)));
      framework
          .history()
          .completed()
          .forEach(task -> tasks.addCompletedTasks(task(framework, task)));
    }
    for (FrameworkSession framework : state.completedFrameworks()) {
      framework
          .history()
          .completed()
          .forEach(task -> tasks.addCompletedTasks(task(framework, task)));
    }
    return tasks.build();
  }

  Response.GetExecutors executors() {
    Response.GetExecutors.Builder executors = Response.GetExecutors.newBuilder();
    for (AgentSlot agent : state.agents().values()) {
      agent
          .executors()
          .values()
          .forEach(
              executor ->
                  executors.addExecutors(
                      Response.GetExecutors.Executor.newBuilder()
                          .setExecutorInfo(executor.info())
                          .setAgentId(agent.description().agentId())));
    }
    return executors.build();
  }

  Response.GetFrameworks frameworks() {
    Response.GetFrameworks.Builder frameworks = Response.GetFrameworks.newBuilder();
    state.frameworks().values().forEach(f -> frameworks.addFrameworks(framework(f)));
    state.completedFrameworks().forEach(f -> frameworks.addCompletedFrameworks(framework(f)));
    return frameworks.build();
  }

  Response.GetAgents agents() {
    Response.GetAgents.Builder agents = Response.GetAgents.newBuilder();
    state.agents().values().forEach(slot -> agents.addAgents(agent(slot)));
    return agents.build();
  }

  Response.GetRoles roles() {
    Map<String, Set<FrameworkID>> subscribed = new LinkedHashMap<>();
    Map<String, Quantities> held = new LinkedHashMap<>();
    for (FrameworkSession framework : state.frameworks().values()) {
      for (String role : framework.roles()) {
        subscribed.computeIfAbsent(role, r -> new LinkedHashSet<>()).add(framework.frameworkId());
        held.merge(role, framework.allocated(role), Quantities::plus);
      }
    }
    Response.GetRoles.Builder roles = Response.GetRoles.newBuilder();
    subscribed.forEach(
        (role, frameworks) ->
            roles.addRoles(
                Role.newBuilder()
                    .setName(role)
                    .setWeight(1)
                    .addAllFrameworks(frameworks)
                    .addAllResources(
                        ResourceMessages.plain(
                            held.getOrDefault(role, Quantities.NONE).scalarsOnly()))));
    return roles.build();
  }

  /** What of this agent, or of all, is used by this framework, or by all: by role. */
  Map<String, Quantities> used(Predicate<String> agent, Predicate<String> framework) {
    Map<String, Quantities> used = new LinkedHashMap<>();
    for (FrameworkSession session : state.frameworks().values()) {
      if (framework.test(session.id())) {
        for (TaskRecord task : session.tasks().values()) {
          if (agent.test(task.agentId()) && !task.ended()) {
            used.merge(task.role(), task.resources(), Quantities::plus);
          }
        }
      }
    }
    for (AgentSlot slot : state.agents().values()) {
      slot.executors()
          .forEach(
              (key, executor) -> {
                if (agent.test(slot.id()) && framework.test(key.frameworkId())) {
                  used.merge(executor.role(), executor.resources(), Quantities::plus);
                }
              });
    }
    return used;
  }

  Map<String, Quantities> offered(Predicate<String> agent, Predicate<String> framework) {
    Map<String, Quantities> offered = new LinkedHashMap<>();
    state
        .offers()
        .matching(o -> agent.test(o.agentId()) && framework.test(o.frameworkId()))
        .forEach(o -> offered.merge(o.role(), o.resources(), Quantities::plus));
    return offered;
  }

  static Task task(FrameworkSession framework, TaskRecord record) {
    TaskInfo info = record.info();
    Task.Builder task =
        Task.newBuilder()
            .setName(info.getName())
            .setTaskId(info.getTaskId())
            .setFrameworkId(framework.frameworkId())
            .setAgentId(info.getAgentId())
            .setState(record.latest())
            .addAllResources(info.getResourcesList())
            .addAllStatuses(record.statuses());
    if (info.hasExecutor()) {
      task.setExecutorId(info.getExecutor().getExecutorId());
    }
    TaskStatus last = record.last();
    if (last != null) {
      task.setStatusUpdateState(last.getState());
      if (last.hasUuid()) {
        task.setStatusUpdateUuid(last.getUuid());
      }
    }
    if (info.hasLabels()) {
      task.setLabels(info.getLabels());
    }
    if (info.hasDiscovery()) {
      task.setDiscovery(info.getDiscovery());
    }
    return task.build();
  }

  private Response.GetFrameworks.Framework framework(FrameworkSession framework) {
    Response.GetFrameworks.Framework.Builder message =
        Response.GetFrameworks.Framework.newBuilder()
            .setFrameworkInfo(framework.info())
            .setActive(framework.connected())
            .setConnected(framework.connected())
            .setRecovered(!framework.everSubscribed())
            .setRegisteredTime(MasterUpdates.time(framework.registered()))
            .setReregisteredTime(MasterUpdates.time(framework.reregistered()));
    if (framework.unregistered() != null) {
      message.setUnregisteredTime(MasterUpdates.time(framework.unregistered()));
      return message.build();
    }
    state
        .offers()
        .matching(o -> o.frameworkId().equals(framework.id()))
        .forEach(o -> message.addOffers(offers.offer(framework, o)));
    message.addAllAllocatedResources(all(used(a -> true, framework.id()::equals)));
    message.addAllOfferedResources(all(offered(a -> true, framework.id()::equals)));
    return message.build();
  }

  private Response.GetAgents.Agent agent(AgentSlot slot) {
    AgentDescription description = slot.description();
    Response.GetAgents.Agent.Builder agent =
        Response.GetAgents.Agent.newBuilder()
            .setAgentInfo(AgentMessages.info(description))
            .setActive(slot.connected())
            .setDeactivated(slot.deactivated())
            .setVersion(VersionJson.VERSION)
            .setPid(description.pid())
            .setRegisteredTime(MasterUpdates.time(slot.registered()))
            .addAllTotalResources(ResourceMessages.shown(description.total(), null))
            .addAllAllocatedResources(all(used(slot.id()::equals, f -> true)))
            .addAllOfferedResources(all(offered(slot.id()::equals, f -> true)));
    for (AgentInfo.Capability.Type type : CAPABILITIES) {
      agent.addCapabilities(AgentInfo.Capability.newBuilder().setType(type));
    }
    if (slot.drain() != null) {
      agent.setDrainInfo(slot.drain());
    }
    return agent.build();
  }

  static List<Resource> all(Map<String, Quantities> byRole) {
    List<Resource> list = new ArrayList<>();
    byRole.forEach((role, held) -> list.addAll(ResourceMessages.shown(held, role)));
    return list;
  }
}
