package io.ejc.internal.model;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was decided about a job at run time: attributes that are laid over those of its annotation,
 * or a job that code registered.
 *
 * @param job the job
 * @param kind which of the two
 * @param jobClass the class that runs it; of an override the one that it had when this was decided
 * @param attributes attribute to text; what is not named is as the annotation, or the default, says
 * @param by who decided it last, for people
 * @param at when
 * @param problem why it has no effect now; empty when it has
 */
public record JobOverride(
    JobName job,
    Kind kind,
    String jobClass,
    SortedMap<String, String> attributes,
    String by,
    Instant at,
    String problem) {

  /** Copies the map. */
  public JobOverride {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /** What it is. */
  public enum Kind {
    /** Attributes over those of an annotation. */
    OVERRIDE,
    /** A job without an annotation. */
    REGISTERED
  }

  /** Whether code registered the job. */
  public boolean registers() {
    return kind == Kind.REGISTERED;
  }

  /** The same, with other attributes, decided by somebody else. */
  public JobOverride with(SortedMap<String, String> other, String who, Instant when) {
    return new JobOverride(job, kind, jobClass, other, who, when, "");
  }

  /** The same, found to have no effect, or to have one again. */
  public JobOverride judged(String newProblem) {
    return new JobOverride(job, kind, jobClass, attributes, by, at, newProblem);
  }
}
