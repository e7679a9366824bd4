package io.ejc.internal.core;

import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.StartUp;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a status update means. <i>Ended</i> is what Mesos calls ended, or what the executor
 * itself sent as final; an agent that cannot be reached and a task that the master does not know
 * may still run, and are waited for.
 */
final class Reports {

  private static final String NEVER_HEARD_OF =
      "nothing was ever heard of the launch, and the master knows nothing of it";

  private static final String STALE_OFFER = "INVALID_OFFERS";
  private static final String RECONCILED = "RECONCILIATION";
  private static final String EXECUTOR_ENDING = "EXECUTOR_TERMINATED";
  private static final String DRAINING = "AGENT_DRAINING";

  /** What an agent without the isolators says; its reason is one of another matter (GC_ERROR). */
  private static final String NO_LIMITS = "limits can only be set on tasks";

  private static final String LIMITS_NEED =
      "; leave out cpuLimit and memoryLimitMB, or start agents with"
          + " --isolation=cgroups/cpu,cgroups/mem";

  private final Runs runs;
  private final WarmExecutors warm;
  private final WarmUpReports warmUps;

  Reports(Runs runs, WarmExecutors warm) {
    this.runs = runs;
    this.warm = warm;
    this.warmUps = new WarmUpReports(warm);
  }

  void reported(Turn turn, Event.TaskReported event) {
    TaskReport report = event.report();
    Carrier carrier = find(turn.state, report.taskId());
    if (carrier != null) {
      if (saysAll(turn.state, carrier, report)) {
        decide(turn, carrier, report);
        turn.emit(new Fact.CarrierAnswered(carrier.id()));
      }
    } else if (Strangers.isOne(turn.state, report.taskId())) {
      // what its updates mean cannot be stored, so they are not acknowledged either
      turn.emit(new Fact.StrangerSpared(report.taskId(), report.agent()));
      return;
    } else if (!warmUps.reported(turn, report)
        && report.state().alive()
        && report.state() != TaskState.KILLING) {
      // not ours any more, or never was: an attempt we gave up came back, or an orphan
      turn.send(new Call.Kill(report.taskId(), report.agent(), Optional.empty()));
    }
    if (report.uuid().isPresent() && report.agent().isPresent()) {
      turn.send(new Call.Acknowledge(report.agent().get(), report.taskId(), report.uuid().get()));
    }
  }

  /**
   * Whether an answer of the master can be taken for what happened. Not when it knows this
   * framework alone and the task is an earlier one's, which may still run. And not when it says
   * FAILED without the executor's word: that is in an update that the agent sends until it is
   * acknowledged, and until then the task is asked for again.
   */
  private static boolean saysAll(ClusterState state, Carrier carrier, TaskReport report) {
    boolean ours = state.framework().filter(carrier::isOf).isPresent();
    return ours && !(isAnswer(report) && report.state() == TaskState.FAILED);
  }

  /** Whether it is the master's answer to a reconciliation, and not an update of the task. */
  private static boolean isAnswer(TaskReport report) {
    return report.reason().equals(RECONCILED) && report.uuid().isEmpty();
  }

  private static @Nullable Carrier find(ClusterState state, String taskId) {
    try {
      return state.carriers.find(CarrierId.parse(taskId));
    } catch (IllegalArgumentException notOurs) {
      return null;
    }
  }

  private void decide(Turn turn, Carrier carrier, TaskReport report) {
    switch (report.state()) {
      case STAGING, STARTING, RUNNING, KILLING -> alive(turn, carrier, report);
      case FINISHED -> finished(turn, carrier, report);
      case FAILED -> failed(turn, carrier, report);
      case KILLED -> killed(turn, carrier, report);
      case ERROR ->
          runs.attemptEnded(turn, carrier, AttemptState.REFUSED, "", words(turn, carrier, report));
      case DROPPED, LOST -> dropped(turn, carrier, report);
      case GONE -> gone(turn, carrier, report);
      case UNREACHABLE, GONE_BY_OPERATOR, UNKNOWN ->
          Sessions.doubt(turn, carrier, words(turn, carrier, report));
    }
  }

  private static void alive(Turn turn, Carrier carrier, TaskReport report) {
    if (carrier.state() != CarrierState.ALIVE) {
      turn.emit(new Fact.CarrierAlive(carrier.id()));
    }
    Optional<Long> started = Commands.started(carrier, report);
    Item item = turn.state.runs.item(carrier.attempt().itemId());
    if (started.isPresent() && item.state() != ItemState.RUNNING) {
      StartUp startUp = report.attempt().map(AttemptReport::startUp).orElse(null);
      turn.emit(new Fact.AttemptStarted(carrier.attempt(), started.get(), startUp, turn.now));
    }
    report.attempt().ifPresent(told -> Residents.told(turn, carrier, told));
    if (report.attempt().filter(told -> told.kind() == Kind.STUCK).isPresent()
        && carrier.hold() != Carrier.Hold.STUCK) {
      turn.emit(new Fact.ExecutorHeldUp(carrier.id()));
    }
    if (isToEnd(turn.state, carrier, item) && report.state() != TaskState.KILLING) {
      Kills.send(turn, carrier);
    }
  }

  private static boolean isToEnd(ClusterState state, Carrier carrier, Item item) {
    Attempt latest = item.latest();
    return item.killRequested()
        || (latest != null && latest.overdue())
        || state.runs.get(carrier.attempt().run()).course().overdue();
  }

  /** A kill that nobody here asked for is the cluster's, as of an agent that drains: a loss. */
  private void killed(Turn turn, Carrier carrier, TaskReport report) {
    String words = words(turn, carrier, report);
    if (isToEnd(turn.state, carrier, turn.state.runs.item(carrier.attempt().itemId()))) {
      runs.attemptEnded(turn, carrier, AttemptState.KILLED, "", words);
    } else {
      String why = isOfDrain(report) ? "its agent drains" : "killed by its cluster";
      runs.attemptEnded(turn, carrier, AttemptState.LOST, "", why + ": " + words);
    }
    endExecutorsIfDraining(turn, carrier, report);
  }

  private void finished(Turn turn, Carrier carrier, TaskReport report) {
    runs.attemptEnded(turn, carrier, AttemptState.SUCCEEDED, "", words(turn, carrier, report));
  }

  /**
   * An executor that fails an attempt says so itself; without its word it is the cluster's loss.
   */
  private void failed(Turn turn, Carrier carrier, TaskReport report) {
    Optional<AttemptReport> told = report.attempt();
    if (Commands.failedItself(carrier, report)) {
      runs.attemptEnded(
          turn, carrier, AttemptState.FAILED, "", Commands.explain(words(turn, carrier, report)));
    } else if (told.isEmpty()) {
      runs.attemptEnded(turn, carrier, AttemptState.LOST, "", words(turn, carrier, report));
    } else if (told.get().kind() == Kind.BUNDLE_ERROR) {
      runs.attemptEnded(turn, carrier, AttemptState.BUNDLE_ERROR, "", told.get().message());
    } else {
      runs.attemptFailed(turn, carrier, told.get());
    }
  }

  /**
   * A task of which nothing was ever heard, and of which the master knows nothing when it is asked
   * in a later session: its ACCEPT never arrived, and cannot arrive any more, because the session
   * in which it was sent is over. As if it had never been tried. (A task that ended with a removed
   * framework, before a master forgot that removal, looks the same; it does not run either.)
   */
  private void gone(Turn turn, Carrier carrier, TaskReport report) {
    if (isAnswer(report) && carrier.state() == CarrierState.INTENDED) {
      runs.staleOffer(turn, carrier, NEVER_HEARD_OF);
    } else {
      runs.attemptEnded(turn, carrier, AttemptState.LOST, "", words(turn, carrier, report));
    }
  }

  private void dropped(Turn turn, Carrier carrier, TaskReport report) {
    if (report.reason().equals(STALE_OFFER)) {
      runs.staleOffer(turn, carrier, words(turn, carrier, report));
    } else if (report.state() == TaskState.DROPPED && report.message().contains(NO_LIMITS)) {
      String words = words(turn, carrier, report);
      runs.attemptEnded(turn, carrier, AttemptState.REFUSED, "", words + LIMITS_NEED);
    } else if (report.state() == TaskState.DROPPED && isNotTaken(report)) {
      if (metEndingExecutor(report)) {
        warm.takesNoMore(turn, carrier.agent(), carrier.executor());
      }
      runs.notTaken(turn, carrier, words(turn, carrier, report));
      endExecutorsIfDraining(turn, carrier, report);
    } else if (report.state() == TaskState.DROPPED || report.fromExecutor()) {
      runs.attemptEnded(turn, carrier, AttemptState.LOST, "", words(turn, carrier, report));
    } else {
      // the master says LOST also of an agent that it only cannot see
      Sessions.doubt(turn, carrier, words(turn, carrier, report));
    }
  }

  private void endExecutorsIfDraining(Turn turn, Carrier carrier, TaskReport report) {
    if (isOfDrain(report)) {
      warm.agentDrains(turn, carrier.agent());
    }
  }

  /**
   * The launch met an executor that was ending, or an agent that was: nothing of it was run, and
   * nothing is lost. A master that is asked says the state and not the reason any more.
   */
  private static boolean isNotTaken(TaskReport report) {
    return metEndingExecutor(report) || isOfDrain(report) || isAnswer(report);
  }

  static boolean isOfDrain(TaskReport report) {
    return report.reason().equals(DRAINING);
  }

  static boolean metEndingExecutor(TaskReport report) {
    return report.fromExecutor() || report.reason().equals(EXECUTOR_ENDING);
  }

  private static String words(Turn turn, Carrier carrier, TaskReport report) {
    String said = report.message().isEmpty() ? "TASK_" + report.state() : report.message();
    return turn.state
        .session
        .exitOf(carrier.agent(), carrier.executor())
        .map(exit -> said + ": " + exit)
        .orElse(said);
  }

  /**
   * A carrier was waited for as long as its job says: it counts as lost, whatever it still does.
   */
  void patienceOver(Turn turn, CarrierId id) {
    Carrier carrier = turn.state.carriers.find(id);
    if (carrier == null || Leases.mayStillRun(turn, carrier)) {
      return;
    }
    AttemptId attempt = carrier.attempt();
    Run run = turn.state.runs.get(attempt.run());
    Duration waited = run.definition().failover().after();
    String words =
        run.definition().failover().exclusive()
            ? "no news of it until its lease had run out"
            : "no news of it for " + waited.toSeconds() + " s (failoverAfter); it may still run";
    runs.attemptEnded(turn, carrier, AttemptState.LOST, "", words);
  }
}
