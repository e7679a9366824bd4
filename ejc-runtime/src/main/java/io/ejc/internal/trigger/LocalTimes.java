package io.ejc.internal.trigger;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Optional;

/** The local times that a cron expression names, on a time line without zones. */
final class LocalTimes {

  private final CronFields fields;

  LocalTimes(CronFields fields) {
    this.fields = fields;
  }

  /** The first named time at or after a time. */
  Optional<LocalDateTime> atOrAfter(LocalDateTime from) {
    LocalDateTime start = from.truncatedTo(ChronoUnit.SECONDS);
    if (start.isBefore(from)) {
      start = start.plusSeconds(1);
    }
    LocalDateTime firstSecond = start;
    Optional<LocalDateTime> sameDay =
        isDue(start.toLocalDate())
            ? timeAtOrAfter(start.toLocalTime()).map(firstSecond.toLocalDate()::atTime)
            : Optional.empty();
    return sameDay.isPresent() ? sameDay : onDayAfter(start.toLocalDate());
  }

  /** The first named time after a time. */
  Optional<LocalDateTime> after(LocalDateTime time) {
    return atOrAfter(time.plusNanos(1));
  }

  private boolean isDue(LocalDate date) {
    YearMonth month = YearMonth.from(date);
    return fields.isDueInMonth(month) && fields.daysOf(month).get(date.getDayOfMonth());
  }

  private Optional<LocalDateTime> onDayAfter(LocalDate date) {
    LocalTime first =
        LocalTime.of(
            fields.hours().nextSetBit(0),
            fields.minutes().nextSetBit(0),
            fields.seconds().nextSetBit(0));
    return dayAtOrAfter(date.plusDays(1)).map(day -> day.atTime(first));
  }

  private Optional<LocalDate> dayAtOrAfter(LocalDate from) {
    int lastYear = fields.lastYearAfter(from.getYear());
    int firstDay = from.getDayOfMonth();
    for (YearMonth month = YearMonth.from(from);
        month.getYear() <= lastYear;
        month = month.plusMonths(1)) {
      if (fields.isDueInMonth(month)) {
        int day = fields.daysOf(month).nextSetBit(firstDay);
        if (day > 0) {
          return Optional.of(month.atDay(day));
        }
      }
      firstDay = 1;
    }
    return Optional.empty();
  }

  private Optional<LocalTime> timeAtOrAfter(LocalTime from) {
    BitSet hours = fields.hours();
    BitSet minutes = fields.minutes();
    BitSet seconds = fields.seconds();
    if (hours.get(from.getHour())) {
      if (minutes.get(from.getMinute())) {
        int second = seconds.nextSetBit(from.getSecond());
        if (second >= 0) {
          return Optional.of(from.withSecond(second));
        }
      }
      int minute = minutes.nextSetBit(from.getMinute() + 1);
      if (minute >= 0) {
        return Optional.of(LocalTime.of(from.getHour(), minute, seconds.nextSetBit(0)));
      }
    }
    int hour = hours.nextSetBit(from.getHour() + 1);
    return hour < 0
        ? Optional.empty()
        : Optional.of(LocalTime.of(hour, minutes.nextSetBit(0), seconds.nextSetBit(0)));
  }
}
