package io.ejc.internal.core;

import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.trigger.CronSchedule;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The jobs, their parsed schedules, and the timers of their next fires. */
final class JobTable {

  private final Map<JobName, Job> jobs = new TreeMap<>();
  private final Map<JobName, CronSchedule> schedules = new HashMap<>();
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

  /** The schedule of a job; empty when it runs by hand only. */
  Optional<CronSchedule> schedule(JobName name) {
    return Optional.ofNullable(schedules.get(name));
  }

  /** Puts a job whose schedule may have changed. */
  void put(Job job) {
    JobName name = job.name();
    if (firesHere(job)) {
      schedules.put(name, CronSchedule.of(job.definition().schedule()));
    } else {
      schedules.remove(name);
    }
    putSameSchedule(job);
    setFireTimer(job);
  }

  /** Whether the scheduler fires it: not by hand only, and not its items by themselves. */
  private static boolean firesHere(Job job) {
    return job.registered()
        && !job.definition().resident()
        && !job.definition().schedule().cron().isEmpty();
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

  private void setFireTimer(Job job) {
    Timers.Key key = new Timers.Key.Fire(job.name());
    Instant settled = job.ledger().watermark();
    schedule(job.name())
        .flatMap(schedule -> schedule.nextAfter(settled))
        .ifPresentOrElse(due -> timers.set(key, due), () -> timers.clear(key));
  }

  /** A name is registered, perhaps again: then its numbers go on. */
  void register(Fact.JobRegistered fact) {
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

  /** A name is registered no more; its numbers are kept. */
  void remove(Fact.JobRemoved fact) {
    Job job = get(fact.job());
    put(job.registered(job.incarnation(), false, job.ledger().settledUntil(fact.at())));
  }
}
