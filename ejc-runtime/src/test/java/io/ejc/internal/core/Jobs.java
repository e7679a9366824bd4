package io.ejc.internal.core;

import io.ejc.internal.model.Bounds;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.ExecutorOptions;
import io.ejc.internal.model.Handling;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import io.ejc.internal.model.JobDefinition.Failover;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.JobDefinition.Limits;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.JobDefinition.Placement;
import io.ejc.internal.model.JobDefinition.Requirements;
import io.ejc.internal.model.JobDefinition.Retry;
import io.ejc.internal.model.JobDefinition.Schedule;
import io.ejc.internal.model.JobDefinition.Sharding;
import io.ejc.internal.model.JobDefinition.Strategy;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Layer;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.ShellCommand;
import io.ejc.internal.model.Trigger;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds jobs for tests. */
public final class Jobs {

  private final String name;
  private Trigger trigger = new Trigger.ByHand();
  private Bounds bounds = Bounds.NONE;
  private ZoneId zone = ZoneId.of("UTC");
  private Misfire misfire = Misfire.FIRE_ONCE;
  private Duration window = Duration.ofDays(1);
  private DstGap dstGap = DstGap.AUTO;
  private DstOverlap dstOverlap = DstOverlap.AUTO;
  private int items = 1;
  private final TreeMap<Integer, String> parameters = new TreeMap<>();
  private Resources resources = new Resources(500, 128, 0, 0);
  private Isolation isolation = Isolation.SHARED;
  private ExecutorOptions executor = ExecutorOptions.NONE;
  private Failover failover = new Failover(true, Duration.ofMinutes(5));
  private Retry retry = new Retry(0, Duration.ofSeconds(10), Duration.ofMinutes(10));
  private Overlap overlap = Overlap.SKIP;
  private Duration timeout = Duration.ZERO;
  private Limits limits = Limits.NONE;
  private Placement placement = Placement.ANYWHERE;
  private boolean enabled = true;
  private Handling handling = Handling.PLAIN;
  private @Nullable ShellCommand command;

  private Jobs(String name) {
    this.name = name;
  }

  /** A job of one item that runs by hand. */
  public static Jobs job(String name) {
    return new Jobs(name);
  }

  /** A job like another. */
  public static Jobs like(JobDefinition other) {
    Jobs jobs = new Jobs(other.name().value());
    jobs.trigger = other.schedule().trigger();
    jobs.bounds = other.schedule().bounds();
    jobs.zone = other.schedule().zone();
    jobs.dstGap = other.schedule().dstGap();
    jobs.dstOverlap = other.schedule().dstOverlap();
    jobs.misfire = other.schedule().misfire();
    jobs.window = other.schedule().misfireWindow();
    jobs.items = other.sharding().totalCount();
    jobs.parameters.putAll(other.sharding().itemParameters());
    jobs.resources = other.requirements().perItem();
    jobs.isolation = other.requirements().isolation();
    jobs.executor = other.requirements().executor();
    jobs.failover = other.failover();
    jobs.retry = other.retry();
    jobs.overlap = other.overlap();
    jobs.timeout = other.timeout();
    jobs.limits = other.limits();
    jobs.placement = other.placement();
    jobs.enabled = other.enabled();
    jobs.handling = other.handling();
    jobs.command = other.command();
    return jobs;
  }

  /** The code of every test. */
  public static Bundle bundle() {
    return new Bundle(
        new BundleId("b1"),
        List.of(new Layer("e1", 10, "ejc-runtime.jar")),
        List.of(new Layer("a1", 20, "shop.jar")));
  }

  /** That code, deployed. */
  public static Deployed deployed() {
    DeploymentId id = new DeploymentId("d1");
    return new Deployed(id, bundle(), List.of(id));
  }

  /** What hosts carry: code of that name, and jobs. */
  public static Deployment deployment(String version, String layerBase, Jobs... jobs) {
    Bundle code =
        new Bundle(
            new BundleId("code-" + version),
            bundle().executorLayers(),
            bundle().applicationLayers());
    return new Deployment(
        new DeploymentId(version),
        code,
        Arrays.stream(jobs).map(Jobs::build).toList(),
        List.of(layerBase));
  }

  public Jobs cron(String expression) {
    return trigger(expression.isEmpty() ? new Trigger.ByHand() : new Trigger.Cron(expression));
  }

  public Jobs trigger(Trigger what) {
    trigger = what;
    return this;
  }

  public Jobs every(Duration period) {
    return trigger(new Trigger.Rate(period));
  }

  public Jobs afterRuns(Duration pause) {
    return trigger(new Trigger.Delay(pause));
  }

  public Jobs bounds(Bounds between) {
    bounds = between;
    return this;
  }

  public Jobs failoverAfter(Duration after) {
    failover = new Failover(failover.enabled(), after, failover.lease());
    return this;
  }

  public Jobs exclusive(Duration lease) {
    failover = new Failover(failover.enabled(), failover.after(), lease);
    return process();
  }

  public Jobs backoff(Duration first, Duration longest) {
    retry = new Retry(retry.max(), first, longest);
    return this;
  }

  public Jobs zone(String id) {
    zone = ZoneId.of(id);
    return this;
  }

  public Jobs dstGap(DstGap option) {
    dstGap = option;
    return this;
  }

  public Jobs dstOverlap(DstOverlap option) {
    dstOverlap = option;
    return this;
  }

  public Jobs misfire(Misfire policy) {
    misfire = policy;
    return this;
  }

  public Jobs window(Duration longest) {
    window = longest;
    return this;
  }

  public Jobs items(int count) {
    items = count;
    return this;
  }

  public Jobs parameter(int item, String value) {
    parameters.put(item, value);
    return this;
  }

  public Jobs needs(double cpus, int memMb) {
    resources = new Resources(Resources.cpuMillis(cpus), memMb, 0, 0);
    return this;
  }

  public Jobs process() {
    isolation = Isolation.PROCESS;
    return this;
  }

  public Jobs noFailover() {
    failover = new Failover(false, failover.after(), failover.lease());
    return this;
  }

  public Jobs retries(int max) {
    retry = new Retry(max, retry.backoff(), retry.maxBackoff());
    return this;
  }

  public Jobs overlap(Overlap policy) {
    overlap = policy;
    return this;
  }

  public Jobs timeout(Duration longest) {
    timeout = longest;
    return this;
  }

  public Jobs limits(int priority, int maxParallelItems) {
    limits =
        new Limits(
            priority,
            maxParallelItems,
            limits.maxConcurrentRuns(),
            limits.runTimeout(),
            limits.queueTimeout());
    return this;
  }

  public Jobs concurrentRuns(int max) {
    limits =
        new Limits(
            limits.priority(),
            limits.maxParallelItems(),
            max,
            limits.runTimeout(),
            limits.queueTimeout());
    return this;
  }

  public Jobs runTimeout(Duration longest) {
    limits =
        new Limits(
            limits.priority(),
            limits.maxParallelItems(),
            limits.maxConcurrentRuns(),
            longest,
            limits.queueTimeout());
    return this;
  }

  public Jobs queueTimeout(Duration longest) {
    limits =
        new Limits(
            limits.priority(),
            limits.maxParallelItems(),
            limits.maxConcurrentRuns(),
            limits.runTimeout(),
            longest);
    return this;
  }

  public Jobs constraints(String... rules) {
    placement =
        new Placement(
            Arrays.stream(rules).map(Constraint::parse).toList(),
            placement.strategy(),
            placement.role(),
            placement.ports(),
            placement.cpuLimitMillis(),
            placement.memLimitMb());
    return this;
  }

  public Jobs pack() {
    placement =
        new Placement(
            placement.constraints(),
            Strategy.PACK,
            placement.role(),
            placement.ports(),
            placement.cpuLimitMillis(),
            placement.memLimitMb());
    return this;
  }

  public Jobs role(String role) {
    placement =
        new Placement(
            placement.constraints(),
            placement.strategy(),
            role,
            placement.ports(),
            placement.cpuLimitMillis(),
            placement.memLimitMb());
    return this;
  }

  public Jobs ports(int count) {
    placement =
        new Placement(
            placement.constraints(),
            placement.strategy(),
            placement.role(),
            count,
            placement.cpuLimitMillis(),
            placement.memLimitMb());
    return this;
  }

  public Jobs atMost(long cpuMillis, long memMb) {
    placement =
        new Placement(
            placement.constraints(),
            placement.strategy(),
            placement.role(),
            placement.ports(),
            cpuMillis,
            memMb);
    return this;
  }

  public Jobs gpus(int count) {
    resources = new Resources(resources.cpuMillis(), resources.memMb(), 0, count);
    return this;
  }

  /** Its executor's JVM gets an option. */
  public Jobs jvmOption(String option) {
    executor = new ExecutorOptions("", List.of(option), new TreeMap<>(), "");
    return this;
  }

  public Jobs command(String line) {
    command = new ShellCommand(line, new TreeMap<>());
    return process();
  }

  /** Its items stay on agents and fire there. */
  public Jobs daemon() {
    handling =
        new Handling(false, List.of(), List.of(), Handling.LOG, List.of(), /* resident= */ true);
    return this;
  }

  /** Its items start, work and end. */
  public Jobs transientAgain() {
    handling = Handling.PLAIN;
    return this;
  }

  public Jobs disabled() {
    return enabled(false);
  }

  public Jobs enabled(boolean fires) {
    enabled = fires;
    return this;
  }

  public JobDefinition build() {
    return new JobDefinition(
        new JobName(name),
        "com.example." + name,
        "",
        new Schedule(trigger, zone, misfire, window, dstGap, dstOverlap, bounds),
        new Sharding(items, parameters, ""),
        new Requirements(resources, isolation, executor),
        failover,
        retry,
        overlap,
        timeout,
        limits,
        placement,
        Duration.ofSeconds(10),
        enabled,
        handling,
        command);
  }
}
