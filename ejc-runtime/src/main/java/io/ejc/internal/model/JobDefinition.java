package io.ejc.internal.model;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the author asked for, with every placeholder resolved. Valid when it was discovered.
 *
 * @param name the job
 * @param jobClass the class that runs it
 * @param description for people, may be empty
 * @param schedule when it fires
 * @param sharding its items
 * @param requirements what each item needs
 * @param failover what happens after a loss
 * @param retry what happens after its own failure
 * @param overlap what happens to a fire while an earlier run has not ended
 * @param timeout how long an attempt may work; zero for no limit
 * @param limits how much it may take of what others want too
 * @param placement where its items may run
 * @param killGrace how long a killed item has after its interrupt
 * @param enabled whether it fires
 * @param handling how its executor goes about it
 * @param command the command that it is; null when a class of the application runs
 */
public record JobDefinition(
    JobName name,
    String jobClass,
    String description,
    Schedule schedule,
    Sharding sharding,
    Requirements requirements,
    Failover failover,
    Retry retry,
    Overlap overlap,
    Duration timeout,
    Limits limits,
    Placement placement,
    Duration killGrace,
    boolean enabled,
    Handling handling,
    @Nullable ShellCommand command) {

  /** A record from before there were placement rules, or ways of handling, has none. */
  public JobDefinition {
    placement = Objects.requireNonNullElse(placement, Placement.ANYWHERE);
    handling = Objects.requireNonNullElse(handling, Handling.PLAIN);
  }

  /** A job whose class is run, without further wishes. */
  public JobDefinition(
      JobName name,
      String jobClass,
      String description,
      Schedule schedule,
      Sharding sharding,
      Requirements requirements,
      Failover failover,
      Retry retry,
      Overlap overlap,
      Duration timeout,
      Limits limits,
      Placement placement,
      Duration killGrace,
      boolean enabled) {
    this(
        name,
        jobClass,
        description,
        schedule,
        sharding,
        requirements,
        failover,
        retry,
        overlap,
        timeout,
        limits,
        placement,
        killGrace,
        enabled,
        Handling.PLAIN,
        null);
  }

  /** Whether its items stay on their agents and fire there. */
  public boolean resident() {
    return handling.resident();
  }

  /** Whether no executor of ours is needed. */
  public boolean runsCommand() {
    return command != null;
  }

  /** The same definition, its items given another parameter. */
  public JobDefinition withParameter(String jobParameter) {
    return new JobDefinition(
        name,
        jobClass,
        description,
        schedule,
        new Sharding(sharding.totalCount(), sharding.itemParameters(), jobParameter),
        requirements,
        failover,
        retry,
        overlap,
        timeout,
        limits,
        placement,
        killGrace,
        enabled,
        handling,
        command);
  }

  /**
   * How long after the last answer to its executor an exclusive attempt cannot run any more: its
   * lease, a twentieth more because clocks differ in speed, and the time that its end may take.
   */
  public Duration leaseWait() {
    return failover.lease().multipliedBy(105).dividedBy(100).plus(killGrace);
  }

  /**
   * When a job fires.
   *
   * @param trigger what makes it due
   * @param zone the zone in which a cron and excluded days are read
   * @param misfire what happens to late instants
   * @param misfireWindow how late an instant may start
   * @param dstGap what happens to local times that the zone leaves out
   * @param dstOverlap what happens to local times that come twice
   * @param bounds what bounds the trigger
   */
  public record Schedule(
      Trigger trigger,
      ZoneId zone,
      Misfire misfire,
      Duration misfireWindow,
      DstGap dstGap,
      DstOverlap dstOverlap,
      Bounds bounds) {

    /** By a cron without bounds; by hand only when it is empty. */
    public Schedule(
        String cron,
        ZoneId zone,
        Misfire misfire,
        Duration misfireWindow,
        DstGap dstGap,
        DstOverlap dstOverlap) {
      this(
          cron.isEmpty() ? new Trigger.ByHand() : new Trigger.Cron(cron),
          zone,
          misfire,
          misfireWindow,
          dstGap,
          dstOverlap,
          Bounds.NONE);
    }

    /** The cron expression; empty when something else makes the job due. */
    public String cron() {
      return trigger instanceof Trigger.Cron cron ? cron.expression() : "";
    }

    /** What makes the job due, in words. */
    public String words() {
      if (trigger instanceof Trigger.Cron cron) {
        return "cron " + cron.expression() + " in " + zone;
      }
      if (trigger instanceof Trigger.Rate rate) {
        return "every " + rate.period();
      }
      if (trigger instanceof Trigger.Delay delay) {
        return delay.pause() + " after each run";
      }
      if (trigger instanceof Trigger.At at) {
        return "once at " + at.instant();
      }
      return trigger instanceof Trigger.After after
          ? "once, " + after.delay() + " after its registration"
          : "by hand only";
    }

    /** Whether the end of a run says when the next is due. */
    public boolean afterRuns() {
      return trigger instanceof Trigger.Delay;
    }
  }

  /** What happens to late instants. */
  public enum Misfire {
    SKIP,
    FIRE_ONCE,
    FIRE_ALL
  }

  /** What happens to a fire while an earlier run has not ended. */
  public enum Overlap {
    SKIP,
    QUEUE_ONE,
    QUEUE,
    REPLACE
  }

  /** What happens to local times that the zone leaves out. */
  public enum DstGap {
    AUTO,
    RUN_AFTER,
    SKIP
  }

  /** What happens to local times that come twice. */
  public enum DstOverlap {
    AUTO,
    ONCE,
    TWICE
  }

  /**
   * How a run is cut.
   *
   * @param totalCount items of a run
   * @param itemParameters parameters of some items
   * @param jobParameter given to every item, may be empty
   */
  public record Sharding(
      int totalCount, SortedMap<Integer, String> itemParameters, String jobParameter) {
    /** Copies the map. */
    public Sharding {
      itemParameters = Collections.unmodifiableSortedMap(new TreeMap<>(itemParameters));
    }

    /** The parameter of an item. */
    public Optional<String> parameterOf(int item) {
      return Optional.ofNullable(itemParameters.get(item));
    }
  }

  /**
   * What each item needs on an agent.
   *
   * @param perItem resources of an item; with SHARED, memory is booked against the executor's heap
   * @param isolation what it shares
   * @param executor what it asks of its executor
   */
  public record Requirements(Resources perItem, Isolation isolation, ExecutorOptions executor) {

    /** A record from before jobs could ask anything of executors asks nothing. */
    public Requirements {
      executor = Objects.requireNonNullElse(executor, ExecutorOptions.NONE);
    }

    /** Of executors as the application's configuration says. */
    public Requirements(Resources perItem, Isolation isolation) {
      this(perItem, isolation, ExecutorOptions.NONE);
    }
  }

  /** What an item shares with others on its agent. */
  public enum Isolation {
    SHARED,
    PROCESS
  }

  /**
   * How much a job may take of what others want too.
   *
   * @param priority among waiting items those of a higher priority are placed first
   * @param maxParallelItems how many items of a run may be launched at once; 0 for all
   * @param maxConcurrentRuns how many of its runs may be under way at once, at least 1
   * @param runTimeout how long a run may take from its release; zero for no limit
   * @param queueTimeout how long a run may wait for its first launch; zero for no limit
   */
  public record Limits(
      int priority,
      int maxParallelItems,
      int maxConcurrentRuns,
      Duration runTimeout,
      Duration queueTimeout) {
    /** No wishes. */
    public static final Limits NONE = new Limits(0, 0, 1, Duration.ZERO, Duration.ZERO);
  }

  /**
   * Where a job's items may run, and what they take there beside the usual.
   *
   * @param constraints rules that the agent of an item must meet, all of them
   * @param strategy which of the agents that meet them is taken
   * @param role whose resources are used; empty for the application's first role
   * @param ports how many ports of the agent each item gets
   * @param cpuLimitMillis what an item may use at most, in thousandths of a CPU; 0 for what it asks
   * @param memLimitMb memory that an item may use at most, in MiB; 0 for what it asks
   */
  public record Placement(
      List<Constraint> constraints,
      Strategy strategy,
      String role,
      int ports,
      long cpuLimitMillis,
      long memLimitMb) {
    /** No wishes. */
    public static final Placement ANYWHERE = new Placement(List.of(), Strategy.SPREAD, "", 0, 0, 0);

    /** Copies the list. */
    public Placement {
      constraints = List.copyOf(constraints);
    }
  }

  /** Which of several agents is taken. */
  public enum Strategy {
    SPREAD,
    PACK
  }

  /**
   * What happens after the loss of an executor or agent.
   *
   * @param enabled whether the item gets a new attempt
   * @param after how long an attempt that may still run is waited for, unless it is exclusive
   * @param lease for how long the executor of an exclusive item may work since it last asked; zero
   *     for items that are not exclusive
   */
  public record Failover(boolean enabled, Duration after, Duration lease) {

    /** Not exclusive; also what a record says that was written before there were leases. */
    public Failover {
      lease = Objects.requireNonNullElse(lease, Duration.ZERO);
    }

    /** Not exclusive. */
    public Failover(boolean enabled, Duration after) {
      this(enabled, after, Duration.ZERO);
    }

    /** Whether no two attempts of an item may ever run at once. */
    public boolean exclusive() {
      return !lease.isZero();
    }
  }

  /**
   * What happens after the job's own failure.
   *
   * @param max how many more attempts
   * @param backoff the first pause; doubles
   * @param maxBackoff the longest pause
   */
  public record Retry(int max, Duration backoff, Duration maxBackoff) {}
}
