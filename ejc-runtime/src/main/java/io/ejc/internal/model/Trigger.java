package io.ejc.internal.model;

import java.time.Duration;
import java.time.Instant;

/**
 * What makes a job due. Printed as a word and a value, as in {@code rate PT5M}; {@link #parse} is
 * the inverse.
 */
public sealed interface Trigger {

  /** Nothing: somebody triggers it. */
  record ByHand() implements Trigger {
    @Override
    public String toString() {
      return "hand";
    }
  }

  /**
   * Times of the calendar.
   *
   * @param expression a Quartz cron expression
   */
  record Cron(String expression) implements Trigger {
    @Override
    public String toString() {
      return "cron " + expression;
    }
  }

  /**
   * An instant in each period.
   *
   * @param period from one to the next
   */
  record Rate(Duration period) implements Trigger {
    @Override
    public String toString() {
      return "rate " + period;
    }
  }

  /**
   * A pause after the end of each run.
   *
   * @param pause from the end of a run to the next instant
   */
  record Delay(Duration pause) implements Trigger {
    @Override
    public String toString() {
      return "delay " + pause;
    }
  }

  /**
   * Once.
   *
   * @param instant when
   */
  record At(Instant instant) implements Trigger {
    @Override
    public String toString() {
      return "at " + instant;
    }
  }

  /**
   * Once, some time after this trigger is in force.
   *
   * @param delay how long after
   */
  record After(Duration delay) implements Trigger {
    @Override
    public String toString() {
      return "after " + delay;
    }
  }

  /** The strict inverse of {@code toString()}. */
  static Trigger parse(String text) {
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    String value = space < 0 ? "" : text.substring(space + 1);
    return switch (word) {
      case "hand" -> new ByHand();
      case "cron" -> new Cron(value);
      case "rate" -> new Rate(Duration.parse(value));
      case "delay" -> new Delay(Duration.parse(value));
      case "at" -> new At(Instant.parse(value));
      case "after" -> new After(Duration.parse(value));
      default ->
          throw new IllegalArgumentException(
              "trigger: " + text + " (expected: one of hand, cron, rate, delay, at, after)");
    };
  }
}
