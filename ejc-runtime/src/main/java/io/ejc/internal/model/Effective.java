package io.ejc.internal.model;

import java.util.List;
import java.util.Optional;

/**
 * What a job is when everything that is said of it is laid over one another.
 *
 * @param definition the definition; empty when there are problems
 * @param attributes every attribute with its origin, by name
 * @param problems what does not fit, a line each
 */
public record Effective(
    Optional<JobDefinition> definition, List<Said> attributes, List<String> problems) {

  /** Copies the lists. */
  public Effective {
    attributes = List.copyOf(attributes);
    problems = List.copyOf(problems);
  }

  /**
   * An attribute.
   *
   * @param name its name
   * @param text its value as text
   * @param origin who says so
   */
  public record Said(String name, String text, From origin) {}

  /** Who says what an attribute is. */
  public enum From {
    DEFAULT,
    CONFIGURATION,
    ANNOTATION,
    OVERRIDE
  }
}
