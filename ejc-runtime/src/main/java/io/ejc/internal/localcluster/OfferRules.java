package io.ejc.internal.localcluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.DomainInfo.FaultDomain;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.AttributeConstraint;
import org.apache.mesos.v1.scheduler.Protos.AttributeConstraint.Predicate;
import org.apache.mesos.v1.scheduler.Protos.OfferConstraints;
import org.jspecify.annotations.Nullable;

/**
 * Of which agents a framework wants offers (Mesos 1.11, {@code OfferConstraints}): one of a role's
 * groups must hold, and of a group every constraint. Constraints on text let attributes of other
 * types pass.
 */
final class OfferRules {

  static final OfferRules NONE = new OfferRules(OfferConstraints.getDefaultInstance());

  private final OfferConstraints constraints;

  private OfferRules(OfferConstraints constraints) {
    this.constraints = constraints;
  }

  static OfferRules of(OfferConstraints constraints) {
    return new OfferRules(constraints);
  }

  /** What is wrong with them, in Mesos' words, or null. */
  static @Nullable String problem(OfferConstraints constraints, List<String> roles) {
    for (Map.Entry<String, OfferConstraints.RoleConstraints> entry :
        constraints.getRoleConstraintsMap().entrySet()) {
      String role = entry.getKey();
      if (!roles.contains(role)) {
        return "Offer constraints specify `role_constraints` for a role '"
            + role
            + "'not contained in the set of roles";
      }
      if (entry.getValue().getGroupsCount() == 0) {
        return invalid(
            "'OfferConstraints::role_constraints' has an empty 'RoleConstraints::groups' for role "
                + role);
      }
      for (OfferConstraints.RoleConstraints.Group group : entry.getValue().getGroupsList()) {
        Optional<String> wrong =
            group.getAttributeConstraintsCount() == 0
                ? Optional.of(
                    "'OfferConstraints::RoleConstraints::groups' for role "
                        + role
                        + "contains an empty RoleConstraints::Group")
                : group.getAttributeConstraintsList().stream()
                    .flatMap(constraint -> wrong(constraint).stream())
                    .findFirst();
        if (wrong.isPresent()) {
          return invalid(wrong.get());
        }
      }
    }
    return null;
  }

  private static String invalid(String why) {
    return "Offer constraints are not valid: " + why;
  }

  private static Optional<String> wrong(AttributeConstraint constraint) {
    AttributeConstraint.Selector selector = constraint.getSelector();
    return switch (selector.getSelectorCase()) {
      case SELECTOR_NOT_SET ->
          Optional.of(
              "Exactly one of 'AttributeConstraint::Selector::name' or"
                  + " 'AttributeConstraint::Selector::pseudoattribute_type' must be set");
      case PSEUDOATTRIBUTE_TYPE ->
          selector.getPseudoattributeType()
                  == AttributeConstraint.Selector.PseudoattributeType.UNKNOWN
              ? Optional.of("Unknown pseudoattribute type")
              : predicate(constraint.getPredicate());
      case ATTRIBUTE_NAME -> predicate(constraint.getPredicate());
    };
  }

  private static Optional<String> predicate(Predicate predicate) {
    return switch (predicate.getPredicateCase()) {
      case PREDICATE_NOT_SET -> Optional.of("Unknown predicate type");
      case TEXT_MATCHES -> expression(predicate.getTextMatches().getRegex());
      case TEXT_NOT_MATCHES -> expression(predicate.getTextNotMatches().getRegex());
      case EXISTS, NOT_EXISTS, TEXT_EQUALS, TEXT_NOT_EQUALS -> Optional.empty();
    };
  }

  private static Optional<String> expression(String regex) {
    try {
      Pattern unused = Pattern.compile(regex);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of("Failed to construct regex from pattern '" + regex + "'");
    }
  }

  /** Whether offers of this agent are wanted for this role. */
  boolean allow(String role, AgentDescription agent) {
    OfferConstraints.RoleConstraints rules = constraints.getRoleConstraintsMap().get(role);
    return rules == null
        || rules.getGroupsList().stream()
            .anyMatch(
                group ->
                    group.getAttributeConstraintsList().stream()
                        .allMatch(constraint -> holds(constraint, agent)));
  }

  private static boolean holds(AttributeConstraint constraint, AgentDescription agent) {
    AttributeConstraint.Selector selector = constraint.getSelector();
    if (selector.hasPseudoattributeType()) {
      return holds(constraint.getPredicate(), pseudo(selector, agent), true);
    }
    Optional<Attribute> first =
        agent.attributes().stream()
            .filter(attribute -> attribute.getName().equals(selector.getAttributeName()))
            .findFirst();
    boolean text = first.filter(found -> found.getType() != Value.Type.TEXT).isEmpty();
    return holds(constraint.getPredicate(), first.map(found -> found.getText().getValue()), text);
  }

  private static Optional<String> pseudo(
      AttributeConstraint.Selector selector, AgentDescription agent) {
    if (selector.getPseudoattributeType()
        == AttributeConstraint.Selector.PseudoattributeType.HOSTNAME) {
      return Optional.of(agent.hostname());
    }
    Optional<FaultDomain> domain =
        Optional.ofNullable(agent.domain()).map(known -> known.getFaultDomain());
    return selector.getPseudoattributeType()
            == AttributeConstraint.Selector.PseudoattributeType.REGION
        ? domain.map(known -> known.getRegion().getName())
        : domain.map(known -> known.getZone().getName());
  }

  private static boolean holds(Predicate predicate, Optional<String> value, boolean text) {
    return switch (predicate.getPredicateCase()) {
      case EXISTS -> value.isPresent();
      case NOT_EXISTS -> value.isEmpty();
      case TEXT_EQUALS ->
          !text || value.filter(predicate.getTextEquals().getValue()::equals).isPresent();
      case TEXT_NOT_EQUALS ->
          !text || value.filter(predicate.getTextNotEquals().getValue()::equals).isEmpty();
      case TEXT_MATCHES ->
          !text
              || value.filter(is -> is.matches(predicate.getTextMatches().getRegex())).isPresent();
      case TEXT_NOT_MATCHES ->
          !text
              || value.filter(is -> is.matches(predicate.getTextNotMatches().getRegex())).isEmpty();
      case PREDICATE_NOT_SET -> true;
    };
  }
}
