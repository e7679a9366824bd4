package io.ejc.api;

/**
 * Something that waits for an operator: a record that cannot be read, a ledger that is settled
 * beyond now, a host that cannot lead, what was decided at run time and does not fit any more.
 *
 * @param what the thing it concerns
 * @param reason what is wrong
 * @param nextStep what to do
 */
public record ProblemView(String what, String reason, String nextStep) {}
