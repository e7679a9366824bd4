package io.ejc.internal.core;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A lifecycle as a table: which state may follow which. What is not in the table is a bug, and is
 * stopped where it happens.
 *
 * @param <S> the states
 */
final class Transitions<S extends Enum<S>> {

  private final Map<S, Set<S>> allowed;
  private final String name;

  private Transitions(String name, Class<S> states) {
    this.name = name;
    this.allowed = new EnumMap<>(states);
    for (S state : states.getEnumConstants()) {
      allowed.put(state, EnumSet.noneOf(states));
    }
  }

  static <S extends Enum<S>> Transitions<S> of(String name, Class<S> states) {
    return new Transitions<>(name, states);
  }

  Transitions<S> allow(S from, Set<S> to) {
    following(from).addAll(to);
    return this;
  }

  /** The state after, if it may follow the state before. */
  S check(S before, S after, Object of) {
    if (!following(before).contains(after)) {
      throw new IllegalStateException(
          name
              + " "
              + of
              + ": "
              + before
              + " -> "
              + after
              + " (expected: "
              + following(before)
              + ")");
    }
    return after;
  }

  Set<S> following(S state) {
    Set<S> states = allowed.get(state);
    if (states == null) {
      throw new IllegalArgumentException(name + ": " + state + " (expected: a known state)");
    }
    return states;
  }

  /** The table as a PlantUML state diagram. */
  String diagram() {
    return allowed.entrySet().stream()
        .flatMap(row -> row.getValue().stream().map(to -> row.getKey() + " --> " + to))
        .collect(Collectors.joining("\n", "@startuml " + name + "\n", "\n@enduml\n"));
  }
}
