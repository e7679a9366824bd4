package io.ejc.internal.model;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an agent offers this framework now.
 *
 * @param id the offer
 * @param agent the agent
 * @param traits what the agent is
 * @param offered what may be used, under one role
 * @param executors this framework's executors alive on the agent
 * @param unavailability when the agent will be taken away, if that is known
 */
public record Offer(
    OfferId id,
    AgentId agent,
    AgentTraits traits,
    Allocation offered,
    Set<ExecutorId> executors,
    Optional<Unavailability> unavailability) {

  /** Copies the executors; they keep their order, which decides that of calls. */
  public Offer {
    executors = Collections.unmodifiableSet(new LinkedHashSet<>(executors));
  }

  /** Unreserved resources under everybody's role. */
  public Offer(
      OfferId id,
      AgentId agent,
      String hostname,
      Resources free,
      Map<String, String> attributes,
      Set<ExecutorId> executors) {
    this(
        id,
        agent,
        new AgentTraits(
            hostname,
            attributes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> Attribute.text(e.getValue()))),
            Optional.empty()),
        Allocation.unreserved("*", free),
        executors,
        Optional.empty());
  }

  /** The agent's host name. */
  public String hostname() {
    return traits.hostname();
  }

  /** How much may be used. */
  public Resources free() {
    return offered.amounts();
  }

  /** The same offer, of which only so much is left. */
  public Offer with(Allocation left, Set<ExecutorId> running) {
    return new Offer(id, agent, traits, left, running, unavailability);
  }
}
