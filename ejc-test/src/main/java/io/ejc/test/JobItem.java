package io.ejc.test;

import static java.util.Objects.requireNonNull;

import io.ejc.api.ElasticJob;
import io.ejc.internal.execute.LoneAttempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskPayload;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One sharding item of an annotated job, run in this JVM by the code that runs it on agents: jobs
 * of every kind but {@code @ShellJob}, kinds that libraries add, and methods, with their listeners,
 * error handlers and the application's {@code JobFactory}.
 *
 * <pre>{@code
 * ItemResult result = JobItem.of(SettleOrders.class).item(1).run();
 * }</pre>
 *
 * <p>What the test does not say comes from the annotation; item 0 and attempt 1 are the defaults.
 * Where an agent has a sandbox, here is the working directory of the tests. Not for several
 * threads; each run uses the choices made until then. What makes no sense is refused by the run
 * with an IllegalArgumentException, also an annotation that would stop the application's start.
 */
public final class JobItem {

  /** Of runs that a test gives no instant: the same in every run of the test. */
  private static final Instant USUAL = Instant.parse("2026-01-01T00:00:00Z");

  private final Class<?> type;
  private final Optional<String> jobName;
  private final Optional<Object> object;
  private final Map<String, String> properties = new TreeMap<>();
  private final List<Integer> ports = new ArrayList<>();
  private int item;
  private int attempt = 1;
  private long fencingToken = 1;
  private Instant scheduledInstant = USUAL;
  private @Nullable Integer totalCount;
  private @Nullable String shardingParameter;
  private @Nullable String jobParameter;
  private @Nullable Duration timeout;
  private @Nullable Duration killGrace;

  private JobItem(Class<?> type, Optional<String> jobName, Optional<Object> object) {
    this.type = type;
    this.jobName = jobName;
    this.object = object;
  }

  /**
   * Of a class with one job; an object is made for each run, as on an agent.
   *
   * @param type a class with {@link ElasticJob}, or with one such method
   */
  public static JobItem of(Class<?> type) {
    return new JobItem(requireNonNull(type, "type"), Optional.empty(), Optional.empty());
  }

  /**
   * Of a class with several jobs.
   *
   * @param type a class with {@link ElasticJob}, or with such methods
   * @param jobName the job's name
   */
  public static JobItem of(Class<?> type, String jobName) {
    return new JobItem(requireNonNull(type, "type"), Optional.of(jobName), Optional.empty());
  }

  /**
   * Of an object that the test has made, whose class or super class has one job.
   *
   * @param job the object that is run, also by several items; no {@code JobFactory} is asked
   */
  public static JobItem ofObject(Object job) {
    return new JobItem(annotated(job.getClass()), Optional.empty(), Optional.of(job));
  }

  /**
   * Of an object that the test has made, whose class or super class has several jobs.
   *
   * @param job the object that is run, also by several items; no {@code JobFactory} is asked
   * @param jobName the job's name
   */
  public static JobItem ofObject(Object job, String jobName) {
    return new JobItem(annotated(job.getClass()), Optional.of(jobName), Optional.of(job));
  }

  /** Which item: 0, the default, to the total count less one. */
  public JobItem item(int value) {
    item = value;
    return this;
  }

  /** How many items the run has, in place of the annotation's {@code shardingTotalCount}. */
  public JobItem shardingTotalCount(int value) {
    totalCount = value;
    return this;
  }

  /** The item's parameter, in place of the annotation's {@code shardingItemParameters}. */
  public JobItem shardingParameter(String value) {
    shardingParameter = requireNonNull(value, "shardingParameter");
    return this;
  }

  /** The job's parameter, in place of the annotation's. */
  public JobItem jobParameter(String value) {
    jobParameter = requireNonNull(value, "jobParameter");
    return this;
  }

  /** The instant for which the run was due; by default 2026-01-01T00:00:00Z. */
  public JobItem scheduledInstant(Instant value) {
    scheduledInstant = requireNonNull(value, "scheduledInstant");
    return this;
  }

  /** Which attempt of the item it is, from 1, the default. All before it count as failed. */
  public JobItem attempt(int value) {
    attempt = value;
    return this;
  }

  /** Its fencing token; by default 1. */
  public JobItem fencingToken(long value) {
    fencingToken = value;
    return this;
  }

  /** Ports that are its own, in place of those of an agent; by default none. */
  public JobItem ports(int... values) {
    ports.clear();
    for (int value : values) {
      ports.add(value);
    }
    return this;
  }

  /**
   * In place of the annotation's {@code timeout}; zero for none. It counts for {@link #start()}
   * alone.
   */
  public JobItem timeout(Duration value) {
    timeout = notNegative("timeout", value);
    return this;
  }

  /** How long it has to end after a kill, in place of the annotation's {@code killGrace}. */
  public JobItem killGrace(Duration value) {
    killGrace = notNegative("killGrace", value);
    return this;
  }

  /**
   * A value for placeholders in attributes, before system properties and environment. Files of the
   * application's configuration are not read here.
   */
  public JobItem property(String key, String value) {
    properties.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
    return this;
  }

  /**
   * Runs it on the calling thread, with its transactions and whatever else hangs on a thread.
   * Nobody asks it to end: its timeout counts for {@link #start()} alone.
   *
   * @return how it ended
   */
  public ItemResult run() {
    JobDefinition job = AnnotatedJob.read(type, jobName, properties);
    LoneAttempt.Work work = work(job);
    try {
      return StartedItem.result(LoneAttempt.run(work), job.retry(), false);
    } catch (Exception e) {
      throw unusable(e);
    }
  }

  /**
   * Runs it on a thread of its own, as agents do, where it can be killed and its timeout counts.
   *
   * @return when the job is about to be called, or it was found that it cannot be
   */
  public StartedItem start() {
    JobDefinition job = AnnotatedJob.read(type, jobName, properties);
    LoneAttempt.Work work = work(job);
    try {
      return new StartedItem(LoneAttempt.start(work), job.retry());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unusable(e);
    } catch (Exception e) {
      throw unusable(e);
    }
  }

  private LoneAttempt.Work work(JobDefinition definition) {
    JobDefinition.Sharding sharding = definition.sharding();
    int items = totalCount == null ? sharding.totalCount() : totalCount;
    if (item < 0 || item >= items) {
      throw new IllegalArgumentException(
          "item: " + item + " (expected: 0 to " + (items - 1) + ", as of its shardingTotalCount)");
    }
    RunId run = RunId.scheduled(definition.name(), 1, scheduledInstant);
    TaskPayload payload =
        new TaskPayload(
            new AttemptId(run, item, attempt),
            jobClass(definition),
            items,
            Optional.ofNullable(shardingParameter).or(() -> sharding.parameterOf(item)),
            jobParameter == null ? sharding.jobParameter() : jobParameter,
            scheduledInstant,
            fencingToken,
            killGrace == null ? definition.killGrace() : killGrace,
            ports,
            Duration.ZERO,
            definition.handling());
    return new LoneAttempt.Work(
        payload,
        AnnotatedJob.loaderOf(object.<Class<?>>map(Object::getClass).orElse(type)),
        object,
        timeout == null ? definition.timeout() : timeout);
  }

  /** A method's class stays the one that calls it; another class may extend the annotated one. */
  private String jobClass(JobDefinition definition) {
    boolean aClass = definition.jobClass().equals(type.getName());
    return aClass && object.isPresent() ? object.get().getClass().getName() : definition.jobClass();
  }

  private static IllegalStateException unusable(Exception problem) {
    return new IllegalStateException("the item cannot be run: " + problem, problem);
  }

  /** The class itself or the nearest super class that has a job. */
  private static Class<?> annotated(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      if (at.isAnnotationPresent(ElasticJob.class) || hasJobMethod(at)) {
        return at;
      }
    }
    return type;
  }

  private static boolean hasJobMethod(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.isAnnotationPresent(ElasticJob.class)) {
        return true;
      }
    }
    return false;
  }

  private static Duration notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: zero or more)");
    }
    return value;
  }
}
