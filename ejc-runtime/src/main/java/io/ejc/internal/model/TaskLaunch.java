package io.ejc.internal.model;

import java.time.Duration;

/**
 * A Mesos task to be launched, as data.
 *
 * @param id its id: a carrier, or a warm-up, which is of no attempt
 * @param name its name for people
 * @param agent where
 * @param executor the executor that runs it
 * @param allocation what it takes besides the executor
 * @param limits what it may use at most, where that is more
 * @param killGrace its kill policy
 * @param payload what the executor must know
 * @param layers where it gets the application's layers
 */
public record TaskLaunch(
    TaskId id,
    String name,
    AgentId agent,
    ExecutorSpec executor,
    Allocation allocation,
    Limits limits,
    Duration killGrace,
    TaskPayload payload,
    LayerSource layers) {

  /** With layers from nowhere. */
  public TaskLaunch(
      TaskId id,
      String name,
      AgentId agent,
      ExecutorSpec executor,
      Allocation allocation,
      Limits limits,
      Duration killGrace,
      TaskPayload payload) {
    this(id, name, agent, executor, allocation, limits, killGrace, payload, LayerSource.NONE);
  }

  /** The same task, with layers from elsewhere. */
  public TaskLaunch with(LayerSource source) {
    return new TaskLaunch(
        id, name, agent, executor, allocation, limits, killGrace, payload, source);
  }

  /**
   * What a task may use at most, where that is more than it takes (Mesos 1.10).
   *
   * @param cpuMillis thousandths of a CPU; 0 for what it takes
   * @param memMb memory in MiB; 0 for what it takes
   */
  public record Limits(long cpuMillis, long memMb) {
    /** What it takes. */
    public static final Limits NONE = new Limits(0, 0);
  }

  /** Its carrier. */
  public CarrierId carrier() {
    if (id instanceof CarrierId carrier) {
      return carrier;
    }
    throw new IllegalStateException("task: " + id + " (expected: one of an attempt)");
  }

  /** How much it takes besides the executor. */
  public Resources resources() {
    return allocation.amounts();
  }
}
