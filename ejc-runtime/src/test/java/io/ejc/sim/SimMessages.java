package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import java.util.function.Consumer;

/** Messages between executors and the scheduler: Mesos keeps none, and promises nothing of them. */
final class SimMessages {

  private static final long LATE_MAX = 60_000;

  private SimMessages() {}

  static void toScheduler(World world, SimAgent agent, SimTask task, String nonce) {
    badly(
        world,
        late ->
            world.time.in(
                late, () -> world.toMaster(agent, () -> atMaster(world, agent, task, nonce))));
  }

  private static void atMaster(World world, SimAgent agent, SimTask task, String nonce) {
    SimMaster.Framework framework = world.master.frameworks.get(task.framework);
    SimStream stream = framework == null ? null : framework.stream;
    if (stream != null && world.master.slots.containsKey(agent.id)) {
      stream.down(
          new Event.LeaseAsked(
              stream.session, agent.id, task.launch.executor().id(), task.launch.carrier(), nonce));
    }
  }

  static void toExecutor(World world, SimMaster.Framework framework, Call.GrantLease grant) {
    SimMaster.Slot slot = world.master.slots.get(grant.agent());
    if (slot == null) {
      return;
    }
    SimAgent.Key key = new SimAgent.Key(framework.id, grant.executor());
    badly(
        world,
        late ->
            world.toAgent(
                slot.agent, () -> world.time.in(late, () -> arrive(slot.agent, key, grant))));
  }

  private static void arrive(SimAgent agent, SimAgent.Key key, Call.GrantLease grant) {
    SimTask task = agent.tasks.get(grant.carrier().toString());
    SimLease lease = task == null || !agent.executors.containsKey(key) ? null : task.lease;
    if (lease != null) {
      lease.granted(grant.nonce());
    }
  }

  /** Once, in time; or not at all, twice, or late and so after later ones. */
  private static void badly(World world, Consumer<Long> sent) {
    if (world.strikes(Fault.BAD_MESSAGES, 0.1)) {
      return;
    }
    int times = world.strikes(Fault.BAD_MESSAGES, 0.1) ? 2 : 1;
    for (int i = 0; i < times; i++) {
      boolean late = world.strikes(Fault.BAD_MESSAGES, 0.3);
      sent.accept(late ? world.dice("messages").between(500, LATE_MAX) : 0L);
    }
  }
}
