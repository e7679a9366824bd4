package io.ejc.api;

/**
 * What happens to fires at local times that a change of the clocks leaves out: an hour in spring,
 * as a rule, and once a whole day in Samoa. It holds for every change that a zone makes, daylight
 * saving or not.
 */
public enum DstGap {
  /**
   * As the expression means it. One that is due in every hour of the day means an interval and
   * skips: when clocks go from 02:00 to 03:00, {@code 0 30 * * * ?} fires at 01:30 and at 03:30, an
   * hour later. Where clocks go forward by another part of an hour (Lord Howe Island) skipping
   * would leave a longer pause, so there it runs after. Any other expression means times of the day
   * and runs after. The default.
   */
  AUTO,
  /**
   * One fire at the first instant after the gap stands for all that it left out. {@code 0 15,45 2 *
   * * ?} fires once, at 03:00. Where that instant is due anyway, there is one fire all the same.
   */
  RUN_AFTER,
  /** What the gap left out does not fire. */
  SKIP
}
