package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries an ACCEPT out, or drops its tasks. */
final class SimAccept {

  private final World world;
  private final SimMaster master;
  private final SimMaster.Framework framework;

  SimAccept(World world, SimMaster master, SimMaster.Framework framework) {
    this.world = world;
    this.master = master;
    this.framework = framework;
  }

  void handle(Call.Accept accept) {
    Resources sum = Resources.NONE;
    Set<ExecutorId> promised = new HashSet<>();
    AgentId agent = null;
    boolean valid = true;
    for (OfferId id : accept.offers()) {
      SimOffers.Open offer = master.offers().take(framework, id);
      valid &= offer != null && (agent == null || agent.equals(offer.agent()));
      if (offer != null) {
        sum = sum.plus(offer.free());
        agent = offer.agent();
        promised.addAll(offer.executors());
        requireStays(accept, offer);
      }
    }
    SimMaster.Slot slot = agent == null ? null : master.slots.get(agent);
    if (!valid || slot == null) {
      accept.launches().forEach(this::drop);
      return;
    }
    Resources left = sum;
    for (TaskLaunch launch : accept.launches()) {
      left = launch(slot, launch, left, promised);
    }
    master.offers().filter(framework, slot.agent.id, left, accept.refuse());
  }

  /** Nothing is placed where it is known that the agent is away by now. */
  private void requireStays(Call.Accept accept, SimOffers.Open offer) {
    if (offer.away().filter(world.maintenance::surelyAway).isPresent()) {
      throw new Violation("maintenance", Brief.of(accept) + " on an agent that is to be away");
    }
  }

  private void drop(TaskLaunch launch) {
    task(launch).mark(SimTask.Mark.STALE_OFFER);
    master.say(
        framework,
        launch.id().toString(),
        TaskState.DROPPED,
        Optional.of(launch.agent()),
        "INVALID_OFFERS");
  }

  private SimTask task(TaskLaunch launch) {
    @Nullable SimTask task = world.tasks.get(launch.id().toString());
    return Objects.requireNonNull(task, "a launch that left a host is known");
  }

  private Resources launch(
      SimMaster.Slot slot, TaskLaunch launch, Resources left, Set<ExecutorId> promised) {
    SimTask task = task(launch);
    SimAgent.Key key = new SimAgent.Key(framework.id, launch.executor().id());
    boolean warm = slot.executors.containsKey(key);
    Resources wanted =
        warm ? launch.resources() : launch.resources().plus(launch.executor().resources());
    if (!left.covers(wanted) || !launch.agent().equals(slot.agent.id)) {
      if (promised.contains(key.executor()) && !warm) {
        // the executor that the offer named has ended meanwhile
        task.mark(SimTask.Mark.INVALID);
        master.say(framework, task.id, TaskState.ERROR, Optional.of(slot.agent.id), "TASK_INVALID");
        return left;
      }
      throw new Violation(
          "resources", launch + " wants " + wanted + " (offered: " + left + " on " + slot.agent.id);
    }
    task.mark(SimTask.Mark.ACCEPTED);
    task.framework = framework.id;
    task.masterState = TaskState.STAGING;
    slot.tasks.put(task.id, task);
    slot.executors.putIfAbsent(key, launch.executor().resources());
    world.toAgent(slot.agent, () -> slot.agent.launch(task));
    return left.minus(wanted);
  }
}
