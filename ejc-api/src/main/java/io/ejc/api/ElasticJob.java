package io.ejc.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a job: when it fires, into how many sharding items a run is cut, and what each item
 * needs on an agent. The class must implement one job interface ({@link SimpleJob}, {@link
 * DataflowJob}, {@link ScriptJob}, {@link HttpJob}, or one that a {@link
 * io.ejc.api.spi.JobItemExecutor} brings), be public, and have a public constructor without
 * parameters unless a {@link io.ejc.api.spi.JobFactory} makes it. With {@link ShellJob} beside it
 * the class is a name for a command and needs none of that.
 *
 * <p>On a method, the method is the job, and its class needs no job interface. A method that is not
 * static is called on an object of its class, for which the rules above hold. The method returns
 * nothing, and may be package-private. Its parameters are a {@link ShardingContext}, or annotated
 * with {@link ShardingItem}, {@link ShardingParameter} or {@link JobParameter}.
 *
 * <p>String attributes may hold {@code ${key}} or {@code ${key:default}}; they are resolved from
 * EJC's configuration when the host starts, and one that cannot be resolved stops the start. A
 * dollar sign in front, as in {@code $${key}}, keeps the rest as it is.
 *
 * <p>Durations are written as a number and a unit ({@code 500ms}, {@code 30s}, {@code 5m}, {@code
 * 2h}, {@code 1d}), as several of them ({@code 1h30m}), or in ISO-8601 ({@code PT30S}).
 *
 * <p>An attribute that this version does not carry out yet is refused at the start with a message
 * that says so; none is ignored.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ElasticJob {

  /**
   * The job's name, unique in the application and its identity in the ledger: renaming a job makes
   * it another job. Rule: {@code [A-Za-z0-9._-]{1,100}}.
   */
  String name();

  /**
   * When the job fires, as a Quartz cron expression with seconds ({@code 0 0/5 * * * ?}). A job has
   * at most one of {@code cron}, {@link #fixedRate()}, {@link #fixedDelay()}, {@link #at()} and
   * {@link #after()}. Default: empty; with none of them it runs only when triggered by hand.
   */
  String cron() default "";

  /**
   * The job fires once in each period. The first time is {@link #start()}, or one period after the
   * job was first registered with this trigger; that instant is stored, and restarts, new versions
   * of the application and changes of other attributes leave it as it is. Time zones do not matter.
   * When the host's clock is set forward, instants that were jumped over are late, and {@link
   * #misfire()} says what becomes of them; when it is set back, nothing is due until it has caught
   * up. A duration. Rule: 1s to 3650d, in whole milliseconds. Default: empty.
   */
  String fixedRate() default "";

  /**
   * The job fires this long after the end of its latest run that the schedule started, and for the
   * first time at {@link #start()}, or this long after the job was first registered with this
   * trigger. While such a run is under way nothing is due. An instant that is skipped (disabled,
   * paused, too late, another run under way) is followed by another one this long after it was
   * skipped. Clocks as with {@link #fixedRate()}. A duration. Rule: 1s to 3650d, in whole
   * milliseconds. Default: empty.
   */
  String fixedDelay() default "";

  /**
   * The job fires once, at this instant: {@code 2026-12-24T18:00:00Z}, with an offset from UTC, or
   * without one in {@link #timeZone()}. There a time that is left out counts as one hour later, or
   * whatever the clocks are set forward by, and of a time that comes twice the first is meant. An
   * instant before the job is registered is not due. Rule: whole milliseconds. Default: empty.
   */
  String at() default "";

  /**
   * The job fires once, this long after it was first registered with this trigger; that instant is
   * stored, so that a restart does not begin anew. A job that was removed and is registered again
   * fires again. A duration. Rule: 1s to 3650d, in whole milliseconds. Default: empty.
   */
  String after() default "";

  /**
   * No instant before this one is due; written as {@link #at()}, or as a date, which means its
   * begin. With {@link #fixedRate()} and {@link #fixedDelay()} it is the first instant. Needs one
   * of them or {@link #cron()}. Default: empty, no such bound.
   */
  String start() default "";

  /**
   * No instant after this one is due; written as {@link #at()}, or as a date, which means its end.
   * Rule: later than {@link #start()}. Needs {@link #cron()}, {@link #fixedRate()} or {@link
   * #fixedDelay()}. Default: empty, no such bound.
   */
  String end() default "";

  /**
   * How many due instants there are, whatever becomes of each: also one that is skipped or
   * coalesced counts. Counted since the job was registered with this trigger; another {@link
   * #cron()}, {@link #fixedRate()} or {@link #fixedDelay()}, of which it needs one, begins anew.
   * Rule: 0 or more. Default: 0, no end.
   */
  int repeat() default 0;

  /**
   * Days on which nothing is due, in {@link #timeZone()}: dates ({@code 2026-12-24}), days of every
   * year ({@code 12-25}) and weekdays ({@code SAT}). The instants of such a day do not exist, so
   * the ledger does not tell of them; {@link #fixedDelay()} waits for the begin of the next other
   * day. Rule: at most 400. Needs {@link #cron()}, {@link #fixedRate()} or {@link #fixedDelay()}.
   * Default: none.
   */
  String[] excludedDays() default {};

  /**
   * The zone in which {@link #cron()}, {@link #excludedDays()} and instants without an offset are
   * read, as an id of the time zone database ({@code Asia/Shanghai}). Default: empty, the value of
   * {@code ejc.timeZone}, which is {@code UTC} unless set. The host's own default zone is never
   * used, because two hosts may differ.
   */
  String timeZone() default "";

  /**
   * What happens to fires at local times that {@link #timeZone()} leaves out when clocks go
   * forward. Default: {@link DstGap#AUTO}: a time of the day runs right after the gap, an
   * expression due in every hour keeps its rhythm.
   */
  DstGap dstGap() default DstGap.AUTO;

  /**
   * What happens to fires at local times that come twice when clocks go back. Default: {@link
   * DstOverlap#AUTO}: a time of the day fires the first time only, an expression due in every hour
   * keeps its rhythm.
   */
  DstOverlap dstOverlap() default DstOverlap.AUTO;

  /** The number of sharding items of a run. Rule: 1 to 10000. Default: 1. */
  int shardingTotalCount() default 1;

  /**
   * A parameter for each sharding item: {@code 0=Beijing,1=Shanghai}. Items not named have none.
   * Rule: pairs {@code item=value} separated by commas, each item below {@link
   * #shardingTotalCount()} and named once. Default: empty.
   */
  String shardingItemParameters() default "";

  /** Any text, given to every item. Default: empty. */
  String jobParameter() default "";

  /**
   * How the items live on the agents. {@link ExecutionType#DAEMON} needs a {@link #cron()}, and
   * refuses what says how runs follow each other, how long they may take, and when they are tried
   * again. Default: {@link ExecutionType#TRANSIENT}.
   */
  ExecutionType executionType() default ExecutionType.TRANSIENT;

  /** What an item shares with others on its agent. Default: {@link Isolation#SHARED}. */
  Isolation isolation() default Isolation.SHARED;

  /** CPUs for each item, in cores, to the thousandth. Rule: 0.001 or more. Default: 0.5. */
  double cpuCount() default 0.5;

  /**
   * Memory for each item, in MiB. With {@link Isolation#PROCESS} it is the item's heap; with {@link
   * Isolation#SHARED} it is booked against the heap of the shared executor. Rule: 1 or more.
   * Default: 128.
   */
  int memoryMB() default 128;

  /** Disk for each item, in MiB. Rule: 0 or more. Default: 0. */
  int diskMB() default 0;

  /** GPUs for each item. Rule: 0 to 1000. Default: 0. */
  int gpus() default 0;

  /**
   * Ports of the agent for each item; the item finds them in {@link ShardingContext#getPorts()}.
   * Rule: 0 to 100. Default: 0.
   */
  int ports() default 0;

  /**
   * How many CPUs an item may use at most, where that is more than {@link #cpuCount()}. Needs
   * {@link Isolation#PROCESS} and agents of Mesos 1.10 or newer. Rule: {@link #cpuCount()} or more,
   * or 0. Default: 0, what it asks for.
   */
  double cpuLimit() default 0;

  /**
   * How much memory an item may use at most, in MiB, where that is more than {@link #memoryMB()};
   * its heap stays {@link #memoryMB()}. Needs {@link Isolation#PROCESS} and agents of Mesos 1.10 or
   * newer. Rule: {@link #memoryMB()} or more, or 0. Default: 0, what it asks for.
   */
  int memoryLimitMB() default 0;

  /**
   * The Mesos role whose resources are used: one of {@code ejc.mesos.roles}. Default: empty, {@code
   * ejc.mesos.role}.
   */
  String role() default "";

  /**
   * The java command on the agents, for the executor of the job's items. Items of jobs that differ
   * in this or the next three share no executor, also with {@link Isolation#SHARED}: each executor
   * takes its own heap. Default: empty, {@code ejc.executor.java}.
   */
  String java() default "";

  /**
   * Options of that executor's JVM, after those of {@code ejc.executor.jvmOptions}. Rule: each
   * begins with {@code -}; no {@code -Xmx}. Default: none.
   */
  String[] jvmOptions() default {};

  /**
   * That executor's variables, {@code NAME=value}, over those of {@code ejc.executor.environment}.
   * Mesos' state shows them: no secrets. A command has its {@link ShellJob}'s. Default: none.
   */
  String[] environment() default {};

  /**
   * The Docker image in which agents start that executor, or the command of a {@link ShellJob}; not
   * on the local cluster. Default: empty, {@code ejc.executor.image}; none for commands.
   */
  String image() default "";

  /** Which of the agents that fit is taken. Default: {@link Placement#SPREAD}. */
  Placement placement() default Placement.SPREAD;

  /**
   * What happens to due instants that could not start in time. Default: {@link Misfire#FIRE_ONCE}.
   */
  Misfire misfire() default Misfire.FIRE_ONCE;

  /**
   * How late a due instant may start under {@link Misfire#FIRE_ONCE} and {@link Misfire#FIRE_ALL};
   * older ones are skipped. A duration. Default: {@code 1d}.
   */
  String misfireWindow() default "1d";

  /** What happens to a fire while an earlier run has not ended. Default: {@link Overlap#SKIP}. */
  Overlap overlap() default Overlap.SKIP;

  /**
   * Whether an item gets a new attempt after its executor or agent was lost. Such an attempt does
   * not count as a retry. Default: true.
   */
  boolean failover() default true;

  /**
   * How long an attempt of which nobody knows whether it still runs (its agent is unreachable) is
   * waited for before {@link #failover()} starts another one. Unless {@link #exclusive()}, the old
   * one may then overlap the new one if it is alive behind a broken network: use the fencing token
   * for outside effects. A duration. Default: {@code 5m}.
   */
  String failoverAfter() default "5m";

  /**
   * Whether no two attempts of an item may ever run at once. Its executor then holds a {@link
   * #lease()} while user code runs and asks the scheduler for it again and again; when the lease
   * ends, because the executor cannot be reached or nobody leads for so long, its JVM is ended,
   * whatever it does. An attempt of which nobody knows whether it runs is waited for until its
   * lease must have run out, not for {@link #failoverAfter()}. User code begins when the first
   * lease is granted.
   *
   * <p>A JVM that is frozen past the end of its lease may run for moments when it wakes, and what
   * it has sent before may arrive later: outside effects are safe with the fencing token alone, see
   * {@link Fence}. Needs {@link Isolation#PROCESS}. Default: false.
   */
  boolean exclusive() default false;

  /**
   * For how long the executor of an {@link #exclusive()} item may work without an answer. Longer
   * than it takes an agent, a Mesos master or the scheduler to be replaced, or such a change ends
   * the item; its successor waits a twentieth more than this, and {@link #killGrace()}. A duration.
   * Rule: 10s to 1d. Default: {@code 2m}.
   */
  String lease() default "2m";

  /**
   * How many more attempts an item gets after the job's own failure (an exception). Rule: 0 to 100.
   * Default: 0.
   */
  int retries() default 0;

  /** The pause before the first retry; it doubles with each further one. Default: {@code 10s}. */
  String retryBackoff() default "10s";

  /** The longest pause between retries. A duration. Default: {@code 10m}. */
  String retryBackoffMax() default "10m";

  /**
   * How long one attempt of an item may work before it is killed and counted as failed. A duration.
   * Default: empty, no limit.
   */
  String timeout() default "";

  /**
   * How long a run may take, from the moment its turn comes (at once, unless it waits for an
   * earlier run of its job) to its last item's end. Then items that work are killed, items that
   * wait do not begin, and the run is FAILED without retries; its items say why. An item whose
   * agent cannot be reached is waited for as {@link #failoverAfter()} says. The time goes on while
   * everything is paused. A duration. Default: empty, no limit.
   */
  String runTimeout() default "";

  /**
   * How long a run may wait for its first launch, from its creation: behind earlier runs of its job
   * or for free resources. Then it is FAILED, and its items say why; once an item was launched this
   * limit is over, and the other items may wait for their turn. The time goes on while everything
   * is paused. A duration. Default: empty, no limit.
   */
  String queueTimeout() default "";

  /**
   * How many runs of the job may be under way at once; {@link #overlap()} says what happens to a
   * fire when there are so many. With more than one, the same sharding item of two runs may work at
   * the same time. {@link Overlap#REPLACE} ends the oldest ones. Rule: 1 to 100. Default: 1.
   */
  int maxConcurrentRuns() default 1;

  /**
   * How long a killed item has, after its thread was interrupted, before its executor forces the
   * end. A duration. Default: {@code 10s}.
   */
  String killGrace() default "10s";

  /**
   * Among waiting items those of a higher priority are placed first; runs of equal priority take
   * turns. Rule: -1000 to 1000. Default: 0.
   */
  int priority() default 0;

  /**
   * How many items of a run are launched at once, at most. Rule: 0 to 10000. Default: 0, as many as
   * find a place.
   */
  int maxParallelItems() default 0;

  /**
   * Placement rules in Marathon's syntax, {@code field:OPERATOR} or {@code field:OPERATOR:value};
   * an agent must meet all of them. The field is {@code hostname}, {@code @region}, {@code @zone}
   * or an attribute of the agent. Operators: {@code UNIQUE}, {@code CLUSTER}, {@code GROUP_BY},
   * {@code LIKE}, {@code UNLIKE}, {@code MAX_PER}, {@code IS}. Those that count count the items of
   * the run that are placed and have not ended. Default: none.
   */
  String[] constraints() default {};

  /** Names of jobs whose run must have succeeded before this one starts. Default: none. */
  String[] dependsOn() default {};

  /**
   * How long before the due instant items are placed on warm executors, so that user code starts
   * exactly on time. A duration. Default: empty, items are placed when due.
   */
  String arm() default "";

  /** Any text for people. Default: empty. */
  String description() default "";

  /** Whether the job does not fire; the ledger records its skipped fires. Default: false. */
  boolean disabled() default false;

  /**
   * Whether a {@link DataflowJob} goes on fetching and processing until a fetch is empty. Default:
   * false, once.
   */
  boolean streaming() default false;

  /**
   * The exceptions after which {@link #retries()} apply, with their subclasses; after any other the
   * item fails for good. What was thrown counts, not its causes. Default: none, which is all.
   */
  Class<? extends Throwable>[] retryOn() default {};

  /**
   * Exceptions after which the item fails for good, with their subclasses, whatever {@link
   * #retryOn()} and {@link #retries()} say. What was thrown counts, not its causes. Default: none.
   */
  Class<? extends Throwable>[] failOn() default {};

  /**
   * Types of listeners that are called around each attempt of an item on its agent, in this order
   * before it and in the opposite order after it: what {@link
   * io.ejc.api.spi.ItemListener#getType()} of a service says. Default: none.
   */
  String[] listeners() default {};

  /**
   * What is done on the agent about an exception that made an attempt fail. The attempt has failed
   * in any case. {@code LOG}: its stack trace is logged. {@code THROW}: it is given to the default
   * handler of uncaught exceptions of the executor's JVM, as if nobody had caught it, and without
   * one printed. {@code IGNORE}: nothing. Any other is what {@link
   * io.ejc.api.spi.JobErrorHandler#getType()} of a service says. Default: {@code LOG}.
   */
  String errorHandler() default "LOG";
}
