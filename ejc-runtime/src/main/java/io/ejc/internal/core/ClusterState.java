package io.ejc.internal.core;

import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.WarmExecutor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that the scheduler knows. Changes by {@link #apply} alone, and the same method was behind
 * every record that a restart reads back.
 *
 * <p>Mutable inside, for speed: owned by one thread, the engine's. What it hands out is immutable.
 */
public final class ClusterState {

  private final Timers timers = new Timers();
  final JobTable jobs = new JobTable(timers);
  final RunTable runs = new RunTable(timers, jobs);
  final CarrierTable carriers = new CarrierTable(timers);
  final WarmUpTable warmUps = new WarmUpTable(timers);
  final ExecutorTable executors = new ExecutorTable(timers, carriers, warmUps);
  final WaitTable waits = new WaitTable(timers);
  final Session session = new Session(timers, waits);
  final Registration registration = new Registration();
  final OverrideTable overrides = new OverrideTable();
  final SetAsides setAsides = new SetAsides();
  final CodeTable code = new CodeTable();
  private final TouchedRecords touched = new TouchedRecords();
  private boolean paused;

  /** The state that was stored; the session of this process begins closed. */
  public static ClusterState restore(StoredState stored) {
    ClusterState state = new ClusterState();
    state.registration.restore(stored);
    state.code.restore(stored.deployed(), stored.bundles());
    state.overrides.restore(stored);
    state.paused = stored.paused();
    stored.setAside().forEach(state.setAsides::add);
    stored.jobs().forEach(state::restore);
    state.runs.restore(stored.runs());
    stored.carriers().forEach(state.carriers::add);
    state.session.leases().inherit(stored.carriers());
    state.executors.restore(stored.executors());
    return state;
  }

  /** A schedule that was understood when it was stored may not be any more: it fires no more. */
  private void restore(Job job) {
    try {
      jobs.put(job);
    } catch (IllegalArgumentException e) {
      jobs.putSameSchedule(job);
      setAsides.add(
          new StoredState.SetAside(
              "jobs/" + job.name(),
              "job " + job.name() + " does not fire: " + e.getMessage(),
              Optional.empty()));
    }
  }

  /** What was stored and cannot be read. */
  public List<StoredState.SetAside> setAside() {
    return setAsides.all();
  }

  /** The framework's id, when the master gave one. */
  public Optional<FrameworkId> framework() {
    return registration.framework();
  }

  /** What is deployed, when there is something. */
  public Optional<Deployed> deployed() {
    return code.deployed();
  }

  /** Code that is not current, and that runs want. */
  public List<Bundle> earlierCode() {
    return code.kept();
  }

  /** Whether everything is paused. */
  public boolean paused() {
    return paused;
  }

  /** The local cluster that attempts were launched on, if it was a local one. */
  public Optional<String> cluster() {
    return registration.cluster();
  }

  /** Whether the framework is to be ended with all its tasks. */
  public boolean teardown() {
    return registration.teardown();
  }

  /** Whether nothing is placed now, whatever waits. */
  boolean placesNothing() {
    return paused || session.closing() || registration.teardown();
  }

  /** The agents on which shared executors are known. */
  public Set<AgentId> agentsWithExecutors() {
    return executors.agents();
  }

  /** The shared executors of an agent that are known. */
  public List<WarmExecutor> executorsOf(AgentId agent) {
    return executors.of(agent);
  }

  /** All jobs, removed ones too. */
  public Collection<Job> allJobs() {
    return jobs.all();
  }

  /** A job. */
  public Optional<Job> job(JobName name) {
    return Optional.ofNullable(jobs.find(name));
  }

  /** What was decided about jobs at run time. */
  public Collection<JobOverride> allOverrides() {
    return overrides.all();
  }

  /** What was decided about a job at run time; empty when nothing was. */
  public Optional<JobOverride> override(JobName job) {
    return overrides.find(job);
  }

  /** All runs that are kept. */
  public Collection<Run> allRuns() {
    return runs.all();
  }

  /** A run. */
  public Optional<Run> run(RunId id) {
    return Optional.ofNullable(runs.find(id));
  }

  /** The carriers of a block of a run's items that have not ended, in the order of the items. */
  public List<Carrier> carriersOf(RunId run, int block) {
    List<Carrier> found = new ArrayList<>();
    for (Item item : runs.get(run).blocks().get(block)) {
      Carrier carrier = carriers.ofLatest(run, item);
      if (carrier != null) {
        found.add(carrier);
      }
    }
    return found;
  }

  /** When something is to be looked at next; empty when only an event can change anything. */
  public Optional<Instant> nextTimer() {
    return timers.next();
  }

  /** When something is to be looked at. */
  Optional<Instant> timerAt(Timers.Key key) {
    return timers.at(key);
  }

  List<Timers.Key> dueTimers(Instant now) {
    return timers.due(now);
  }

  boolean isDue(Timers.Key key, Instant now) {
    return timers.isDue(key, now);
  }

  /** The records changed since the last call, in the order of their first change. */
  public List<Touched> drainTouched() {
    return touched.drain();
  }

  /** Makes a fact true. */
  public void apply(Fact fact) {
    if (fact instanceof Fact.ItemReady ready) {
      runs.ready(ready.item());
    } else if (warmUps.apply(fact, this, touched)
        || executors.apply(fact, touched)
        || registration.apply(fact, touched)
        || code.apply(fact, touched)
        || overrides.apply(fact, touched)) {
      return;
    } else if (fact instanceof Fact.Passing passing) {
      session.apply(passing);
      if (passing instanceof Fact.SessionOpened || passing instanceof Fact.SessionClosed) {
        warmUps.sessionOver().forEach(executors::settleAgain);
        executors.tellAgain();
      }
    } else if (!applyToControl(fact)
        && !applyToJob(fact)
        && !applyToRun(fact)
        && !applyToAttempt(fact)) {
      throw new IllegalStateException("fact: " + fact + " (expected: one that is handled)");
    }
  }

  private boolean applyToControl(Fact fact) {
    if (fact instanceof Fact.AllPaused all) {
      paused = all.paused();
      touched.add(new Touched.TheControl());
    } else {
      return false;
    }
    return true;
  }

  private boolean applyToJob(Fact fact) {
    Optional<JobName> changed = jobs.apply(fact);
    changed.ifPresent(job -> touched.add(new Touched.OneJob(job)));
    return changed.isPresent();
  }

  private boolean applyToRun(Fact fact) {
    if (fact instanceof Fact.RunCreated created) {
      runs.create(created);
      touched.add(new Touched.NewRun(created.run()));
    } else if (fact instanceof Fact.RunEnded ended) {
      runs.end(ended.run(), ended.state(), ended.at());
      touched.changed(ended.run());
    } else if (fact instanceof Fact.RunForgotten forgotten) {
      runs.forget(forgotten.run());
      touched.forgotten(forgotten.run());
    } else if (fact instanceof Fact.ItemWaits waits) {
      Item item = moved(waits.item(), ItemState.WAITING);
      replace(waits.item(), item.waits(waits.notBefore(), waits.cause(), waits.reason()));
      runs.waitUntil(waits.item(), waits.notBefore(), waits.at());
    } else if (fact instanceof Fact.ItemKillRequested kill) {
      replace(kill.item(), runs.item(kill.item()).killRequested(kill.reason()));
    } else if (fact instanceof Fact.AttemptFired told) {
      replace(told.attempt().itemId(), runs.fired(told));
    } else if (fact instanceof Fact.ItemEnded ended) {
      replace(
          ended.item(), moved(ended.item(), ended.state()).ended(ended.state(), ended.reason()));
    } else {
      return applyToCourse(fact);
    }
    return true;
  }

  private boolean applyToCourse(Fact fact) {
    Optional<RunId> changed = runs.apply(fact);
    changed.ifPresent(touched::changed);
    return changed.isPresent();
  }

  private boolean applyToAttempt(Fact fact) {
    if (fact instanceof Fact.AttemptIntended intended) {
      intend(intended);
    } else if (fact instanceof Fact.AttemptStarted started) {
      Item item = runs.item(started.attempt().itemId());
      Attempt attempt = moved(item, started.attempt(), AttemptState.RUNNING);
      Item running =
          item.state() == ItemState.RUNNING
              ? item
              : moved(started.attempt().itemId(), ItemState.RUNNING);
      replace(
          started.attempt().itemId(),
          running.withLatest(
              ItemState.RUNNING,
              attempt.started(started.process(), started.startUp(), started.at())));
    } else if (fact instanceof Fact.AttemptOverdue overdue) {
      Item item = runs.item(overdue.attempt().itemId());
      Attempt attempt = RunTable.latest(item, overdue.attempt());
      replace(overdue.attempt().itemId(), item.withLatest(item.state(), attempt.late()));
    } else if (fact instanceof Fact.AttemptEnded ended) {
      Item item = runs.item(ended.attempt().itemId());
      Attempt attempt = moved(item, ended.attempt(), ended.outcome());
      replace(
          ended.attempt().itemId(),
          item.withLatest(
              item.state(),
              attempt.ended(ended.outcome(), ended.exceptionClass(), ended.message(), ended.at())));
    } else if (fact instanceof Fact.CarrierAlive alive) {
      settleCarrier(carriers.move(alive.carrier(), CarrierState.ALIVE, null));
    } else if (fact instanceof Fact.CarrierUncertain uncertain) {
      doubt(uncertain);
    } else if (fact instanceof Fact.ExecutorHeldUp held) {
      holdUp(held);
    } else if (fact instanceof Fact.ExecutorFreed freed) {
      carriers.free(freed.agent(), freed.executor()).forEach(this::touchItem);
    } else if (fact instanceof Fact.CarrierEnded ended) {
      Carrier before = carriers.move(ended.carrier(), CarrierState.ENDED, null);
      session.ended(ended.carrier());
      executors.settleAgain(new CarrierTable.ExecutorOnAgent(before.agent(), before.executor()));
      touch(before.attempt().itemId());
    } else {
      return false;
    }
    return true;
  }

  private void intend(Fact.AttemptIntended intended) {
    Job job = jobs.get(intended.attempt().run().job());
    jobs.putSameSchedule(job.counted(intended.token()));
    touched.add(new Touched.OneJob(job.name()));
    Item item = moved(intended.attempt().itemId(), ItemState.LAUNCHED);
    Carrier carrier = intended.carrier();
    replace(intended.attempt().itemId(), item.launched(intended.fresh()));
    carriers.add(carrier);
    if (!carrier.runsCommand()
        && LaunchPlanner.isShared(carrier.executor())
        && executors.launched(intended)) {
      touched.add(new Touched.OneAgent(carrier.agent()));
    }
  }

  /** A carrier is known to live again: its attempt stands where it stood before the doubt. */
  private void settleCarrier(Carrier before) {
    ItemId id = before.attempt().itemId();
    Item item = runs.item(id);
    Attempt latest = item.latest();
    if (latest != null && latest.state() == AttemptState.UNCERTAIN) {
      AttemptState state =
          latest.startedAt() == null ? AttemptState.INTENDED : AttemptState.RUNNING;
      replace(id, item.withLatest(item.state(), moved(item, before.attempt(), state).in(state)));
    }
    touch(id);
  }

  private void doubt(Fact.CarrierUncertain uncertain) {
    Carrier before = carriers.move(uncertain.carrier(), CarrierState.UNCERTAIN, uncertain.until());
    ItemId id = before.attempt().itemId();
    Item item = runs.item(id);
    Attempt latest = item.latest();
    if (latest != null && latest.state() != AttemptState.UNCERTAIN) {
      Attempt attempt = moved(item, before.attempt(), AttemptState.UNCERTAIN);
      replace(id, item.withLatest(item.state(), attempt.in(AttemptState.UNCERTAIN)));
    }
    touch(id);
  }

  private void holdUp(Fact.ExecutorHeldUp held) {
    Carrier stuck = carriers.get(held.stuck());
    ItemId id = stuck.attempt().itemId();
    replace(id, runs.item(id).stuck());
    carriers.holdUp(stuck).forEach(this::touchItem);
  }

  private void touchItem(Carrier carrier) {
    touch(carrier.attempt().itemId());
  }

  private Item moved(ItemId id, ItemState state) {
    Item item = runs.item(id);
    Lifecycles.ITEM.check(item.state(), state, id);
    return item;
  }

  private static Attempt moved(Item item, AttemptId id, AttemptState state) {
    Attempt latest = RunTable.latest(item, id);
    Lifecycles.ATTEMPT.check(latest.state(), state, id);
    return latest;
  }

  private void replace(ItemId id, Item item) {
    runs.replace(id, item);
    touch(id);
  }

  private void touch(ItemId id) {
    touched.add(new Touched.OneBlock(id.run(), id.item() / Run.BLOCK));
  }
}
