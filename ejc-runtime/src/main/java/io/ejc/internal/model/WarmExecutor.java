package io.ejc.internal.model;

import java.time.Instant;

/**
 * A shared executor that was begun on an agent and has not ended, as far as is known.
 *
 * @param agent where
 * @param id its id
 * @param retired whether it gets no more work and is told to end
 * @param since since when it is known, or retired
 */
public record WarmExecutor(AgentId agent, ExecutorId id, boolean retired, Instant since) {}
