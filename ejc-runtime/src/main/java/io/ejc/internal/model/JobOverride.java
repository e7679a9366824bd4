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
 * @param registered those of them with which code registered the job, as it gave them; empty of an
 *     override
 * @param by who decided it last, for people
 * @param at when
 * @param problem why it has no effect now; empty when it has
 */
public record JobOverride(
    JobName job,
    Kind kind,
    String jobClass,
    SortedMap<String, String> attributes,
    SortedMap<String, String> registered,
    String by,
    Instant at,
    String problem) {

  /** Copies the maps. */
  public JobOverride {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    registered = Collections.unmodifiableSortedMap(new TreeMap<>(registered));
  }

  /** What it is. */
  public enum Kind {
    /** Attributes over those of an annotation. */
    OVERRIDE,
    /** A job without an annotation. */
    REGISTERED
  }

  /** Attributes laid over an annotation. */
  public static JobOverride over(
      JobName job, String jobClass, SortedMap<String, String> attributes, String by, Instant at) {
    return new JobOverride(job, Kind.OVERRIDE, jobClass, attributes, new TreeMap<>(), by, at, "");
  }

  /** A job that code registers. */
  public static JobOverride registered(
      JobName job, String jobClass, SortedMap<String, String> attributes, String by, Instant at) {
    return new JobOverride(job, Kind.REGISTERED, jobClass, attributes, attributes, by, at, "");
  }

  /** Whether code registered the job. */
  public boolean registers() {
    return kind == Kind.REGISTERED;
  }

  /** The same, with other attributes, decided by somebody else. */
  public JobOverride with(SortedMap<String, String> other, String who, Instant when) {
    return new JobOverride(job, kind, jobClass, other, registered, who, when, "");
  }

  /** The same, found to have no effect, or to have one again. */
  public JobOverride judged(String newProblem) {
    return new JobOverride(job, kind, jobClass, attributes, registered, by, at, newProblem);
  }
}
