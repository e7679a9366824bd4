package io.ejc.internal.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When an agent is announced to be away, by an operator's maintenance schedule.
 *
 * @param start from when
 * @param duration for how long, as the operator guesses; empty for no end
 */
public record Unavailability(Instant start, Optional<Duration> duration) {

  /** Whether work from one instant to another meets it. */
  public boolean meets(Instant from, Instant until) {
    boolean over = duration.map(lasts -> !from.isBefore(start.plus(lasts))).orElse(false);
    return !over && until.isAfter(start);
  }
}
