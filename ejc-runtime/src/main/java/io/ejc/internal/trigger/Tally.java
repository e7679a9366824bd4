package io.ejc.internal.trigger;

import java.time.Instant;

/**
 * The fires of a time, counted and not listed: a month of a job that fires every second is one.
 *
 * @param first the first of them
 * @param last the last of them, the same when there is only one
 * @param count how many, at least 1
 */
public record Tally(Instant first, Instant last, long count) {}
