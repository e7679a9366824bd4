package io.ejc.internal.model;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an agent offers this framework now.
 *
 * @param id the offer
 * @param agent the agent
 * @param hostname the agent's host name
 * @param free what may be used: unreserved resources of the framework's role
 * @param attributes the agent's attributes, as text
 * @param executors this framework's executors alive on the agent
 * @param unavailability when the agent is announced to be away, if it is
 */
public record Offer(
    OfferId id,
    AgentId agent,
    String hostname,
    Resources free,
    Map<String, String> attributes,
    Set<ExecutorId> executors,
    Optional<Unavailability> unavailability) {

  /** Copies the collections; the executors keep their order, which decides that of calls. */
  public Offer {
    attributes = Map.copyOf(attributes);
    executors = Collections.unmodifiableSet(new LinkedHashSet<>(executors));
  }

  /** An offer of an agent that is to stay. */
  public Offer(
      OfferId id,
      AgentId agent,
      String hostname,
      Resources free,
      Map<String, String> attributes,
      Set<ExecutorId> executors) {
    this(id, agent, hostname, free, attributes, executors, Optional.empty());
  }
}
