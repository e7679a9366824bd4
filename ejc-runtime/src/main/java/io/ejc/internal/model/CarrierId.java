package io.ejc.internal.model;

/**
 * The id of a Mesos task that holds resources on an agent and in whose name attempts run. Printed
 * as {@code job.cNUMBER}; the number comes from the job's one durable counter, so it is never
 * reused, not even after the job was removed and registered again.
 *
 * @param job the job for which it was made
 * @param number its number, from 1
 */
public record CarrierId(JobName job, long number) implements TaskId {

  /** Checks the number. */
  public CarrierId {
    if (number < 1) {
      throw new IllegalArgumentException("carrier: " + number + " (expected: 1 or more)");
    }
  }

  /** The strict inverse of {@link #toString()}. */
  public static CarrierId parse(String text) {
    RightToLeft parts = new RightToLeft(text, "carrier id");
    String last = parts.next();
    if (!last.startsWith("c")) {
      throw parts.malformed();
    }
    long number = parts.number(last.substring(1));
    return new CarrierId(new JobName(parts.rest()), number);
  }

  @Override
  public String toString() {
    return job + ".c" + number;
  }
}
