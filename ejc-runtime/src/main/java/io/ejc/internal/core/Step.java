package io.ejc.internal.core;

import java.util.List;

/**
 * What follows from one event: first what is true, then what to send.
 *
 * @param facts in order; already applied to the state they were decided on
 * @param calls in order; to be sent when the facts are stored
 */
public record Step(List<Fact> facts, List<Call> calls) {

  /** Copies the lists. */
  public Step {
    facts = List.copyOf(facts);
    calls = List.copyOf(calls);
  }
}
