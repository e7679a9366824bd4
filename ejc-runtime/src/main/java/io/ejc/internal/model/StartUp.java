package io.ejc.internal.model;

import java.time.Instant;

/**
 * How long an executor took until its first attempt could begin, by the clock of its agent. In
 * milliseconds, each phase from the end of the one before.
 *
 * @param process when its process began, what it needs fetched
 * @param jvm until the executor's own code ran
 * @param subscribed until its agent had answered it
 * @param loaded until the application's classes and its job factory could be used
 * @param begun until user code was called
 */
public record StartUp(Instant process, long jvm, long subscribed, long loaded, long begun) {

  private static final int PARTS = 5;

  /** The whole, without what came before the process. */
  public long millis() {
    return jvm + subscribed + loaded + begun;
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when it is no such text
   */
  public static StartUp parse(String text) {
    String[] parts = text.split("\\+", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("start: " + text + " (expected: an instant and 4 phases)");
    }
    return new StartUp(
        Instant.parse(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]));
  }

  @Override
  public String toString() {
    return process + "+" + jvm + "+" + subscribed + "+" + loaded + "+" + begun;
  }
}
