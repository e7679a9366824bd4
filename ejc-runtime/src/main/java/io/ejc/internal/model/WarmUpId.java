package io.ejc.internal.model;

/**
 * The id of a Mesos task that starts a shared executor ahead of a fire and runs nothing in it.
 * Printed as {@code job.wNUMBER}; the number comes from the same counter as those of carriers, so
 * it is never reused.
 *
 * @param job the job for whose fire it is
 * @param number its number, from 1
 */
public record WarmUpId(JobName job, long number) implements TaskId {

  /** Checks the number. */
  public WarmUpId {
    if (number < 1) {
      throw new IllegalArgumentException("warm-up: " + number + " (expected: 1 or more)");
    }
  }

  /** The strict inverse of {@link #toString()}. */
  public static WarmUpId parse(String text) {
    RightToLeft parts = new RightToLeft(text, "warm-up id");
    String last = parts.next();
    if (!last.startsWith("w")) {
      throw parts.malformed();
    }
    long number = parts.number(last.substring(1));
    return new WarmUpId(new JobName(parts.rest()), number);
  }

  @Override
  public String toString() {
    return job + ".w" + number;
  }
}
