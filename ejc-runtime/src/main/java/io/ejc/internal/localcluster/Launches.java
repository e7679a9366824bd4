package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.AgentSlot.RunningExecutor;
import io.ejc.internal.localcluster.OfferBook.OpenOffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a framework does with its offers: ACCEPT and DECLINE. */
final class Launches {

  private static final Logger log = LoggerFactory.getLogger(Launches.class);
  private static final Duration LONGEST_REFUSAL = Duration.ofDays(365);

  private final MasterState state;
  private final MasterUpdates updates;
  private final Loop loop;

  Launches(MasterState state, MasterUpdates updates, Loop loop) {
    this.state = state;
    this.updates = updates;
    this.loop = loop;
  }

  void decline(FrameworkSession framework, Call.Decline call) {
    for (OfferID id : call.getOfferIdsList()) {
      OpenOffer offer = state.offers().find(id.getValue(), framework.id());
      if (offer != null) {
        state.recover(offer);
        refuse(framework, offer, offer.resources(), call.getFilters());
      }
    }
  }

  void accept(FrameworkSession framework, Call.Accept call) {
    List<OpenOffer> offers = new ArrayList<>();
    String problem = collect(framework, call.getOfferIdsList(), offers);
    if (problem != null) {
      drop(framework, call, problem);
      offers.forEach(state::recover);
      return;
    }
    OpenOffer first = offers.get(0);
    AgentSlot agent = state.agents().get(first.agentId());
    if (agent == null) {
      throw new IllegalStateException("offer " + first.id() + " of an unknown agent");
    }
    Quantities available = Quantities.NONE;
    for (OpenOffer offer : offers) {
      available = available.plus(offer.resources());
      state.offers().remove(offer);
    }
    for (Offer.Operation operation : call.getOperationsList()) {
      if (operation.getType() == Offer.Operation.Type.LAUNCH) {
        for (TaskInfo task : operation.getLaunch().getTaskInfosList()) {
          available = launch(framework, agent, first.role(), task, available);
        }
      } else {
        OtherOperations.refuse(framework, operation, updates);
      }
    }
    state.release(framework.id(), agent.id(), first.role(), available);
    refuse(framework, first, available, call.getFilters());
  }

  /** Finds the offers; says what is wrong with the list, in Mesos' words, or null. */
  private @Nullable String collect(
      FrameworkSession framework, List<OfferID> ids, List<OpenOffer> found) {
    String problem = ids.isEmpty() ? "No offers specified" : null;
    Set<String> seen = new HashSet<>();
    for (OfferID id : ids) {
      OpenOffer offer = state.offers().find(id.getValue(), framework.id());
      if (!seen.add(id.getValue())) {
        problem = first(problem, "Duplicate offer " + id.getValue() + " in offer list");
      } else if (offer == null) {
        problem = first(problem, "Offer " + id.getValue() + " is no longer valid");
      } else {
        found.add(offer);
        OpenOffer head = found.get(0);
        if (!offer.agentId().equals(head.agentId())) {
          problem =
              first(
                  problem,
                  "Aggregated offers must belong to one single agent. Offer "
                      + offer.id()
                      + " uses agent "
                      + offer.agentId()
                      + " and agent "
                      + head.agentId());
        } else if (!offer.role().equals(head.role())) {
          problem = first(problem, "Aggregated offers must be allocated to the same role");
        }
      }
    }
    return problem;
  }

  private static String first(@Nullable String earlier, String now) {
    return earlier == null ? now : earlier;
  }

  private void drop(FrameworkSession framework, Call.Accept call, String problem) {
    TaskState lost =
        framework.capabilities().partitionAware() ? TaskState.TASK_DROPPED : TaskState.TASK_LOST;
    for (Offer.Operation operation : call.getOperationsList()) {
      List<TaskInfo> tasks =
          operation.hasLaunchGroup()
              ? operation.getLaunchGroup().getTaskGroup().getTasksList()
              : operation.getLaunch().getTaskInfosList();
      for (TaskInfo task : tasks) {
        framework.send(
            updates.refused(
                task,
                lost,
                TaskStatus.Reason.REASON_INVALID_OFFERS,
                "Task launched with invalid offers: " + problem));
      }
    }
  }

  private Quantities launch(
      FrameworkSession framework,
      AgentSlot agent,
      String role,
      TaskInfo asked,
      Quantities available) {
    TaskCheck check = new TaskCheck(framework, agent, role);
    TaskInfo task = check.complete(asked);
    try {
      TaskCheck.Accepted accepted = check.check(task, available);
      RunningExecutor executor = accepted.newExecutor();
      if (executor != null) {
        agent.addExecutor(framework.id(), executor);
      }
      TaskRecord record = new TaskRecord(task, accepted.taskNeeds());
      framework.tasks().put(record.id(), record);
      log.debug("task {} goes to agent {}", record.id(), agent.id());
      agent.link().run(framework.info(), task);
      return available.minus(accepted.needs());
    } catch (TaskCheck.Invalid invalid) {
      log.debug("task {} is refused: {}", task.getTaskId().getValue(), invalid.text());
      framework.send(
          updates.refused(
              task, TaskState.TASK_ERROR, TaskStatus.Reason.REASON_TASK_INVALID, invalid.text()));
      return available;
    }
  }

  /** How long the answered is not to be offered; Mesos takes five seconds when nothing is said. */
  static Duration refusal(Filters asked) {
    double seconds = asked.getRefuseSeconds();
    if (!(seconds >= 0)) {
      seconds = Filters.getDefaultInstance().getRefuseSeconds();
    }
    return Duration.ofNanos((long) (Math.min(seconds, (double) LONGEST_REFUSAL.toSeconds()) * 1e9));
  }

  private void refuse(
      FrameworkSession framework, OpenOffer offer, Quantities resources, Filters asked) {
    Duration time = refusal(asked);
    if (time.isZero() || resources.isEmpty()) {
      return;
    }
    FrameworkSession.Filter filter =
        new FrameworkSession.Filter(offer.agentId(), offer.role(), resources);
    framework.refuse(filter);
    filter.endedBy(loop.after(time, () -> framework.forget(filter)));
  }
}
