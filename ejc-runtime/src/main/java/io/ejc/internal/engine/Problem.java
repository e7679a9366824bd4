package io.ejc.internal.engine;

/**
 * Something that waits for an operator.
 *
 * @param what the thing it concerns: a record's path, a job, or this host
 * @param reason what is wrong
 * @param nextStep what to do
 */
public record Problem(String what, String reason, String nextStep) {}
