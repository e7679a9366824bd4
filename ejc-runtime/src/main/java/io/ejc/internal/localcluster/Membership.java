package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.AgentSlot.ExecutorKey;
import io.ejc.internal.localcluster.AgentSlot.PendingKill;
import io.ejc.internal.localcluster.AgentSlot.RunningExecutor;
import io.ejc.internal.localcluster.MasterLink.RunningFramework;
import io.ejc.internal.localcluster.MasterLink.RunningTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Agents come, fall silent, are given up, and come back. */
final class Membership {

  private static final Logger log = LoggerFactory.getLogger(Membership.class);

  private final MasterState state;
  private final MasterUpdates updates;
  private final Loop loop;
  private final Duration silence;

  Membership(MasterState state, MasterUpdates updates, Loop loop, Duration silence) {
    this.state = state;
    this.updates = updates;
    this.loop = loop;
    this.silence = silence;
  }

  /**
   * A new agent, or one that returns: what it says it runs takes the place of what was believed.
   */
  void register(AgentDescription description, AgentLink link, List<RunningFramework> running) {
    if (state.gone().contains(description.id())) {
      link.end("Agent has been marked gone");
      return;
    }
    boolean wasGivenUp = state.unreachable().remove(description.id()) != null;
    AgentSlot old = state.agents().get(description.id());
    Map<FrameworkSession, List<TaskRecord>> believed = new LinkedHashMap<>();
    List<PendingKill> kills = new ArrayList<>();
    if (old != null) {
      state.rescindOffersOf(old);
      state
          .frameworks()
          .values()
          .forEach(f -> believed.put(f, new ArrayList<>(f.tasksOn(old.id()))));
      kills.addAll(old.pendingKills());
      forget(old);
    }
    AgentSlot slot = new AgentSlot(description, link, updates.now());
    if (old != null) {
      slot.keep(old);
    }
    state.agents().put(description.id(), slot);
    running.forEach(framework -> add(slot, framework, wasGivenUp));
    link.registered();
    believed.forEach((framework, tasks) -> missing(slot, framework, tasks));
    kills.forEach(kill -> link.kill(kill.frameworkId(), kill.taskId(), null));
    log.debug("agent {} registered", description.id());
  }

  /** The connection is closed: only frameworks with checkpointing hope for its return. */
  void connectionClosed(String agentId) {
    AgentSlot slot = state.agents().get(agentId);
    if (slot == null) {
      return;
    }
    slot.lostConnection();
    state.rescindOffersOf(slot);
    for (FrameworkSession framework : state.frameworks().values()) {
      if (!framework.info().getCheckpoint()) {
        loseWithoutCheckpoint(slot, framework);
      }
    }
    silent(agentId);
  }

  /** Pings are not answered any more; nothing else is known. */
  void silent(String agentId) {
    AgentSlot slot = state.agents().get(agentId);
    if (slot != null) {
      slot.silentUntil(loop.after(silence, () -> giveUp(slot)));
    }
  }

  /** It answered no ping for too long; it may come back. */
  private void giveUp(AgentSlot slot) {
    Instant now = updates.now();
    Removal removal =
        new Removal(
            TaskState.TASK_UNREACHABLE,
            TaskStatus.Reason.REASON_AGENT_REMOVED,
            "health check timed out",
            now);
    state.unreachable().put(slot.id(), now);
    remove(slot, removal);
    log.info("agent {} is unreachable", slot.id());
  }

  /** An operator says that it will never come back; it is told to end, if it hears. */
  void markGone(AgentSlot slot) {
    state.gone().add(slot.id());
    remove(
        slot,
        new Removal(
            TaskState.TASK_GONE_BY_OPERATOR,
            TaskStatus.Reason.REASON_AGENT_REMOVED_BY_OPERATOR,
            "Agent has been marked gone",
            null));
    slot.link().end("Agent has been marked gone");
  }

  /** An operator takes its machine away; even those who know partitions are told TASK_LOST. */
  void machineDown(AgentSlot slot) {
    String why = "Operator initiated 'Machine DOWN'";
    remove(
        slot,
        new Removal(
            TaskState.TASK_LOST,
            TaskStatus.Reason.REASON_AGENT_REMOVED,
            "Agent " + slot.description().hostname() + " removed: " + why,
            null));
    slot.link().end(why);
  }

  /**
   * How tasks of a removed agent end for those who know partitions; for others they are TASK_LOST.
   */
  private record Removal(
      TaskState state, TaskStatus.Reason reason, String message, @Nullable Instant unreachable) {}

  private void remove(AgentSlot slot, Removal removal) {
    for (FrameworkSession framework : state.frameworks().values()) {
      boolean aware = framework.capabilities().partitionAware();
      for (TaskRecord task : framework.tasksOn(slot.id())) {
        if (!task.ended()) {
          TaskStatus.Builder status =
              updates.known(
                  task,
                  aware ? removal.state() : TaskState.TASK_LOST,
                  aware ? removal.reason() : TaskStatus.Reason.REASON_AGENT_REMOVED,
                  removal.message());
          if (removal.unreachable() != null) {
            status.setUnreachableTime(MasterUpdates.time(removal.unreachable()));
          }
          ended(framework, task, status.build(), removal.unreachable() != null && aware);
        }
      }
    }
    state.rescindOffersOf(slot);
    rescindInverse(slot);
    forget(slot);
    state.agents().remove(slot.id());
    Event.Failure failure =
        Event.Failure.newBuilder().setAgentId(slot.description().agentId()).build();
    Event event = Event.newBuilder().setType(Event.Type.FAILURE).setFailure(failure).build();
    state.frameworks().values().forEach(framework -> framework.send(event));
  }

  private static void ended(
      FrameworkSession framework, TaskRecord task, TaskStatus status, boolean mayReturn) {
    task.report(status, status.getState());
    if (mayReturn) {
      framework.history().unreachable(task);
    } else {
      framework.history().completed(task);
    }
    framework.send(MasterUpdates.event(status));
  }

  private void loseWithoutCheckpoint(AgentSlot slot, FrameworkSession framework) {
    for (TaskRecord task : framework.tasksOn(slot.id())) {
      framework.tasks().remove(task.id());
      state.release(framework, task);
      if (!task.ended()) {
        TaskStatus lost =
            updates
                .known(
                    task,
                    TaskState.TASK_LOST,
                    TaskStatus.Reason.REASON_AGENT_DISCONNECTED,
                    "Agent " + slot.description().hostname() + " disconnected")
                .build();
        ended(framework, task, lost, false);
      }
    }
    for (ExecutorKey key : slot.executorKeys()) {
      if (key.frameworkId().equals(framework.id())) {
        state.removeExecutor(slot, key);
      }
    }
  }

  void rescindInverse(AgentSlot slot) {
    for (OfferBook.InverseOffer offer :
        state.offers().inverseMatching(o -> o.agentId().equals(slot.id()))) {
      state.offers().remove(offer);
      FrameworkSession framework = state.frameworks().get(offer.frameworkId());
      if (framework != null) {
        framework.send(
            Event.newBuilder()
                .setType(Event.Type.RESCIND_INVERSE_OFFER)
                .setRescindInverseOffer(
                    Event.RescindInverseOffer.newBuilder().setInverseOfferId(offer.offerId()))
                .build());
      }
    }
  }

  /** Takes everything on the agent out of the accounts. */
  private void forget(AgentSlot slot) {
    slot.stopTimer();
    for (FrameworkSession framework : state.frameworks().values()) {
      for (TaskRecord task : framework.tasksOn(slot.id())) {
        framework.tasks().remove(task.id());
        state.release(framework, task);
      }
    }
    slot.executorKeys().forEach(key -> state.removeExecutor(slot, key));
  }

  private void add(AgentSlot slot, RunningFramework running, boolean wasGivenUp) {
    String frameworkId = running.info().getId().getValue();
    if (state.removedFrameworks().contains(frameworkId)) {
      slot.link().shutdownFramework(frameworkId);
      return;
    }
    FrameworkSession framework =
        state
            .frameworks()
            .computeIfAbsent(
                frameworkId, id -> new FrameworkSession(running.info(), updates.now()));
    for (ExecutorInfo executor : running.executors()) {
      Quantities needs = amounts(executor.getResourcesList());
      RunningExecutor known = new RunningExecutor(executor, needs);
      slot.take(needs);
      framework.allocate(known.role(), needs);
      slot.addExecutor(frameworkId, known);
    }
    for (RunningTask task : running.tasks()) {
      TaskRecord record = restore(slot, framework, task);
      if (wasGivenUp && !record.ended()) {
        framework.send(
            MasterUpdates.event(
                updates.alive(
                    record,
                    TaskStatus.Reason.REASON_AGENT_REREGISTERED,
                    "Unreachable agent re-reregistered")));
      }
    }
  }

  private TaskRecord restore(AgentSlot slot, FrameworkSession framework, RunningTask task) {
    TaskRecord record = new TaskRecord(task.info(), amounts(task.info().getResourcesList()));
    TaskStatus last = task.last();
    if (last != null) {
      record.report(last, last.getState());
    }
    framework.tasks().put(record.id(), record);
    framework.history().reachable(record.id());
    Quantities held = amounts(task.info().getResourcesList());
    if (record.ended()) {
      record.release();
    } else {
      slot.take(held);
      framework.allocate(record.role(), held);
    }
    return record;
  }

  /** Tasks that went into the broken connection: the agent will say that it never saw them. */
  private void missing(AgentSlot slot, FrameworkSession framework, List<TaskRecord> believed) {
    List<String> unknown = new ArrayList<>();
    for (TaskRecord task : believed) {
      if (!framework.tasks().containsKey(task.id()) && !task.ended()) {
        TaskRecord kept = restore(slot, framework, new RunningTask(task.info(), task.last()));
        unknown.add(kept.id());
      }
    }
    if (!unknown.isEmpty()) {
      slot.link().reconcile(framework.id(), unknown);
    }
  }

  /** What a message that was checked when it was launched asks for. */
  private static Quantities amounts(List<org.apache.mesos.v1.Protos.Resource> resources) {
    try {
      return ResourceMessages.read(resources);
    } catch (ResourceMessages.Unusable e) {
      throw new IllegalStateException("an agent runs what no master launches", e);
    }
  }
}
