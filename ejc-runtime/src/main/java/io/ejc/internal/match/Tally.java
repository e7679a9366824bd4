package io.ejc.internal.match;

import io.ejc.internal.model.Constraint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many items of a group are where: those that run, and those that were just placed. */
final class Tally {

  private final List<Constraint> constraints;
  private final Map<String, Map<String, Integer>> counts = new HashMap<>();

  Tally(List<Constraint> constraints, List<Map<String, String>> running) {
    this.constraints = constraints.stream().filter(Constraint::counts).toList();
    running.forEach(this::add);
  }

  void add(Map<String, String> place) {
    place.forEach(
        (field, value) ->
            counts.computeIfAbsent(field, f -> new HashMap<>()).merge(value, 1, Integer::sum));
  }

  /** The first rule that one more item at a place would break. */
  Optional<Veto> veto(Map<String, String> place) {
    for (Constraint constraint : constraints) {
      String value = place.getOrDefault(constraint.field(), "");
      Map<String, Integer> groups = counts.getOrDefault(constraint.field(), Map.of());
      int there = groups.getOrDefault(value, 0);
      boolean fits =
          switch (constraint.operator()) {
            case UNIQUE -> there == 0;
            case MAX_PER -> there < Integer.parseInt(constraint.value());
            case CLUSTER -> groups.isEmpty() || there > 0;
            case GROUP_BY -> there == 0 || isSmallest(constraint, groups, there);
            case LIKE, UNLIKE, IS -> true;
          };
      if (!fits) {
        return Optional.of(
            constraint.operator() == Constraint.Operator.CLUSTER
                ? elsewhere(constraint, value, groups)
                : new Veto.Occupied(constraint, value, there));
      }
    }
    return Optional.empty();
  }

  private static Veto elsewhere(Constraint constraint, String value, Map<String, Integer> groups) {
    int others = groups.values().stream().mapToInt(Integer::intValue).sum();
    String where = String.join(",", groups.keySet());
    return new Veto.Occupied(constraint, where + ", and not " + value + ",", others);
  }

  /** As in Marathon: a value that is there takes more when all are there and none has fewer. */
  private static boolean isSmallest(Constraint constraint, Map<String, Integer> groups, int there) {
    int expected = constraint.value().isEmpty() ? 0 : Integer.parseInt(constraint.value());
    boolean none = groups.values().stream().noneMatch(count -> count < there);
    return none && groups.size() >= expected;
  }

  /** Whether a rule spreads items over values. */
  boolean spreads() {
    return constraints.stream()
        .anyMatch(constraint -> constraint.operator() == Constraint.Operator.GROUP_BY);
  }

  /** How full a place is by the rules that spread: the emptiest is filled first. */
  int fullness(Map<String, String> place) {
    int most = 0;
    for (Constraint constraint : constraints) {
      if (constraint.operator() == Constraint.Operator.GROUP_BY) {
        String value = place.getOrDefault(constraint.field(), "");
        most =
            Math.max(
                most, counts.getOrDefault(constraint.field(), Map.of()).getOrDefault(value, 0));
      }
    }
    return most;
  }
}
