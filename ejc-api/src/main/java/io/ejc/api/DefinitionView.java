package io.ejc.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a job is, attribute by attribute, and who says so.
 *
 * @param name the job's name
 * @param jobClass the class that runs it; of a method its class and name, as in {@code Shop#count}
 * @param fromCode whether code registered it, and no annotation
 * @param attributes the attributes of {@link ElasticJob} that are in force, by name, all but the
 *     job's name
 * @param change what was last decided about it at run time; empty when nothing is
 */
public record DefinitionView(
    String name,
    String jobClass,
    boolean fromCode,
    List<Attribute> attributes,
    Optional<Change> change) {

  /** Copies the list. */
  public DefinitionView {
    attributes = List.copyOf(attributes);
  }

  /** Who says what an attribute is; each wins over those before it. */
  public enum Origin {
    /** Nobody: it is the attribute's default. */
    DEFAULT,
    /** The configuration, through a placeholder or {@code ejc.timeZone}. */
    CONFIGURATION,
    /** The annotation. */
    ANNOTATION,
    /** A registration or an update at run time. */
    OVERRIDE
  }

  /**
   * An attribute.
   *
   * @param name its name
   * @param text its value as text; of a list the elements on lines of their own
   * @param origin who says so
   */
  public record Attribute(String name, String text, Origin origin) {}

  /**
   * What was decided at run time.
   *
   * @param by the host that was asked
   * @param at when
   * @param madeFor the class that the job had then; another one than {@link #jobClass()} when a new
   *     version of the application has renamed it
   * @param problem why it has no effect now, or why the job is held back; empty when all is well
   */
  public record Change(String by, Instant at, String madeFor, Optional<String> problem) {}

  /**
   * One of the attributes.
   *
   * @param attribute its name
   * @throws IllegalArgumentException when there is no such attribute
   */
  public Attribute attribute(String attribute) {
    return attributes.stream()
        .filter(each -> each.name().equals(attribute))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "attribute: " + attribute + " (expected: one of @ElasticJob)"));
  }
}
