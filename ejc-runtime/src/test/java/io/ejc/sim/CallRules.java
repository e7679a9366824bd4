package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.model.WarmUpId;
import io.ejc.sim.SimTask.Mark;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What leaves a host: nothing before its facts are stored, and nothing that harms. */
final class CallRules {

  private final World world;
  private final Stored stored;
  private final LimitRules limits;
  private final Map<JobName, Long> highestToken = new HashMap<>();
  private final Set<OfferId> answered = new LinkedHashSet<>();
  private final Set<String> killed = new LinkedHashSet<>();
  private final Set<String> orphans = new LinkedHashSet<>();
  private Set<OfferId> held = Set.of();
  private Set<String> retiredBefore = Set.of();
  private Set<String> heldUpBefore = Set.of();
  private boolean pausedBefore;

  CallRules(World world, Stored stored, LimitRules limits) {
    this.world = world;
    this.stored = stored;
    this.limits = limits;
  }

  void turning(SimHost.Term term, List<Event> batch) {
    retiredBefore = stored.retired();
    heldUpBefore = heldUp();
    // one that ends with the batch allows launches
    pausedBefore =
        stored.paused() && batch.stream().noneMatch(Event.PauseRequested.class::isInstance);
    answered.clear();
    killed.clear();
    orphans.clear();
    for (Event event : batch) {
      if (term.shadow().leads()
          && event instanceof Event.TaskReported reported
          && reported.report().state().alive()
          && reported.report().state() != TaskState.KILLING
          && !warmsUp(reported.report().taskId())
          && stored.carrier(reported.report().taskId()) == null) {
        orphans.add(reported.report().taskId());
      }
    }
  }

  /** Offers that a host has heard of in an open session and has not answered. */
  Set<OfferId> held() {
    return held;
  }

  void sending(SimHost.Term term, Call.ToMaster call) {
    if (call instanceof Call.Accept accept) {
      answered.addAll(accept.offers());
      accept.launches().forEach(launch -> launch(term, launch));
    } else if (call instanceof Call.Decline decline) {
      answered.addAll(decline.offers());
    } else if (call instanceof Call.Acknowledge ack) {
      acknowledge(ack);
    } else if (call instanceof Call.Kill kill) {
      kill(kill);
    } else if (call instanceof Call.Subscribe subscribe) {
      require(
          subscribe.framework().equals(Optional.ofNullable(stored.framework())),
          call,
          "the stored framework id, " + stored.framework());
    } else if (call instanceof Call.GrantLease grant) {
      require(stored.knew(grant.carrier().toString()), grant, "a task that was stored");
    } else if (call instanceof Call.Shutdown shutdown) {
      shutdown(term, shutdown);
    } else if (call instanceof Call.AcceptInverse yes) {
      yes.offers().forEach(question -> mayGo(yes, question));
    }
  }

  /**
   * A leader that was deposed after its commit may still send for it: its session has ended, or
   * ends before its successor asks for the state of tasks.
   */
  private void launch(SimHost.Term term, TaskLaunch launch) {
    if (launch.id() instanceof WarmUpId id) {
      warmUp(term, launch, id);
    } else if (term.shadow().leads()) {
      launchOfLeader(term, launch);
    } else {
      require(stored.knew(launch.carrier().toString()), launch, "an intent that was stored");
      once(launch);
    }
  }

  private boolean warmsUp(String task) {
    SimTask known = world.tasks.get(task);
    return known != null && known.warmsUp();
  }

  /** An executor is known before it is begun, and begun ahead of what may fire. */
  private void warmUp(SimHost.Term term, TaskLaunch launch, WarmUpId id) {
    if (term.shadow().leads()) {
      Job job = stored.job(id.job());
      require(
          stored.isKept(launch.agent(), launch.executor().id()),
          launch,
          "an executor that is stored, and not told to end");
      require(
          job != null && job.counter() >= id.number() && !pausedBefore,
          launch,
          "a number that is stored, of a job that may fire: " + job);
    }
    once(launch);
  }

  private void launchOfLeader(SimHost.Term term, TaskLaunch launch) {
    // news that came with the offers comes too late for what they were used for
    boolean retired = retiredBefore.contains(launch.agent() + " " + launch.executor().id());
    require(
        !retired || stored.isKept(launch.agent(), launch.executor().id()),
        launch,
        "an executor that is not told to end");
    AttemptId id = launch.payload().attempt();
    Carrier carrier = stored.carrier(launch.carrier().toString());
    Attempt attempt = stored.attempt(id);
    Run run = stored.run(id.run());
    Item item = stored.item(id.itemId());
    require(
        carrier != null && attempt != null && run != null && item != null,
        launch,
        "an intent in the store before the launch");
    require(
        carrier.attempt().equals(id)
            && carrier.state() != CarrierState.ALIVE
            && carrier.agent().equals(launch.agent())
            && carrier.executor().equals(launch.executor().id()),
        launch,
        "the carrier that is stored: " + carrier);
    require(
        !attempt.state().ended()
            && attempt.state() != AttemptState.RUNNING
            && attempt.token() == launch.payload().fencingToken()
            && attempt.carrier().equals(launch.carrier())
            && item.launches() == id.number(),
        launch,
        "the attempt that is stored: " + attempt);
    world.code.launched(launch, run);
    require(
        !run.held() && !run.state().ended() && !pausedBefore,
        launch,
        "an item that is to run: " + item);
    long highest = highestToken.getOrDefault(id.run().job(), 0L);
    require(launch.payload().fencingToken() > highest, launch, "a token above " + highest);
    highestToken.put(id.run().job(), launch.payload().fencingToken());
    boolean parallel =
        run.definition().limits().maxParallelItems() == 0
            || launched(run) <= run.definition().limits().maxParallelItems();
    require(parallel, launch, "no more items at once than its job allows: " + item);
    withinLimits(term, launch, run);
    SimPlaces.check(world, stored, run, launch);
    SimPlaces.checkExecutor(run, launch);
    alone(launch, id.itemId());
    once(launch);
  }

  private void withinLimits(SimHost.Term term, TaskLaunch launch, Run run) {
    limits.launching(term, run);
    require(
        launch.payload().shardingTotalCount() == run.definition().sharding().totalCount(),
        launch,
        "the definition with which its run began");
    require(
        stored.runs().stream()
                .filter(other -> !other.id().equals(run.id()) && under(other, run))
                .count()
            < limits.mostAtOnce(run.id().job()),
        launch,
        "no more runs of a job at a time than may be");
  }

  private static boolean under(Run other, Run run) {
    return other.id().job().equals(run.id().job()) && launched(other) > 0;
  }

  private static long launched(Run run) {
    return run.items().stream()
        .filter(
            item ->
                switch (item.state()) {
                  case LAUNCHED, RUNNING -> true;
                  default -> false;
                })
        .count();
  }

  private Set<String> heldUp() {
    return stored.runs().stream()
        .flatMap(run -> stored.carriersOf(run.id()).stream())
        .filter(carrier -> carrier.hold() == Carrier.Hold.STUCK)
        .map(carrier -> carrier.agent() + " " + carrier.executor())
        .collect(Collectors.toSet());
  }

  private void alone(TaskLaunch launch, ItemId item) {
    String where = launch.agent() + " " + launch.executor().id();
    // what held it up may have ended in this very turn
    require(
        !heldUpBefore.contains(where) || !heldUp().contains(where),
        launch,
        "an executor that is not held up");
    for (History.Entry entry : world.history.of(item)) {
      SimTask other = world.tasks.get(entry.task);
      require(
          other == null || !other.runs() || other.mayOverlap(),
          launch,
          "no item runs twice at once: " + entry);
    }
  }

  private void once(TaskLaunch launch) {
    SimTask before =
        world.tasks.put(launch.id().toString(), new SimTask(launch, World.NO_FRAMEWORK));
    require(before == null, launch, "a task id is launched once, not again after " + before);
  }

  /** What an update means is stored before it is acknowledged. */
  private void acknowledge(Call.Acknowledge ack) {
    SimTask task = world.tasks.get(ack.taskId());
    SimUpdate update =
        task == null
            ? null
            : task.pending.stream()
                .filter(pending -> pending.uuid().equals(ack.uuid()))
                .findFirst()
                .orElse(null);
    if (task == null || update == null) {
      return;
    }
    Carrier carrier = stored.carrier(ack.taskId());
    Attempt attempt = stored.attempt(task.launch.payload().attempt());
    if (!update.state().alive()) {
      require(carrier == null, ack, "the end of " + task + " in the store");
      require(attempt == null || attempt.state().ended(), ack, "the end in the store: " + attempt);
    } else if (carrier != null && update.attempt().isPresent()) {
      require(
          attempt != null && attempt.startedAt() != null,
          ack,
          "the start of " + task + " in the store");
    }
  }

  private void kill(Call.Kill kill) {
    killed.add(kill.taskId());
    SimTask task = world.tasks.get(kill.taskId());
    Carrier carrier = stored.carrier(kill.taskId());
    if (task == null) {
      return;
    }
    task.mark(Mark.KILL_SENT);
    if (carrier != null) {
      Item item = stored.item(carrier.attempt().itemId());
      Attempt latest = item == null ? null : item.latest();
      require(
          item != null
              && (item.killRequested()
                  || (latest != null && latest.overdue())
                  || limits.isOver(
                      Objects.requireNonNull(stored.run(carrier.attempt().run()), "run"))),
          kill,
          "a kill that somebody asked for: " + item);
    }
  }

  /** What cannot be tried again does not let its agent go at once. */
  private void mayGo(Call.AcceptInverse yes, OfferId question) {
    AgentId agent = world.maintenance.askedFor(question).orElse(null);
    boolean away =
        agent != null
            && world.maintenance.of(agent).filter(world.maintenance::surelyAway).isPresent();
    for (Run run : stored.runs()) {
      for (Item item : run.items()) {
        Attempt latest = item.latest();
        boolean there = latest != null && !latest.state().ended() && latest.agent().equals(agent);
        require(
            !away || !there || run.definition().failover().enabled() || item.killRequested(),
            yes,
            "a no, because of " + item);
      }
    }
  }

  private void shutdown(SimHost.Term term, Call.Shutdown shutdown) {
    // calls are ordered: one that is told to end and has ended is not the one that comes after
    boolean before = retiredBefore.contains(shutdown.agent() + " " + shutdown.executor());
    require(
        before
            || !stored.isKept(shutdown.agent(), shutdown.executor())
            || isLaunchedAnew(shutdown)
            || !term.shadow().leads(),
        shutdown,
        "an executor whose retirement is stored");
    for (SimAgent agent : world.agents) {
      for (SimExecutor executor : agent.executors.values()) {
        if (agent.id.equals(shutdown.agent())
            && executor.key.executor().equals(shutdown.executor())) {
          for (SimTask task : executor.tasks()) {
            require(
                stored.carrier(task.id) == null,
                shutdown,
                "an executor without work, by " + term.host().name + ": " + task);
          }
        }
      }
    }
  }

  /** An offer has shown that it is gone, and what is stored is for the launch that comes next. */
  private boolean isLaunchedAnew(Call.Shutdown shutdown) {
    List<Carrier> inside =
        stored.runs().stream()
            .flatMap(run -> stored.carriersOf(run.id()).stream())
            .filter(carrier -> carrier.agent().equals(shutdown.agent()))
            .filter(carrier -> carrier.executor().equals(shutdown.executor()))
            .toList();
    return !inside.isEmpty()
        && inside.stream().noneMatch(carrier -> world.tasks.containsKey(carrier.id().toString()));
  }

  void turned(SimHost.Term term, List<Event> batch) {
    SimStream stream = term.connection().stream();
    Set<OfferId> open = new LinkedHashSet<>();
    boolean broken = batch.stream().anyMatch(Event.SessionEnded.class::isInstance);
    for (Event event : batch) {
      if (event instanceof Event.OffersArrived offers
          && stream != null
          && stream.established()
          && offers.session() == stream.session
          && !broken) {
        offers.offers().forEach(offer -> open.add(offer.id()));
      }
    }
    require(
        killed.containsAll(orphans), batch, "a KILL for each task nobody waits for: " + orphans);
    open.removeAll(answered);
    held = open;
  }

  /** What is still out at the master when everything is quiet. */
  String unquiet(SimHost leader) {
    SimHost.Term term = leader.term();
    SimStream stream = term == null ? null : term.connection().stream();
    if (stream == null || !stream.established()) {
      return "no session";
    }
    if (!world.master.openOffers().isEmpty()) {
      return "offers are held: " + world.master.openOffers();
    }
    boolean suppressed =
        world.master.frameworks.values().stream()
            .allMatch(framework -> framework.suppressed || framework.stream == null);
    return suppressed ? "" : "offers are not suppressed";
  }

  private static void require(boolean truth, Object call, String rule) {
    if (!truth) {
      throw new Violation("calls", call + " (expected: " + rule + ")");
    }
  }
}
