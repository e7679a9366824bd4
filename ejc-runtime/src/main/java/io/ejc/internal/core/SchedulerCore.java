package io.ejc.internal.core;

import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.match.Matcher;
import io.ejc.internal.match.Placer;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.ItemId;
import java.time.Instant;

/**
 * The whole of scheduling: from what happened to what is true and what to send. It reads no clock
 * and knows no socket, store or thread; the same state, event and instant give the same step.
 *
 * <p>The state it is given advances by the step's facts, and by nothing else.
 */
public final class SchedulerCore {

  private final Runs runs;
  private final Kills kills;
  private final Fires fires;
  private final Sessions sessions;
  private final Deployments deployments;
  private final Offers offers;
  private final Wants wants;
  private final Waits waits;
  private final Reports reports;
  private final Operators operators;
  private final Leases leases = new Leases();
  private final WarmExecutors warm;
  private final WarmUps warmUps;
  private final Clusters clusters;
  private final Teardowns teardowns;
  private final Deadlines deadlines;
  private final Registrars registrars;

  /**
   * Makes a core.
   *
   * @param settings what the configuration says about deciding
   * @param planner plans executors and tasks
   */
  public SchedulerCore(CoreSettings settings, LaunchPlanner planner) {
    this(settings, planner, Matcher::match);
  }

  /**
   * Makes a core that places by other means.
   *
   * @param settings what the configuration says about deciding
   * @param planner plans executors and tasks
   * @param placer finds places for waiting items
   */
  public SchedulerCore(CoreSettings settings, LaunchPlanner planner, Placer placer) {
    this(settings, planner, placer, EffectiveDefinitions.ANNOTATIONS_ALONE);
  }

  /**
   * Makes a core whose jobs may be changed at run time.
   *
   * @param settings what the configuration says about deciding
   * @param planner plans executors and tasks
   * @param effective says what a job is when attributes are laid over its annotation
   */
  public SchedulerCore(
      CoreSettings settings, LaunchPlanner planner, EffectiveDefinitions effective) {
    this(settings, planner, Matcher::match, effective);
  }

  /**
   * Makes a core that places by other means, and whose jobs may be changed at run time.
   *
   * @param settings what the configuration says about deciding
   * @param planner plans executors and tasks
   * @param placer finds places for waiting items
   * @param effective says what a job is when attributes are laid over its annotation
   */
  public SchedulerCore(
      CoreSettings settings, LaunchPlanner planner, Placer placer, EffectiveDefinitions effective) {
    Codes codes = new Codes(settings.retriesInNewest());
    this.runs = new Runs(settings);
    this.kills = new Kills(runs);
    Overlaps overlaps = new Overlaps(runs, kills);
    this.fires = new Fires(overlaps);
    Residents residents = new Residents(kills, runs);
    this.wants = new Wants(settings.roles());
    this.sessions = new Sessions(settings, wants, residents);
    Registry registry = new Registry(effective, fires, runs);
    this.registrars = new Registrars(registry, residents, wants);
    this.deployments = new Deployments(registry, overlaps, runs, sessions, residents);
    this.warm = new WarmExecutors(planner, settings.upkeep().keepAlive(), settings.roles());
    this.warmUps = new WarmUps(planner, settings.upkeep().prewarm(), settings.roles());
    this.offers = new Offers(planner, codes, placer, warm, settings.roles());
    this.waits = new Waits(planner, codes, settings.roles());
    this.reports = new Reports(runs, warm);
    this.clusters = new Clusters(runs);
    this.teardowns = new Teardowns(kills);
    this.operators = new Operators(fires, overlaps, kills, residents);
    this.deadlines = new Deadlines(runs);
  }

  /**
   * Decides what follows from an event.
   *
   * @param state what is known; advanced by the facts of the step
   * @param event what happened
   * @param now the instant at which it is looked at
   * @return the facts to store, and the calls to send after that
   */
  public Step step(ClusterState state, Event event, Instant now) {
    Turn turn = new Turn(state, now);
    if (event instanceof Event.Deployed deployed) {
      deployments.deployed(turn, deployed);
      wants.tell(turn);
    } else if (event instanceof Event.Subscribed subscribed) {
      sessions.subscribed(turn, subscribed);
    } else if (event instanceof Event.SessionEnded ended) {
      sessions.ended(turn, ended);
    } else if (event instanceof Event.OffersArrived arrived) {
      timers(turn); // what is due uses these offers, and what is over does not
      offers.arrived(turn, arrived);
    } else if (event instanceof Event.TaskReported reported) {
      reports.reported(turn, reported);
    } else if (event instanceof Event.LeaseAsked asked) {
      leases.asked(turn, asked);
    } else if (event instanceof Event.ClockStepped stepped) {
      Leases.clockStepped(turn, stepped);
    } else if (event instanceof Event.ExecutorEnded ended) {
      turn.emit(
          new Fact.ExecutorExited(
              ended.agent(),
              ended.executor(),
              ended.status() == 0,
              ExecutorExit.explain(ended.status())));
      warm.ended(turn, ended.agent(), ended.executor());
    } else if (event instanceof Event.ListenersReturned returned) {
      runs.told(turn, returned);
    } else if (event instanceof Event.WhyAsked asked) {
      waits.answer(turn, asked);
    } else if (event instanceof Event.OfRegistry asked) {
      registrars.handle(turn, asked);
    } else if (!upkeep(turn, event)
        && !operators.handle(turn, event)
        && !(event instanceof Event.TimePassed)) {
      throw new IllegalStateException("event: " + event + " (expected: one that is handled)");
    }
    timers(turn);
    Codes.forget(turn);
    warmUps.plan(turn);
    warm.adjust(turn);
    wants.adjust(turn);
    waits.watch(turn);
    return turn.step();
  }

  /** What is about the cluster and this host, and not about jobs; false for any other event. */
  private boolean upkeep(Turn turn, Event event) {
    if (event instanceof Event.InverseOffersArrived asked) {
      Maintenance.asked(turn, asked);
    } else if (event instanceof Event.ClusterBegan began) {
      clusters.began(turn, began);
    } else if (event instanceof Event.RollBackRequested back) {
      deployments.rollBack(turn, back);
    } else if (event instanceof Event.RollForwardRequested forward) {
      deployments.rollForward(turn, forward);
    } else if (event instanceof Event.Closing closing) {
      WarmExecutors.closing(turn);
      turn.send(new Call.Answer(closing.request(), new Call.Result.Done()));
    } else if (event instanceof Event.TeardownRequested requested) {
      teardowns.requested(turn, requested);
    } else {
      return false;
    }
    return true;
  }

  /** Whatever the event was, what is due by now is due. */
  private void timers(Turn turn) {
    for (Timers.Key key : turn.state.dueTimers(turn.now)) {
      if (!turn.state.isDue(key, turn.now)) {
        continue; // what was due before it made it pointless
      }
      if (key instanceof Timers.Key.Fire fire) {
        fires.settle(turn, fire.job());
      } else if (key instanceof Timers.Key.Ready ready) {
        ready(turn, ready.item());
      } else if (key instanceof Timers.Key.Timeout timeout) {
        timedOut(turn, timeout.attempt());
      } else if (key instanceof Timers.Key.Patience patience) {
        reports.patienceOver(turn, patience.carrier());
      } else if (key instanceof Timers.Key.Reconcile) {
        sessions.reconcileAgain(turn);
      } else if (key instanceof Timers.Key.Waits) {
        waits.explain(turn);
      } else if (key instanceof Timers.Key.Subscribe) {
        sessions.subscribe(turn);
      } else if (key instanceof Timers.Key.Executor idle) {
        warm.due(turn, idle.executor());
      } else if (key instanceof Timers.Key.BeforeFire next) {
        warmUps.due(turn, next.job());
      } else if (key instanceof Timers.Key.WarmUp silent) {
        WarmUps.overdue(turn, silent.task());
      } else if (key instanceof Timers.Key.AllTasks) {
        sessions.askForAll(turn);
      } else {
        deadlines.due(turn, key);
      }
    }
  }

  private void timedOut(Turn turn, AttemptId attempt) {
    Carrier carrier = turn.state.carriers.ofAttempt(attempt);
    if (carrier != null) {
      kills.overdue(turn, carrier);
    }
  }

  private static void ready(Turn turn, ItemId item) {
    turn.emit(new Fact.ItemReady(item));
    turn.offersUseful();
  }
}
