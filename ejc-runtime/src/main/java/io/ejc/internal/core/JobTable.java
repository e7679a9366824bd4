package io.ejc.internal.core;

import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.Origin;
import io.ejc.internal.model.RunId;
import io.ejc.internal.trigger.FireTimes;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The jobs, when they are due, and the timers of their next fires. */
final class JobTable {

  private final Map<JobName, Job> jobs = new TreeMap<>();
  private final Map<JobName, FireTimes> times = new HashMap<>();
  private final Map<JobName, Integer> underWay = new HashMap<>();
  private final Set<JobName> moved = new LinkedHashSet<>();
  private final Timers timers;

  JobTable(Timers timers) {
    this.timers = timers;
  }

  Collection<Job> all() {
    return Collections.unmodifiableCollection(jobs.values());
  }

  @Nullable Job find(JobName name) {
    return jobs.get(name);
  }

  Job get(JobName name) {
    Job job = jobs.get(name);
    if (job == null) {
      throw new IllegalStateException("job: " + name + " (expected: a known job)");
    }
    return job;
  }

  /** When a job is due after what is settled; empty when it runs by hand only. */
  Optional<FireTimes> schedule(JobName name) {
    Job job = get(name);
    return Optional.ofNullable(times.get(name))
        .map(all -> all.leftOf(job.definition().schedule(), job.ledger()));
  }

  /** Whether a run of the schedule has not ended, so that a pause after it has not begun. */
  boolean isUnderWay(JobName name) {
    return underWay.containsKey(name);
  }

  /** A run is there that has not ended. */
  void began(RunId run) {
    count(run, 1);
  }

  /** A run has ended. */
  void ended(RunId run) {
    count(run, -1);
  }

  private void count(RunId run, int more) {
    Job job = find(run.job());
    if (run.origin() == Origin.SCHEDULE) {
      underWay.merge(run.job(), more, (a, b) -> a + b == 0 ? null : a + b);
      if (job != null && job.definition().schedule().afterRuns()) {
        setFireTimer(job);
      }
    }
  }

  /** Puts a job whose schedule may have changed. */
  void put(Job job) {
    Optional<FireTimes> all =
        firesHere(job)
            ? FireTimes.of(job.definition().schedule(), job.ledger().since())
            : Optional.empty();
    all.ifPresentOrElse(found -> times.put(job.name(), found), () -> times.remove(job.name()));
    putSameSchedule(job);
    setFireTimer(job);
  }

  /** Whether the scheduler may fire it, and not its items by themselves. */
  private static boolean firesHere(Job job) {
    return job.registered() && !job.definition().resident();
  }

  /** Puts a job of which only numbers changed. */
  void putSameSchedule(Job job) {
    jobs.put(job.name(), job);
  }

  /** Puts a job of which more is settled. */
  void putSettled(Job job) {
    putSameSchedule(job);
    setFireTimer(job);
  }

  /** When a job is due next, as far as that is known. */
  Optional<Instant> nextFire(JobName name) {
    return timers.at(new Timers.Key.Fire(name));
  }

  /** The jobs whose next fire may be another one since somebody last looked. */
  List<JobName> moved() {
    return List.copyOf(moved);
  }

  /** Somebody has looked at the next fire of a job. */
  void seen(JobName name) {
    moved.remove(name);
  }

  private void setFireTimer(Job job) {
    moved.add(job.name());
    Timers.Key key = new Timers.Key.Fire(job.name());
    Instant settled = job.ledger().watermark();
    schedule(job.name())
        .filter(schedule -> !(schedule.followsRuns() && isUnderWay(job.name())))
        .flatMap(schedule -> schedule.nextAfter(settled))
        .ifPresentOrElse(due -> timers.set(key, due), () -> timers.clear(key));
  }

  /** Makes a fact of a job true; empty when it is about something else. */
  Optional<JobName> apply(Fact fact) {
    JobName changed;
    if (fact instanceof Fact.JobRegistered registered) {
      changed = registered.definition().name();
      register(registered);
    } else if (fact instanceof Fact.JobChanged change) {
      changed = change.definition().name();
      change(change);
    } else if (fact instanceof Fact.JobRemoved removed) {
      changed = removed.job();
      remove(removed);
    } else if (fact instanceof Fact.FiresSettled settled) {
      changed = settled.job();
      putSettled(get(changed).with(get(changed).ledger().settled(settled.range())));
    } else if (fact instanceof Fact.LedgerSetBack back) {
      changed = back.job();
      putSettled(get(changed).with(back.ledger()));
    } else if (fact instanceof Fact.NothingDueUntil nothing) {
      changed = nothing.job();
      putSettled(get(changed).with(get(changed).ledger().settledUntil(nothing.until())));
    } else {
      return applyToMode(fact);
    }
    return Optional.of(changed);
  }

  private Optional<JobName> applyToMode(Fact fact) {
    Job job;
    if (fact instanceof Fact.JobSwitched switched) {
      job = get(switched.job()).with(switched.mode());
    } else if (fact instanceof Fact.JobCrashed crashed) {
      job = get(crashed.run().job()).crashed(crashed.run(), crashed.again());
    } else if (fact instanceof Fact.JobHeld held) {
      job = get(held.job()).held(held.reason());
    } else {
      return Optional.empty();
    }
    putSameSchedule(job);
    return Optional.of(job.name());
  }

  /** A name is registered, perhaps again: then its numbers go on. */
  private void register(Fact.JobRegistered fact) {
    Job before = find(fact.definition().name());
    put(
        new Job(
            fact.definition(),
            fact.incarnation(),
            true,
            Job.Mode.AS_DEFINED,
            0,
            before == null ? 0 : before.counter(),
            Ledger.openedAt(fact.at()),
            List.of()));
  }

  /** A job has another definition; what is counted begins anew with another trigger. */
  private void change(Fact.JobChanged fact) {
    Job before = get(fact.definition().name());
    Ledger ledger = before.ledger().settledUntil(fact.at());
    boolean same =
        before.definition().schedule().trigger().equals(fact.definition().schedule().trigger());
    put(before.with(fact.definition()).with(same ? ledger : ledger.triggeredSince(fact.at())));
  }

  /** A name is registered no more; its numbers are kept. */
  private void remove(Fact.JobRemoved fact) {
    Job job = get(fact.job());
    put(job.registered(job.incarnation(), false, job.ledger().settledUntil(fact.at())).held(""));
  }
}
