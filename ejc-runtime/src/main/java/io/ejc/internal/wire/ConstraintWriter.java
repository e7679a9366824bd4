package io.ejc.internal.wire;

import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.Wishes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.mesos.v1.scheduler.Protos.AttributeConstraint;
import org.apache.mesos.v1.scheduler.Protos.AttributeConstraint.Predicate;
import org.apache.mesos.v1.scheduler.Protos.AttributeConstraint.Selector;
import org.apache.mesos.v1.scheduler.Protos.OfferConstraints;
import org.apache.mesos.v1.scheduler.Protos.OfferConstraints.RoleConstraints;

/**
 * Writes of which agents offers are of use (Mesos 1.11, {@code OfferConstraints}). What the master
 * leaves out is never offered, so a rule is written only where the master cannot read it more
 * narrowly than {@code match} does; what cannot be written is left to {@code match}.
 */
final class ConstraintWriter {

  /** Means the same in RE2 as here; anything else the master might refuse, with the whole call. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_. /,|()*+?-]{1,40}");

  private static final Pattern NOT_IN_RE2 = Pattern.compile("\\(\\?|\\(\\)|[*+?]\\+");

  private ConstraintWriter() {}

  /** The constraints; empty when there is nothing to leave out. */
  static Optional<OfferConstraints> write(Wishes wishes) {
    OfferConstraints.Builder written = OfferConstraints.newBuilder();
    wishes
        .agents()
        .forEach(
            (role, groups) ->
                role(groups).ifPresent(rules -> written.putRoleConstraints(role, rules)));
    return written.getRoleConstraintsCount() == 0 ? Optional.empty() : Optional.of(written.build());
  }

  private static Optional<RoleConstraints> role(List<List<Constraint>> groups) {
    RoleConstraints.Builder role = RoleConstraints.newBuilder();
    for (List<Constraint> group : groups) {
      List<AttributeConstraint> rules = new ArrayList<>();
      group.forEach(rule -> predicate(rule).ifPresent(is -> rules.add(rule(rule.field(), is))));
      if (rules.isEmpty()) {
        return Optional.empty(); // a job of this group takes any agent
      }
      role.addGroups(RoleConstraints.Group.newBuilder().addAllAttributeConstraints(rules));
    }
    return Optional.of(role.build());
  }

  private static AttributeConstraint rule(String field, Predicate.Builder predicate) {
    Selector.Builder selector = Selector.newBuilder();
    switch (field) {
      case Constraint.HOSTNAME, "@hostname" ->
          selector.setPseudoattributeType(Selector.PseudoattributeType.HOSTNAME);
      case Constraint.REGION ->
          selector.setPseudoattributeType(Selector.PseudoattributeType.REGION);
      case Constraint.ZONE -> selector.setPseudoattributeType(Selector.PseudoattributeType.ZONE);
      default -> selector.setAttributeName(field);
    }
    return AttributeConstraint.newBuilder().setSelector(selector).setPredicate(predicate).build();
  }

  private static Optional<Predicate.Builder> predicate(Constraint rule) {
    Predicate.Builder predicate = Predicate.newBuilder();
    Predicate.Builder exists =
        Predicate.newBuilder().setExists(Predicate.Exists.getDefaultInstance());
    return switch (rule.operator()) {
      case IS -> Optional.of(predicate.setTextEquals(equalTo(rule)));
      case CLUSTER ->
          Optional.of(rule.value().isEmpty() ? exists : predicate.setTextEquals(equalTo(rule)));
      case UNIQUE, GROUP_BY, MAX_PER -> Optional.of(exists);
      case LIKE ->
          Optional.of(
              isPlain(rule)
                  ? predicate.setTextMatches(
                      Predicate.TextMatches.newBuilder().setRegex(rule.value()))
                  : exists);
      case UNLIKE ->
          isPlain(rule)
              ? Optional.of(
                  predicate.setTextNotMatches(
                      Predicate.TextNotMatches.newBuilder().setRegex(rule.value())))
              : Optional.empty();
    };
  }

  private static Predicate.TextEquals equalTo(Constraint rule) {
    return Predicate.TextEquals.newBuilder().setValue(rule.value()).build();
  }

  private static boolean isPlain(Constraint rule) {
    return PLAIN.matcher(rule.value()).matches() && !NOT_IN_RE2.matcher(rule.value()).find();
  }
}
