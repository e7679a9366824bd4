package io.ejc.internal.trigger;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;

/** Names days of a month. A day that a month does not have is not named. */
interface DayRule {

  void addDays(YearMonth month, BitSet days);

  /** The days of the month with these numbers. */
  static DayRule daysOfMonth(BitSet numbers) {
    return (month, days) -> {
      for (int day = 1; day <= month.lengthOfMonth(); day++) {
        if (numbers.get(day)) {
          days.set(day);
        }
      }
    };
  }

  /** {@code L} and {@code L-n}: the last day of the month, or the n-th before it. */
  static DayRule beforeLastDay(int daysBefore) {
    return (month, days) -> {
      int day = month.lengthOfMonth() - daysBefore;
      if (day >= 1) {
        days.set(day);
      }
    };
  }

  /** {@code LW}: the last day from Monday to Friday. */
  static DayRule lastWorkingDay() {
    return (month, days) -> days.set(nearestWorkingDay(month.atEndOfMonth()));
  }

  /** {@code nW}: the day from Monday to Friday nearest to a day, in the same month. */
  static DayRule workingDayNearest(int day) {
    return (month, days) -> {
      if (month.isValidDay(day)) {
        days.set(nearestWorkingDay(month.atDay(day)));
      }
    };
  }

  /** All days of these weekdays, 1 for Sunday to 7 for Saturday. */
  static DayRule weekdays(BitSet quartzNumbers) {
    return (month, days) -> {
      for (int day = 1; day <= month.lengthOfMonth(); day++) {
        if (quartzNumbers.get(quartzNumber(month.atDay(day).getDayOfWeek()))) {
          days.set(day);
        }
      }
    };
  }

  /** {@code nL}: the last such weekday. */
  static DayRule lastWeekday(DayOfWeek weekday) {
    return (month, days) ->
        days.set(month.atDay(1).with(TemporalAdjusters.lastInMonth(weekday)).getDayOfMonth());
  }

  /** {@code n#m}: the m-th such weekday, in months that have it. */
  static DayRule nthWeekday(DayOfWeek weekday, int nth) {
    return (month, days) -> {
      LocalDate date = month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(nth, weekday));
      if (YearMonth.from(date).equals(month)) {
        days.set(date.getDayOfMonth());
      }
    };
  }

  /** The weekday of Quartz' numbers: 1 for Sunday to 7 for Saturday. */
  static DayOfWeek ofQuartzNumber(int number) {
    return DayOfWeek.SATURDAY.plus(number);
  }

  private static int quartzNumber(DayOfWeek weekday) {
    return weekday.getValue() % 7 + 1;
  }

  private static int nearestWorkingDay(LocalDate date) {
    int day = date.getDayOfMonth();
    return switch (date.getDayOfWeek()) {
      case SATURDAY -> day == 1 ? 3 : day - 1;
      case SUNDAY -> day == date.lengthOfMonth() ? day - 2 : day + 1;
      default -> day;
    };
  }
}
