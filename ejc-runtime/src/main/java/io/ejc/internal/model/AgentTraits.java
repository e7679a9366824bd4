package io.ejc.internal.model;

import java.util.Map;
import java.util.Optional;

/**
 * What an agent is, beside what it has: all that placement rules can ask for.
 *
 * @param hostname its host name
 * @param attributes its attributes
 * @param domain its fault domain, where the operator gave one
 */
public record AgentTraits(
    String hostname, Map<String, Attribute> attributes, Optional<FaultDomain> domain) {

  /** Copies the map. */
  public AgentTraits {
    attributes = Map.copyOf(attributes);
  }

  /** An agent of which only the name is known. */
  public static AgentTraits named(String hostname) {
    return new AgentTraits(hostname, Map.of(), Optional.empty());
  }

  /** What a placement rule sees under the name of a field; empty when the agent has none. */
  public Optional<Attribute> field(String name) {
    return switch (name) {
      case Constraint.HOSTNAME, "@hostname" -> Optional.of(Attribute.text(hostname));
      case Constraint.REGION -> domain.map(FaultDomain::region).map(Attribute::text);
      case Constraint.ZONE -> domain.map(FaultDomain::zone).map(Attribute::text);
      default -> Optional.ofNullable(attributes.get(name));
    };
  }
}
