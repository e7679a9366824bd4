package io.ejc.internal.discover;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Instants as people write them: with an offset, or as a local time or a date of a zone. */
final class InstantText {

  static final String RULE =
      "an instant such as 2026-12-24T18:00:00Z, 2026-12-24T18:00:00+01:00, or 2026-12-24T18:00 in"
          + " timeZone, in whole milliseconds";
  static final String RULE_OR_DATE = RULE + ", or a date such as 2026-12-24";

  private static final int LOCAL_DATE = "2026-12-24".length();

  private InstantText() {}

  static Instant parse(String text, ZoneId zone) throws MalformedValue {
    try {
      Instant instant = anyForm(text.strip(), zone);
      if (instant.equals(instant.truncatedTo(ChronoUnit.MILLIS))) {
        return instant;
      }
    } catch (DateTimeException e) {
      throw new MalformedValue(text, RULE);
    }
    throw new MalformedValue(text, RULE);
  }

  /** The begin of a date, when the text is one. */
  static Instant begin(String text, ZoneId zone) throws MalformedValue {
    return isDate(text) ? date(text, zone, 0) : orDate(text, zone);
  }

  /** The end of a date, when the text is one. */
  static Instant end(String text, ZoneId zone) throws MalformedValue {
    return isDate(text) ? date(text, zone, 1).minusMillis(1) : orDate(text, zone);
  }

  private static Instant orDate(String text, ZoneId zone) throws MalformedValue {
    try {
      return parse(text, zone);
    } catch (MalformedValue e) {
      throw new MalformedValue(text, RULE_OR_DATE);
    }
  }

  private static boolean isDate(String text) {
    return text.strip().length() == LOCAL_DATE;
  }

  private static Instant date(String text, ZoneId zone, int daysLater) throws MalformedValue {
    try {
      return LocalDate.parse(text.strip()).plusDays(daysLater).atStartOfDay(zone).toInstant();
    } catch (DateTimeException e) {
      throw new MalformedValue(text, RULE_OR_DATE);
    }
  }

  private static Instant anyForm(String text, ZoneId zone) {
    boolean hasOffset = text.endsWith("Z") || text.lastIndexOf('+') > 0 || minusAfterTime(text);
    return hasOffset
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).atZone(zone).toInstant();
  }

  private static boolean minusAfterTime(String text) {
    int time = text.indexOf('T');
    return time > 0 && text.indexOf('-', time) > 0;
  }
}
