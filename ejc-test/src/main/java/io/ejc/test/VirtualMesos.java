package io.ejc.test;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.execute.LoneAttempt;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;

/**
 * A master and its agents on virtual time: what the scheduler asks for happens, one thing after the
 * other, on the caller's thread.
 */
final class VirtualMesos {

  private static final FrameworkId FRAMEWORK = new FrameworkId("virtual");
  private static final String RECONCILED = "RECONCILIATION";

  /** What user code does, and for how long it is at it. */
  interface Work {
    Duration takes(TaskLaunch launch);

    LoneAttempt.Ended run(TaskLaunch launch);
  }

  private record Due(Instant at, long number, Function<Instant, Optional<Event>> work) {}

  private final Work work;
  private final List<VirtualAgent> agents = new ArrayList<>();
  private final Map<OfferId, VirtualAgent> offered = new HashMap<>();
  private final Map<String, TaskLaunch> tasks = new LinkedHashMap<>();
  private final Set<String> unreachable = new HashSet<>();
  private final PriorityQueue<Due> dues =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
  private long number;
  private long session;
  private boolean subscribed;
  private boolean wanted = true;

  VirtualMesos(int count, Work work) {
    this.work = work;
    for (int i = 1; i <= count; i++) {
      agents.add(new VirtualAgent("agent-" + i));
    }
  }

  /** When something happens next by itself. */
  Optional<Instant> next() {
    return Optional.ofNullable(dues.peek()).map(Due::at);
  }

  /** Lets one thing happen that is due. */
  Optional<Event> happen(Instant now) {
    Due due = dues.peek();
    if (due == null || due.at().isAfter(now)) {
      return Optional.empty();
    }
    dues.remove(due);
    return due.work().apply(now);
  }

  /** Offers of all agents that have something to offer. */
  Optional<Event> offers(Instant now) {
    if (!subscribed || !wanted) {
      return Optional.empty();
    }
    List<Offer> offers = new ArrayList<>();
    for (VirtualAgent agent : agents) {
      if (agent.isToBeOffered(now) && !offered.containsValue(agent)) {
        OfferId id = new OfferId("o" + ++number);
        offered.put(id, agent);
        offers.add(agent.offer(id));
      }
    }
    return offers.isEmpty()
        ? Optional.empty()
        : Optional.of(new Event.OffersArrived(session, offers));
  }

  /** From now on nothing is heard of an agent. */
  void lose(int index, Instant now) {
    VirtualAgent agent = agents.get(index);
    agent.lose();
    for (TaskLaunch launch : List.copyOf(tasks.values())) {
      if (launch.agent().equals(agent.id())) {
        tasks.remove(launch.carrier().toString());
        unreachable.add(launch.carrier().toString());
        at(now, told -> said(launch.carrier().toString(), TaskState.UNREACHABLE, "AGENT_REMOVED"));
      }
    }
  }

  /** A call of the scheduler; those that change nothing here are passed over. */
  void call(Call call, Instant now) {
    if (call instanceof Call.Subscribe subscribe) {
      session = subscribe.session();
      at(now, told -> subscribed());
    } else if (call instanceof Call.Accept accept) {
      accept.launches().forEach(launch -> launch(launch, now));
      answered(accept.offers(), accept.refuse(), now);
    } else if (call instanceof Call.Decline decline) {
      answered(decline.offers(), decline.refuse(), now);
    } else if (call instanceof Call.Revive) {
      wanted = true;
      agents.forEach(agent -> agent.refused(Instant.MIN));
    } else if (call instanceof Call.Suppress) {
      wanted = false;
    } else if (call instanceof Call.Kill kill) {
      at(now, told -> killed(kill.taskId()));
    } else if (call instanceof Call.Reconcile asked) {
      reconcile(asked, now);
    } else if (call instanceof Call.Shutdown shutdown) {
      at(now, told -> shutDown(shutdown));
    } else if (call instanceof Call.TellListeners tell) {
      // nobody is told here, and the run goes on
      at(now, told -> Optional.of(new Event.ListenersReturned(tell.run(), tell.phase())));
    }
  }

  private void at(Instant when, Function<Instant, Optional<Event>> what) {
    dues.add(new Due(when, ++number, what));
  }

  private Optional<Event> subscribed() {
    subscribed = true;
    return Optional.of(new Event.Subscribed(session, FRAMEWORK));
  }

  private void answered(List<OfferId> offers, Duration refuse, Instant now) {
    for (OfferId offer : offers) {
      VirtualAgent agent = offered.remove(offer);
      if (agent != null) {
        agent.refused(now.plus(refuse));
      }
    }
    // a new look when it may be offered again
    at(now.plus(refuse), told -> Optional.empty());
  }

  private VirtualAgent agentOf(TaskLaunch launch) {
    return agents.stream()
        .filter(agent -> agent.id().equals(launch.agent()))
        .findFirst()
        .orElseThrow();
  }

  private void launch(TaskLaunch launch, Instant now) {
    String id = launch.carrier().toString();
    agentOf(launch).take(launch);
    tasks.put(id, launch);
    at(now, told -> begun(launch));
    at(now.plus(work.takes(launch)), told -> ended(launch));
  }

  private Optional<Event> begun(TaskLaunch launch) {
    return tasks.containsKey(launch.carrier().toString())
        ? told(launch, TaskState.RUNNING, "", report(launch, AttemptReport.Kind.STARTED))
        : Optional.empty();
  }

  /** User code is called when its time is over: an agent that is lost before has not called it. */
  private Optional<Event> ended(TaskLaunch launch) {
    if (tasks.remove(launch.carrier().toString()) == null) {
      return Optional.empty();
    }
    LoneAttempt.Ended end = work.run(launch);
    agentOf(launch).free(launch);
    LoneAttempt.Reported last = end.reports().get(end.reports().size() - 1);
    return told(launch, last.state(), last.message(), end.report());
  }

  private Optional<Event> killed(String taskId) {
    TaskLaunch launch = tasks.remove(taskId);
    if (launch == null) {
      return Optional.empty();
    }
    agentOf(launch).free(launch);
    return told(launch, TaskState.KILLED, "", report(launch, AttemptReport.Kind.KILLED));
  }

  private static AttemptReport report(TaskLaunch launch, AttemptReport.Kind kind) {
    return new AttemptReport(
        launch.payload().attempt(), kind, "", "", ProcessHandle.current().pid());
  }

  private Optional<Event> told(
      TaskLaunch launch, TaskState state, String message, AttemptReport report) {
    return Optional.of(
        new Event.TaskReported(
            session,
            new TaskReport(
                launch.carrier().toString(),
                state,
                "",
                true,
                message,
                Optional.of(launch.agent()),
                Optional.of("u" + ++number),
                Optional.of(report))));
  }

  private Optional<Event> said(String taskId, TaskState state, String reason) {
    return Optional.of(
        new Event.TaskReported(
            session,
            new TaskReport(
                taskId,
                state,
                reason,
                false,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }

  private void reconcile(Call.Reconcile asked, Instant now) {
    List<String> ids =
        asked.tasks().isEmpty()
            ? List.copyOf(tasks.keySet())
            : asked.tasks().stream().map(placed -> placed.carrier().toString()).toList();
    ids.forEach(id -> at(now, told -> said(id, stateOf(id), RECONCILED)));
  }

  private TaskState stateOf(String taskId) {
    if (tasks.containsKey(taskId)) {
      return TaskState.RUNNING;
    }
    return unreachable.contains(taskId) ? TaskState.UNREACHABLE : TaskState.GONE;
  }

  private Optional<Event> shutDown(Call.Shutdown shutdown) {
    agents.stream()
        .filter(agent -> agent.id().equals(shutdown.agent()) && !agent.isLost())
        .forEach(agent -> agent.end(shutdown.executor()));
    return Optional.of(new Event.ExecutorEnded(shutdown.agent(), shutdown.executor(), 0));
  }
}
