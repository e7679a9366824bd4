package io.ejc.internal.model;

import java.time.Duration;

/**
 * A Mesos task to be launched, as data.
 *
 * @param carrier its id
 * @param name its name for people
 * @param agent where
 * @param executor the executor that runs it
 * @param resources what it takes besides the executor
 * @param killGrace its kill policy
 * @param payload what the executor must know
 */
public record TaskLaunch(
    CarrierId carrier,
    String name,
    AgentId agent,
    ExecutorSpec executor,
    Resources resources,
    Duration killGrace,
    TaskPayload payload) {}
