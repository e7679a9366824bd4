package io.ejc.api;

import java.util.List;

/**
 * EJC could not start. Carries every problem that was found, not only the first. It has no stack
 * trace: the problems are in the application's configuration or surroundings, not on a line of
 * code.
 */
public final class EjcStartException extends EjcException {

  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /**
   * Says why EJC could not start.
   *
   * @param problems one sentence or paragraph each, at least one
   */
  public EjcStartException(List<String> problems) {
    super(text(problems), false);
    this.problems = List.copyOf(problems);
  }

  /** The problems, in the order in which they were found. */
  public List<String> problems() {
    return problems;
  }

  private static String text(List<String> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("problems: 0 (expected: at least one)");
    }
    if (problems.size() == 1) {
      return "EJC could not start: " + problems.get(0);
    }
    StringBuilder text =
        new StringBuilder("EJC could not start, " + problems.size() + " problems:");
    for (String problem : problems) {
      text.append(System.lineSeparator()).append("  - ").append(problem);
    }
    return text.toString();
  }
}
