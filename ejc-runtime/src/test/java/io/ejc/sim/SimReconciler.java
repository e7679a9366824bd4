package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.TaskState;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the master answers when it is asked for tasks, as the recorded traces have it. */
final class SimReconciler {

  /** Agents that an earlier master knew, and that have not come back to this one. */
  final Set<String> recovered = new TreeSet<>();

  final Set<String> unreachable = new TreeSet<>();
  final Set<String> gone = new TreeSet<>();
  private final SimMaster master;

  SimReconciler(SimMaster master) {
    this.master = master;
  }

  void answer(SimMaster.Framework framework, Call.Reconcile reconcile) {
    if (reconcile.tasks().isEmpty()) {
      answerAll(framework);
    }
    for (Call.Placed placed : reconcile.tasks()) {
      answer(framework, placed.carrier().toString(), Optional.of(placed.agent()));
    }
  }

  /** Asked for no task by name: each that is known and has not ended. */
  private void answerAll(SimMaster.Framework framework) {
    for (SimMaster.Slot slot : master.slots.values()) {
      for (SimTask task : slot.tasks.values()) {
        if (task.framework.equals(framework.id) && task.masterState.alive()) {
          say(framework, task.id, task.masterState, Optional.of(slot.agent.id));
        }
      }
    }
  }

  /** The answer to a reconciliation, or to a KILL of a task that is not known. */
  void answer(SimMaster.Framework framework, String id, Optional<AgentId> agent) {
    SimMaster.Slot slot = master.slotOf(framework, id);
    if (slot != null) {
      say(framework, id, slot.tasks.get(id).masterState, Optional.of(slot.agent.id));
      return;
    }
    String where = agent.map(AgentId::value).orElse("");
    if (recovered.contains(where)) {
      return;
    }
    TaskState state = TaskState.UNKNOWN;
    if (unreachable.contains(where)) {
      state = TaskState.UNREACHABLE;
    } else if (gone.contains(where)) {
      state = TaskState.GONE_BY_OPERATOR;
    } else if (agent.isPresent() && master.slots.containsKey(agent.get())) {
      state = TaskState.GONE;
    }
    say(framework, id, state, agent);
  }

  private void say(
      SimMaster.Framework framework, String id, TaskState state, Optional<AgentId> agent) {
    master.say(framework, id, state, agent, "RECONCILIATION");
  }
}
