package io.ejc.internal.trigger;

import java.time.YearMonth;
import java.util.BitSet;
import java.util.List;

/**
 * A cron expression as sets of numbers. Days are rules, because they depend on the month.
 *
 * @param seconds 0 to 59
 * @param minutes 0 to 59
 * @param hours 0 to 23
 * @param days which days of a month; a day is due when any of the rules names it
 * @param months 1 to 12
 * @param years 1970 to 2099; all of them means for ever
 */
record CronFields(
    BitSet seconds, BitSet minutes, BitSet hours, List<DayRule> days, BitSet months, BitSet years) {

  static final int FIRST_YEAR = 1970;
  static final int LAST_YEAR = 2099;

  private static final int HOURS_OF_DAY = 24;

  CronFields {
    days = List.copyOf(days);
  }

  boolean isDueInMonth(YearMonth month) {
    return months.get(month.getMonthValue()) && isDueInYear(month.getYear());
  }

  boolean isDueInYear(int year) {
    return isForEver() || years.get(year);
  }

  BitSet daysOf(YearMonth month) {
    BitSet due = new BitSet(32);
    days.forEach(rule -> rule.addDays(month, due));
    return due;
  }

  /** Whether it is due in every hour: then it means an interval, and not a time of the day. */
  boolean isHourly() {
    return hours.cardinality() == HOURS_OF_DAY;
  }

  /** The years to look into after a year: a weekday falls on 29 February at least once in 40. */
  int lastYearAfter(int year) {
    return isForEver() ? year + 40 : years.length() - 1;
  }

  private boolean isForEver() {
    return years.cardinality() == LAST_YEAR - FIRST_YEAR + 1;
  }
}
