package io.ejc.internal.model;

import java.util.regex.Pattern;

/** The name of a job, and its identity in the ledger. */
public record JobName(String value) implements Comparable<JobName> {

  /** The rule for names, as people read it. */
  public static final String RULE = "[A-Za-z0-9._-]{1,100}";

  private static final Pattern PATTERN = Pattern.compile(RULE);

  /** Checks the rule: Mesos ids hold the name and allow neither slash nor control characters. */
  public JobName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("name: " + value + " (expected: " + RULE + ")");
    }
  }

  /** Whether a text may be a job's name. */
  public static boolean isValid(String value) {
    // "." and ".." cannot be the name of a ZooKeeper node
    return PATTERN.matcher(value).matches() && !value.equals(".") && !value.equals("..");
  }

  @Override
  public int compareTo(JobName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
