package io.ejc.internal.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When an operator will take an agent away for maintenance.
 *
 * @param start from when
 * @param duration for how long; empty when nobody knows
 */
public record Unavailability(Instant start, Optional<Duration> duration) {

  /** Whether the agent is to be left alone at an instant. */
  public boolean covers(Instant instant) {
    boolean over = duration.map(length -> !instant.isBefore(start.plus(length))).orElse(false);
    return !instant.isBefore(start) && !over;
  }
}
