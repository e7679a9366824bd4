package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The leading master, as its framework sees it: the answers of the recorded traces, wherever Mesos
 * may give them.
 */
final class SimMaster {

  private static final long AGENT_RETURN_MILLIS = 60_000;

  /** A framework that is known. */
  static final class Framework {
    final FrameworkId id;
    @Nullable SimStream stream;
    boolean suppressed;
    final Map<AgentId, Filter> filters = new LinkedHashMap<>();

    Framework(FrameworkId id) {
      this.id = id;
    }
  }

  record Filter(Resources resources, long until) {}

  /** A registered agent. */
  static final class Slot {
    final SimAgent agent;
    final Map<String, SimTask> tasks = new LinkedHashMap<>();
    final Map<SimAgent.Key, Resources> executors = new LinkedHashMap<>();
    boolean connected = true;

    Slot(SimAgent agent) {
      this.agent = agent;
    }
  }

  boolean up = true;
  final Map<FrameworkId, Framework> frameworks = new LinkedHashMap<>();
  final Map<AgentId, Slot> slots = new LinkedHashMap<>();
  private final World world;
  private final Set<String> removed = new TreeSet<>();
  private final SimReconciler known = new SimReconciler(this);
  private final SimOffers offers;
  private int incarnation = 1;
  private int frameworkCount;

  SimMaster(World world) {
    this.world = world;
    this.offers = new SimOffers(world, this);
  }

  int incarnation() {
    return incarnation;
  }

  SimOffers offers() {
    return offers;
  }

  void subscribe(SimStream stream, Optional<FrameworkId> asked) {
    if (asked.isPresent() && removed.contains(asked.get().value())) {
      stream.end("Framework has been removed", true);
      return;
    }
    FrameworkId id = asked.orElseGet(() -> new FrameworkId("f" + ++frameworkCount));
    Framework framework = frameworks.computeIfAbsent(id, Framework::new);
    SimStream before = framework.stream;
    if (before != null && before != stream) {
      offers.withdrawAll(framework);
      before.end("Framework failed over", false);
    }
    framework.stream = stream;
    framework.suppressed = false;
    framework.filters.clear();
    stream.framework = id;
    world.note(() -> "master: " + id + " subscribed by " + stream.host.name);
    stream.down(new Event.Subscribed(stream.session, id));
    for (Slot slot : slots.values()) {
      world.toAgent(slot.agent, slot.agent::resendAll);
    }
    offers.allocate();
  }

  void disconnected(SimStream stream) {
    for (Framework framework : frameworks.values()) {
      if (framework.stream == stream) {
        framework.stream = null;
        offers.withdrawAll(framework);
      }
    }
  }

  /** All frameworks are removed; whoever is subscribed hears of it. */
  void removeFrameworks() {
    List.copyOf(frameworks.values()).forEach(framework -> removeFramework(framework, true));
  }

  private void removeFramework(Framework framework, boolean told) {
    world.note(() -> "master: removes " + framework.id);
    offers.withdrawAll(framework);
    frameworks.remove(framework.id);
    removed.add(framework.id.value());
    for (Slot slot : slots.values()) {
      slot.tasks.values().removeIf(task -> task.framework.equals(framework.id));
      world.toAgent(slot.agent, () -> slot.agent.removeFramework(framework.id));
    }
    if (framework.stream != null) {
      framework.stream.end(told ? "Framework has been removed" : "the stream ended", told);
    }
  }

  boolean isRemoved(FrameworkId framework) {
    return removed.contains(framework.value());
  }

  void handle(SimStream stream, Call.ToMaster call) {
    Framework framework = stream.framework == null ? null : frameworks.get(stream.framework);
    if (framework == null || framework.stream != stream) {
      return;
    }
    world.note(() -> "master: " + Brief.of(call));
    if (call instanceof Call.Accept accept) {
      new SimAccept(world, this, framework).handle(accept);
    } else if (call instanceof Call.Decline decline) {
      offers.decline(framework, decline.offers(), decline.refuse());
    } else if (call instanceof Call.Revive) {
      framework.suppressed = false;
      framework.filters.clear();
      offers.allocate();
    } else if (call instanceof Call.Suppress) {
      framework.suppressed = true;
    } else if (call instanceof Call.Kill kill) {
      kill(framework, kill);
    } else if (call instanceof Call.Acknowledge ack) {
      acknowledge(framework, ack);
    } else if (call instanceof Call.Reconcile reconcile) {
      known.answer(framework, reconcile);
    } else if (call instanceof Call.Shutdown shutdown) {
      Slot slot = slots.get(shutdown.agent());
      if (slot != null) {
        SimAgent.Key key = new SimAgent.Key(framework.id, shutdown.executor());
        world.toAgent(slot.agent, () -> slot.agent.shutdown(key));
      }
    } else if (call instanceof Call.GrantLease grant) {
      SimMessages.toExecutor(world, framework, grant);
    } else if (call instanceof Call.Teardown) {
      removeFramework(framework, false);
    } else if (!(call instanceof Call.AcceptInverse || call instanceof Call.DeclineInverse)) {
      throw new IllegalStateException("call: " + call + " (expected: one that is simulated)");
    }
  }

  private void kill(Framework framework, Call.Kill kill) {
    Slot slot = slotOf(framework, kill.taskId());
    if (slot == null) {
      known.answer(framework, kill.taskId(), kill.agent());
    } else {
      world.toAgent(slot.agent, () -> slot.agent.kill(kill.taskId()));
    }
  }

  private void acknowledge(Framework framework, Call.Acknowledge ack) {
    Slot slot = slots.get(ack.agent());
    if (slot == null) {
      return;
    }
    SimTask task = slot.tasks.get(ack.taskId());
    if (task != null
        && task.framework.equals(framework.id)
        && task.ended()
        && task.pending.size() == 1
        && task.pending.element().uuid().equals(ack.uuid())) {
      slot.tasks.remove(ack.taskId());
    }
    world.toAgent(slot.agent, () -> slot.agent.acknowledge(ack.taskId(), ack.uuid()));
  }

  @Nullable Slot slotOf(Framework framework, String task) {
    for (Slot slot : slots.values()) {
      SimTask known = slot.tasks.get(task);
      if (known != null && known.framework.equals(framework.id)) {
        return slot;
      }
    }
    return null;
  }

  /** What the agent has forwarded: the oldest update that waits for its acknowledgement. */
  private static TaskState told(SimTask task) {
    return task.pending.isEmpty() ? task.latest : task.pending.element().state();
  }

  void say(
      Framework framework, String task, TaskState state, Optional<AgentId> agent, String reason) {
    tell(framework, SimUpdate.byMaster(task, state, reason, agent));
  }

  private void tell(Framework framework, TaskReport report) {
    SimStream stream = framework.stream;
    if (stream != null) {
      stream.down(new Event.TaskReported(stream.session, report));
    }
  }

  /** An agent begins, or comes back. */
  void register(SimAgent agent) {
    if (!up || agent.dead || !agent.reachable || known.gone.contains(agent.id.value())) {
      return;
    }
    agent.link++;
    boolean wasUnreachable = known.unreachable.remove(agent.id.value());
    known.recovered.remove(agent.id.value());
    Slot before = slots.get(agent.id);
    Slot slot = new Slot(agent);
    slots.put(agent.id, slot);
    world.note(() -> "master: agent " + agent.id + " registers");
    for (SimExecutor executor : agent.executors.values()) {
      slot.executors.put(executor.key, executor.resources);
    }
    for (SimTask task : List.copyOf(agent.tasks.values())) {
      returned(slot, task, wasUnreachable);
    }
    if (before != null) {
      missing(slot, before);
    }
    Set<FrameworkId> known = new LinkedHashSet<>();
    agent.executors.keySet().forEach(key -> known.add(key.framework()));
    agent.tasks.values().forEach(task -> known.add(task.framework));
    known.stream()
        .filter(this::isRemoved)
        .forEach(id -> world.toAgent(agent, () -> agent.removeFramework(id)));
    agent.resendAll();
    offers.allocate();
  }

  private void returned(Slot slot, SimTask task, boolean wasUnreachable) {
    if (isRemoved(task.framework)) {
      return;
    }
    Framework framework = frameworks.computeIfAbsent(task.framework, Framework::new);
    slot.tasks.put(task.id, task);
    task.masterState = told(task);
    if (wasUnreachable && !task.ended()) {
      say(framework, task.id, task.masterState, Optional.of(slot.agent.id), "AGENT_REREGISTERED");
    }
  }

  /** Tasks that the master sent and the agent never got. */
  private void missing(Slot slot, Slot before) {
    for (SimTask task : before.tasks.values()) {
      if (!slot.agent.tasks.containsKey(task.id) && !task.ended() && !isRemoved(task.framework)) {
        task.mark(SimTask.Mark.LOSS);
        slot.tasks.put(task.id, task);
        slot.agent.tasks.put(task.id, task);
        slot.agent.byAgent(task, TaskState.DROPPED, "RECONCILIATION");
      }
    }
  }

  /** The master gives an agent up. */
  void agentLost(SimAgent agent, boolean byOperator) {
    Slot slot = slots.remove(agent.id);
    boolean expected = known.recovered.remove(agent.id.value());
    boolean lost = known.unreachable.contains(agent.id.value());
    if (!up || (slot == null && !expected && !(byOperator && lost))) {
      return;
    }
    world.note(() -> "master: agent " + agent.id + (byOperator ? " is gone" : " is unreachable"));
    known.unreachable.remove(agent.id.value());
    (byOperator ? known.gone : known.unreachable).add(agent.id.value());
    if (slot != null) {
      TaskState state = byOperator ? TaskState.GONE_BY_OPERATOR : TaskState.UNREACHABLE;
      for (SimTask task : slot.tasks.values()) {
        task.mark(SimTask.Mark.LOSS);
        Framework framework = frameworks.get(task.framework);
        if (framework != null) {
          say(framework, task.id, state, Optional.of(agent.id), "AGENT_REMOVED");
        }
      }
      offers.withdraw(agent.id);
    }
  }

  void updated(SimAgent agent, SimTask task, SimUpdate update) {
    Slot slot = slots.get(agent.id);
    Framework framework = frameworks.get(task.framework);
    if (slot == null || framework == null) {
      return;
    }
    task.masterState = update.state();
    tell(framework, update.report(task.id, agent.id));
  }

  void executorExited(SimAgent agent, SimAgent.Key key, int status) {
    world.toMaster(
        agent,
        () -> {
          Slot slot = slots.get(agent.id);
          Framework framework = frameworks.get(key.framework());
          if (slot != null && !agent.executors.containsKey(key)) {
            slot.executors.remove(key);
          }
          if (slot != null && framework != null && framework.stream != null) {
            framework.stream.down(new Event.ExecutorEnded(agent.id, key.executor(), status));
          }
        });
  }

  /** This master dies; another leads after a while, and agents come back to it one by one. */
  void failOver(long downMillis, Dice dice) {
    if (!up) {
      return;
    }
    world.note(() -> "master: fails over");
    up = false;
    List<SimStream> streams = new ArrayList<>();
    frameworks.values().stream().map(f -> f.stream).filter(s -> s != null).forEach(streams::add);
    slots.keySet().forEach(agent -> known.recovered.add(agent.value()));
    frameworks.clear();
    slots.clear();
    removed.clear();
    offers.clear();
    streams.forEach(stream -> stream.cut(dice.between(0, 3_000)));
    world.time.in(
        downMillis,
        () -> {
          up = true;
          int mine = ++incarnation;
          for (SimAgent agent : world.agents) {
            long back = dice.chance(0.8) ? dice.between(200, 5_000) : dice.between(5_000, 50_000);
            world.time.in(back, () -> returnTo(mine, agent));
            world.time.in(AGENT_RETURN_MILLIS, () -> giveUp(mine, agent));
          }
        });
  }

  private void returnTo(int master, SimAgent agent) {
    if (incarnation == master && up && !slots.containsKey(agent.id)) {
      register(agent);
    }
  }

  private void giveUp(int master, SimAgent agent) {
    if (incarnation == master && up && known.recovered.contains(agent.id.value())) {
      agentLost(agent, false);
    }
  }

  /** Offers that a host has and has not answered, or may still get. */
  Set<OfferId> openOffers() {
    return offers.open();
  }
}
