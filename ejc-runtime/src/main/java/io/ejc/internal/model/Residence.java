package io.ejc.internal.model;

import java.time.Instant;

/**
 * How an item fires that stays on its agent.
 *
 * @param schedule when it is due, and what happens to late instants
 * @param since what was due until then is settled
 */
public record Residence(JobDefinition.Schedule schedule, Instant since) {}
