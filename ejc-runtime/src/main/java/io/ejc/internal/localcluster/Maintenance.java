package io.ejc.internal.localcluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.allocator.Protos.InverseOfferStatus;
import org.apache.mesos.v1.maintenance.Protos.ClusterStatus;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.maintenance.Protos.Window;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/**
 * An operator's plans for machines: offers of theirs carry the time, frameworks that use them are
 * asked to leave, and a machine that goes down takes its agent with it. On the master's thread.
 */
final class Maintenance {

  private final MasterState state;
  private final MasterUpdates updates;
  private final Membership membership;
  private final OfferMessages messages;
  private final Loop loop;
  private final Map<MachineID, Map<String, InverseOfferStatus>> answers = new LinkedHashMap<>();
  private final Set<MachineID> down = new LinkedHashSet<>();
  private final Set<Refused> refused = new HashSet<>();
  private Schedule schedule = Schedule.getDefaultInstance();

  Maintenance(
      MasterState state,
      MasterUpdates updates,
      Membership membership,
      OfferMessages messages,
      Loop loop) {
    this.state = state;
    this.updates = updates;
    this.membership = membership;
    this.messages = messages;
    this.loop = loop;
  }

  /** A framework that has answered for an agent is left alone for a while. */
  private record Refused(String frameworkId, String agentId) {}

  Schedule schedule() {
    return schedule;
  }

  static MachineID machineOf(AgentSlot agent) {
    return MachineID.newBuilder()
        .setHostname(agent.description().hostname())
        .setIp(Loopback.IP)
        .build();
  }

  /** When the machine will be taken away, null if nobody plans that. */
  @Nullable Unavailability plannedFor(MachineID machine) {
    for (Window window : schedule.getWindowsList()) {
      if (window.getMachineIdsList().contains(machine)) {
        return window.getUnavailability();
      }
    }
    return null;
  }

  boolean isDown(MachineID machine) {
    return down.contains(machine);
  }

  /** An agent of a machine that is down is told to end. */
  boolean admits(AgentDescription agent, AgentLink link) {
    MachineID machine =
        MachineID.newBuilder().setHostname(agent.hostname()).setIp(Loopback.IP).build();
    if (isDown(machine)) {
      link.end("Machine is `DOWN`");
      return false;
    }
    return true;
  }

  /** An agent has registered: what is planned for its machine is true for it. */
  void registered(AgentSlot agent) {
    agent.unavailable(plannedFor(machineOf(agent)));
  }

  /** Takes the place of all that was planned; the offers of machines concerned are made anew. */
  void update(Schedule planned) throws Refusal {
    check(planned);
    schedule = planned;
    answers.keySet().removeIf(machine -> plannedFor(machine) == null);
    for (AgentSlot agent : List.copyOf(state.agents().values())) {
      Unavailability now = plannedFor(machineOf(agent));
      Unavailability before = agent.unavailability();
      if (now == null ? before != null : !now.equals(before)) {
        agent.unavailable(now);
        state.rescindOffersOf(agent);
        membership.rescindInverse(agent);
        refused.removeIf(r -> r.agentId().equals(agent.id()));
      }
    }
  }

  void bringDown(List<MachineID> machines) throws Refusal {
    checkMachines(machines);
    for (MachineID machine : machines) {
      if (plannedFor(machine) == null || isDown(machine)) {
        throw Refusal.badRequest(
            named(machine) + " is not in DRAINING mode and cannot be brought down");
      }
    }
    down.addAll(machines);
    for (AgentSlot agent : List.copyOf(state.agents().values())) {
      if (machines.contains(machineOf(agent))) {
        membership.machineDown(agent);
      }
    }
  }

  void bringUp(List<MachineID> machines) throws Refusal {
    checkMachines(machines);
    for (MachineID machine : machines) {
      if (!isDown(machine)) {
        throw Refusal.badRequest(named(machine) + " is not in DOWN mode and cannot be brought up");
      }
    }
    down.removeAll(machines);
    answers.keySet().removeAll(machines);
    Schedule.Builder left = Schedule.newBuilder();
    for (Window window : schedule.getWindowsList()) {
      List<MachineID> others = new ArrayList<>(window.getMachineIdsList());
      others.removeAll(machines);
      if (!others.isEmpty()) {
        left.addWindows(window.toBuilder().clearMachineIds().addAllMachineIds(others));
      }
    }
    schedule = left.build();
  }

  ClusterStatus status() {
    ClusterStatus.Builder status = ClusterStatus.newBuilder().addAllDownMachines(down);
    for (Window window : schedule.getWindowsList()) {
      for (MachineID machine : window.getMachineIdsList()) {
        if (!isDown(machine)) {
          status.addDrainingMachines(
              ClusterStatus.DrainingMachine.newBuilder()
                  .setId(machine)
                  .addAllStatuses(answers.getOrDefault(machine, Map.of()).values()));
        }
      }
    }
    return status.build();
  }

  /** After every round of offers: asks those who use an agent that will go. */
  void offerInverse() {
    for (FrameworkSession framework : state.frameworks().values()) {
      Event.InverseOffers.Builder event = Event.InverseOffers.newBuilder();
      for (AgentSlot agent : state.agents().values()) {
        Unavailability planned = agent.unavailability();
        if (planned != null && framework.connected() && uses(framework, agent)) {
          OfferBook.InverseOffer offer = state.offers().addInverse(framework.id(), agent.id());
          event.addInverseOffers(messages.inverse(framework, offer, planned));
        }
      }
      if (event.getInverseOffersCount() > 0) {
        framework.send(
            Event.newBuilder().setType(Event.Type.INVERSE_OFFERS).setInverseOffers(event).build());
      }
    }
  }

  /** ACCEPT_INVERSE_OFFERS and DECLINE_INVERSE_OFFERS; what is not open is passed over. */
  void answer(
      FrameworkSession framework,
      List<OfferID> offers,
      Filters filters,
      InverseOfferStatus.Status answer) {
    for (OfferID id : offers) {
      OfferBook.InverseOffer offer = state.offers().answerInverse(id.getValue(), framework.id());
      AgentSlot agent = offer == null ? null : state.agents().get(offer.agentId());
      if (agent == null) {
        continue;
      }
      answers
          .computeIfAbsent(machineOf(agent), machine -> new LinkedHashMap<>())
          .put(
              framework.id(),
              InverseOfferStatus.newBuilder()
                  .setStatus(answer)
                  .setFrameworkId(framework.frameworkId())
                  .setTimestamp(MasterUpdates.time(updates.now()))
                  .build());
      Duration pause = Launches.refusal(filters);
      if (!pause.isZero()) {
        Refused quiet = new Refused(framework.id(), agent.id());
        refused.add(quiet);
        Loop.Timer unused = loop.after(pause, () -> refused.remove(quiet));
      }
    }
  }

  private boolean uses(FrameworkSession framework, AgentSlot agent) {
    if (refused.contains(new Refused(framework.id(), agent.id()))
        || !state
            .offers()
            .inverseMatching(
                o -> o.agentId().equals(agent.id()) && o.frameworkId().equals(framework.id()))
            .isEmpty()) {
      return false;
    }
    return !framework.tasksOn(agent.id()).isEmpty()
        || !agent.executorsOf(framework.id()).isEmpty()
        || !state
            .offers()
            .matching(o -> o.agentId().equals(agent.id()) && o.frameworkId().equals(framework.id()))
            .isEmpty();
  }

  private void check(Schedule planned) throws Refusal {
    Set<MachineID> seen = new HashSet<>();
    for (Window window : planned.getWindowsList()) {
      if (window.getMachineIdsCount() == 0) {
        throw Refusal.badRequest("List of machines in the maintenance window is empty");
      }
      if (window.getUnavailability().getDuration().getNanoseconds() < 0) {
        throw Refusal.badRequest("Unavailability 'duration' is negative");
      }
      for (MachineID machine : window.getMachineIdsList()) {
        checkMachine(machine, seen);
      }
    }
    for (MachineID machine : down) {
      if (!seen.contains(machine)) {
        throw Refusal.badRequest(
            named(machine) + " is deactivated and cannot be removed from the schedule");
      }
    }
  }

  private static void checkMachines(List<MachineID> machines) throws Refusal {
    if (machines.isEmpty()) {
      throw Refusal.badRequest("List of machines is empty");
    }
    Set<MachineID> seen = new HashSet<>();
    for (MachineID machine : machines) {
      checkMachine(machine, seen);
    }
  }

  private static void checkMachine(MachineID machine, Set<MachineID> seen) throws Refusal {
    if (machine.getHostname().isEmpty() && machine.getIp().isEmpty()) {
      throw Refusal.badRequest("Both 'hostname' and 'ip' for a machine are empty");
    }
    if (!seen.add(machine)) {
      throw Refusal.badRequest(named(machine) + " appears more than once in the schedule");
    }
  }

  private static String named(MachineID machine) {
    return "Machine '" + Json.print(MesosJson.print(machine)) + "'";
  }
}
