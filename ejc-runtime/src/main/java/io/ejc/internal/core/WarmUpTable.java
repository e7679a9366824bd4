package io.ejc.internal.core;

import io.ejc.internal.core.CarrierTable.ExecutorOnAgent;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.WarmUpId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Executors that are to be there ahead of fires, and the tasks that begin them. A restart begins
 * without all of it: no promise depends on it, and the executors themselves are known.
 */
final class WarmUpTable {

  /** Longer than an executor asks for its layers by default; after that it is as any other. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  /** An executor that was begun for a fire is kept so much longer: its items need offers first. */
  static final Duration BEYOND_FIRE = Duration.ofMinutes(1);

  /** How far things are ahead of a fire. */
  enum Stage {
    /** It is too early. */
    AWAITED,
    /** Offers are wanted, and used to begin executors. */
    WANTED,
    /** All was done, or cannot be done. */
    OVER
  }

  /** The next fire of a frequent job. */
  record Plan(Instant fire, Stage stage) {}

  private final Map<JobName, Plan> plans = new TreeMap<>();
  private final Map<WarmUpId, ExecutorOnAgent> tasks = new LinkedHashMap<>();
  private final Map<ExecutorOnAgent, WarmUpId> inside = new HashMap<>();
  private final Map<ExecutorOnAgent, Instant> kept = new HashMap<>();
  private final Timers timers;

  WarmUpTable(Timers timers) {
    this.timers = timers;
  }

  @Nullable Plan plan(JobName job) {
    return plans.get(job);
  }

  /** The jobs for whose fires executors are to be begun, and when they are due. */
  Map<JobName, Instant> wanted() {
    Map<JobName, Instant> wanted = new LinkedHashMap<>();
    plans.forEach(
        (job, plan) -> {
          if (plan.stage() == Stage.WANTED) {
            wanted.put(job, plan.fire());
          }
        });
    return wanted;
  }

  boolean isAnyWanted() {
    return plans.values().stream().anyMatch(plan -> plan.stage() == Stage.WANTED);
  }

  /** Where a warm-up is that has not ended; null for any other. */
  @Nullable ExecutorOnAgent find(WarmUpId task) {
    return tasks.get(task);
  }

  /** The warm-ups that have not ended. */
  Collection<WarmUpId> tasks() {
    return Collections.unmodifiableCollection(tasks.keySet());
  }

  /** Whether a warm-up in an executor has not ended. */
  boolean isIn(ExecutorOnAgent executor) {
    return inside.containsKey(executor);
  }

  /** Until when an executor is kept at least; the past for one that no fire awaits. */
  Instant keptUntil(ExecutorOnAgent executor) {
    return kept.getOrDefault(executor, Instant.MIN);
  }

  /** An item has come to an executor, which is as any other from now on. */
  void used(ExecutorOnAgent executor) {
    kept.remove(executor);
  }

  /** An executor is not there any more. */
  void gone(ExecutorOnAgent executor) {
    kept.remove(executor);
    WarmUpId task = inside.get(executor);
    if (task != null) {
      end(task);
    }
  }

  /** What was sent in a session and not heard of may not have arrived: offers will say. */
  List<ExecutorOnAgent> sessionOver() {
    List<ExecutorOnAgent> left = new ArrayList<>(tasks.values());
    List.copyOf(tasks.keySet()).forEach(this::end);
    return left;
  }

  /** Makes a fact true; false when it is about something else. */
  boolean apply(Fact fact, ClusterState state, TouchedRecords touched) {
    if (fact instanceof Fact.WarmUpIntended intended) {
      begin(intended, state, touched);
    } else if (fact instanceof Fact.WarmUpEnded ended) {
      end(ended.task());
      state.executors.settleAgain(new ExecutorOnAgent(ended.agent(), ended.executor()));
    } else if (fact instanceof Fact.FireAwaited awaited) {
      state.jobs.seen(awaited.job());
      await(awaited);
    } else if (fact instanceof Fact.WarmUpsWanted wanted) {
      want(wanted);
    } else {
      return false;
    }
    return true;
  }

  private void begin(Fact.WarmUpIntended intended, ClusterState state, TouchedRecords touched) {
    ExecutorOnAgent executor = new ExecutorOnAgent(intended.agent(), intended.executor());
    Job job = state.jobs.get(intended.task().job());
    state.jobs.putSameSchedule(job.counted(intended.task().number()));
    touched.add(new Touched.OneJob(job.name()));
    tasks.put(intended.task(), executor);
    inside.put(executor, intended.task());
    kept.put(executor, intended.fire().plus(BEYOND_FIRE));
    timers.set(new Timers.Key.WarmUp(intended.task()), intended.at().plus(LONGEST));
    state.carriers.remember(executor, intended.reserved());
    state.executors.begun(intended);
    touched.add(new Touched.OneAgent(intended.agent()));
  }

  private void end(WarmUpId task) {
    timers.clear(new Timers.Key.WarmUp(task));
    ExecutorOnAgent executor = tasks.remove(task);
    if (executor != null) {
      inside.remove(executor);
    }
  }

  private void await(Fact.FireAwaited awaited) {
    Timers.Key key = new Timers.Key.BeforeFire(awaited.job());
    Plan before = plans.get(awaited.job());
    Instant fire = awaited.fire().orElse(null);
    if (fire == null) {
      plans.remove(awaited.job());
      timers.clear(key);
    } else if (before == null || !before.fire().equals(fire)) {
      plans.put(awaited.job(), new Plan(fire, Stage.AWAITED));
      timers.set(key, awaited.warmAt());
    }
  }

  private void want(Fact.WarmUpsWanted wanted) {
    Timers.Key key = new Timers.Key.BeforeFire(wanted.job());
    Stage stage = wanted.wanted() ? Stage.WANTED : Stage.OVER;
    Plan plan = plans.computeIfPresent(wanted.job(), (job, of) -> new Plan(of.fire(), stage));
    if (plan != null && stage == Stage.WANTED) {
      timers.set(key, plan.fire());
    } else {
      timers.clear(key);
    }
  }
}
