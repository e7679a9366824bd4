package io.ejc.internal.model;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * A day on which a job is not due: a date ({@code 2026-12-24}), a day of every year ({@code 12-25})
 * or a weekday ({@code SUN}). 29 February of every year is that day in leap years alone.
 */
public sealed interface ExcludedDay {

  /** The rule, as people read it. */
  String RULE = "a date such as 2026-12-24, a day of every year such as 12-25, or MON to SUN";

  /** Whether a date is meant. */
  boolean matches(LocalDate date);

  /** One date. */
  record Date(LocalDate date) implements ExcludedDay {
    @Override
    public boolean matches(LocalDate other) {
      return date.equals(other);
    }

    @Override
    public String toString() {
      return date.toString();
    }
  }

  /** A day of every year. */
  record Yearly(MonthDay day) implements ExcludedDay {
    @Override
    public boolean matches(LocalDate other) {
      return day.equals(MonthDay.from(other));
    }

    @Override
    public String toString() {
      return day.toString().substring(2);
    }
  }

  /** A day of every week. */
  record Weekly(DayOfWeek day) implements ExcludedDay {
    @Override
    public boolean matches(LocalDate other) {
      return day == other.getDayOfWeek();
    }

    @Override
    public String toString() {
      return shortName(day);
    }
  }

  /**
   * Reads a day; weekdays may be written in any case, and in full.
   *
   * @throws IllegalArgumentException when it is none
   */
  static ExcludedDay parse(String text) {
    String day = text.strip().toUpperCase(Locale.ROOT);
    for (DayOfWeek weekday : DayOfWeek.values()) {
      if (day.equals(weekday.name()) || day.equals(shortName(weekday))) {
        return new Weekly(weekday);
      }
    }
    try {
      return day.length() == 5
          ? new Yearly(MonthDay.parse("--" + day))
          : new Date(LocalDate.parse(day));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("excluded day: " + text + " (expected: " + RULE + ")", e);
    }
  }

  private static String shortName(DayOfWeek day) {
    return day.getDisplayName(TextStyle.SHORT, Locale.ROOT).toUpperCase(Locale.ROOT);
  }
}
