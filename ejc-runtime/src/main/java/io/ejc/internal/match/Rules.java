package io.ejc.internal.match;

import io.ejc.internal.model.AgentTraits;
import io.ejc.internal.model.Attribute;
import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.Constraint.Operator;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Placement rules that look at an agent alone, with the meaning they have in Marathon. Remembers
 * what expressions compile to, for one pass.
 */
final class Rules {

  private static final int NUMBER_MAX = 40;

  private final Map<String, Expression> expressions = new HashMap<>();

  /** The first rule that the agent itself breaks, whoever else is on it. */
  Optional<Veto> broken(List<Constraint> constraints, AgentTraits traits) {
    for (Constraint constraint : constraints) {
      Optional<Attribute> found = traits.field(constraint.field());
      if (!holds(constraint, found)) {
        return Optional.of(new Veto.Unsuited(constraint, found.map(Attribute::text).orElse("")));
      }
    }
    return Optional.empty();
  }

  private boolean holds(Constraint constraint, Optional<Attribute> found) {
    if (found.isEmpty()) {
      return constraint.operator() == Operator.UNLIKE;
    }
    Attribute attribute = found.get();
    return switch (constraint.operator()) {
      case UNIQUE, GROUP_BY, MAX_PER -> true;
      case CLUSTER -> constraint.value().isEmpty() || attribute.text().equals(constraint.value());
      case LIKE -> matches(constraint, attribute);
      case UNLIKE -> !matches(constraint, attribute);
      case IS -> is(attribute, constraint.value());
    };
  }

  private boolean matches(Constraint constraint, Attribute attribute) {
    return expressions
        .computeIfAbsent(constraint.value(), Expression::new)
        .matches(attribute.text());
  }

  /** Scalars are equal as numbers, to the thousandth as everywhere in Mesos. */
  private static boolean is(Attribute attribute, String value) {
    if (attribute.text().equals(value)) {
      return true;
    }
    boolean number =
        attribute.number() && value.length() <= NUMBER_MAX && value.matches("-?[0-9]+(\\.[0-9]+)?");
    return number
        && new BigDecimal(value)
                .subtract(new BigDecimal(attribute.text()))
                .abs()
                .compareTo(new BigDecimal("0.0005"))
            < 0;
  }

  /** The agent's values in the fields that the rules count. */
  static SortedMap<String, String> place(List<Constraint> constraints, AgentTraits traits) {
    SortedMap<String, String> place = new TreeMap<>();
    for (Constraint constraint : constraints) {
      if (constraint.counts()) {
        traits
            .field(constraint.field())
            .ifPresent(value -> place.put(constraint.field(), value.text()));
      }
    }
    return place;
  }
}
