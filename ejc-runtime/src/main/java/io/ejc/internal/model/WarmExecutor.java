package io.ejc.internal.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A shared executor that was begun on an agent and has not ended, as far as is known.
 *
 * @param agent where
 * @param id its id
 * @param retired whether it gets no more work and is told to end
 * @param since since when it is known, or retired
 * @param addresses where it was told to get its own layers, which is repeated with every launch
 *     into it; null when nobody knows, and then nothing can be launched into it
 */
public record WarmExecutor(
    AgentId agent, ExecutorId id, boolean retired, Instant since, @Nullable String addresses) {}
