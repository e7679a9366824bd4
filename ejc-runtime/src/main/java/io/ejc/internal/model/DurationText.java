package io.ejc.internal.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d},
 * several units from large to small as in {@code 1h30m}, or ISO-8601 as in {@code PT30S}.
 */
public final class DurationText {

  /** The rule, for messages. */
  public static final String RULE = "a duration such as 500ms, 30s, 5m, 2h, 1d, 1h30m or PT30S";

  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Pattern UNITS =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @param text as written; spaces around it and between units do not matter
   * @return the duration, zero to 36500 days
   * @throws IllegalArgumentException when the text is no such duration
   */
  public static Duration parse(String text) {
    String compact = text.replaceAll("\\s", "");
    Duration duration =
        compact.toUpperCase(Locale.ROOT).startsWith("P")
            ? iso(text, compact)
            : units(text, compact);
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw malformed(text);
    }
    return duration;
  }

  private static Duration units(String text, String compact) {
    Matcher matcher = UNITS.matcher(compact.toLowerCase(Locale.ROOT));
    if (compact.isEmpty() || !matcher.matches()) {
      throw malformed(text);
    }
    return Duration.ofDays(number(matcher, 1))
        .plusHours(number(matcher, 2))
        .plusMinutes(number(matcher, 3))
        .plusSeconds(number(matcher, 4))
        .plusMillis(number(matcher, 5));
  }

  private static long number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static Duration iso(String text, String compact) {
    try {
      return Duration.parse(compact);
    } catch (DateTimeException e) {
      throw malformed(text);
    }
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException("duration: " + text + " (expected: " + RULE + ")");
  }
}
