package io.ejc.api;

/**
 * What happens to fires at local times that come twice because clocks are set back: an hour in
 * autumn, as a rule. It holds for every change that a zone makes, daylight saving or not.
 */
public enum DstOverlap {
  /**
   * As the expression means it. One that is due in every hour of the day means an interval and
   * fires both times, so that {@code 0 0/5 * * * ?} makes no pause of an hour. Any other expression
   * means times of the day and fires the first time only. The default.
   */
  AUTO,
  /** Each local time fires the first time only. An interval then pauses for an hour. */
  ONCE,
  /** Each local time fires both times. */
  TWICE
}
