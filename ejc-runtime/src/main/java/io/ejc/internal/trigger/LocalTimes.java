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

  private static final int SECONDS_OF_DAY = 86_400;

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

  /** How many named times lie between two: the first included, the second not. */
  long count(LocalDateTime from, LocalDateTime to) {
    LocalDate first = from.toLocalDate();
    LocalDate last = to.toLocalDate();
    long untilFrom = isDue(first) ? countBefore(secondOfDay(from)) : 0;
    long untilTo = isDue(last) ? countBefore(secondOfDay(to)) : 0;
    return dueDays(first, last) * countBefore(SECONDS_OF_DAY) + untilTo - untilFrom;
  }

  /** The last named time before a time, when there is one on a given day or later. */
  Optional<LocalDateTime> lastBefore(LocalDateTime to, LocalDate earliest) {
    int end = secondOfDay(to);
    for (LocalDate day = to.toLocalDate(); !day.isBefore(earliest); day = day.minusDays(1)) {
      if (isDue(day) && countBefore(end) > 0) {
        return Optional.of(day.atTime(lastTimeBefore(end)));
      }
      end = SECONDS_OF_DAY;
    }
    return Optional.empty();
  }

  /** The second at or after a time, counted from midnight; the next midnight is the last. */
  private static int secondOfDay(LocalDateTime time) {
    LocalDateTime second = time.truncatedTo(ChronoUnit.SECONDS);
    return second.toLocalTime().toSecondOfDay() + (second.isBefore(time) ? 1 : 0);
  }

  private long dueDays(LocalDate from, LocalDate to) {
    long days = 0;
    for (YearMonth month = YearMonth.from(from);
        !month.isAfter(YearMonth.from(to));
        month = month.plusMonths(1)) {
      if (fields.isDueInMonth(month)) {
        int first = month.equals(YearMonth.from(from)) ? from.getDayOfMonth() : 1;
        boolean last = month.equals(YearMonth.from(to));
        int end = last ? to.getDayOfMonth() : month.lengthOfMonth() + 1;
        days += fields.daysOf(month).get(first, Math.max(first, end)).cardinality();
      }
    }
    return days;
  }

  private long countBefore(int secondOfDay) {
    int hour = secondOfDay / 3600;
    int minute = secondOfDay / 60 % 60;
    long inMinute = fields.seconds().cardinality();
    long inHour = fields.minutes().cardinality() * inMinute;
    long count = fields.hours().get(0, hour).cardinality() * inHour;
    if (fields.hours().get(hour)) {
      count += fields.minutes().get(0, minute).cardinality() * inMinute;
      if (fields.minutes().get(minute)) {
        count += fields.seconds().get(0, secondOfDay % 60).cardinality();
      }
    }
    return count;
  }

  private LocalTime lastTimeBefore(int secondOfDay) {
    int hour = secondOfDay / 3600;
    int minute = secondOfDay / 60 % 60;
    int lastSecond = fields.seconds().length() - 1;
    if (fields.hours().get(hour)) {
      int second = fields.seconds().previousSetBit(secondOfDay % 60 - 1);
      if (fields.minutes().get(minute) && second >= 0) {
        return LocalTime.of(hour, minute, second);
      }
      int earlier = fields.minutes().previousSetBit(minute - 1);
      if (earlier >= 0) {
        return LocalTime.of(hour, earlier, lastSecond);
      }
    }
    int earlier = fields.hours().previousSetBit(hour - 1);
    return LocalTime.of(earlier, fields.minutes().length() - 1, lastSecond);
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
