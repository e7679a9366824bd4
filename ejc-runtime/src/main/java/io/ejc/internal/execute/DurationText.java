package io.ejc.internal.execute;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Mesos prints them ({@code 5secs}, {@code 1.5mins}), and as our settings do ({@code
 * 60s}).
 */
final class DurationText {

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,12})?) ?([a-z]+)");

  private static final Map<String, Long> NANOS =
      Map.ofEntries(
          Map.entry("ns", 1L),
          Map.entry("us", 1_000L),
          Map.entry("ms", 1_000_000L),
          Map.entry("s", 1_000_000_000L),
          Map.entry("secs", 1_000_000_000L),
          Map.entry("m", 60_000_000_000L),
          Map.entry("mins", 60_000_000_000L),
          Map.entry("h", 3_600_000_000_000L),
          Map.entry("hrs", 3_600_000_000_000L),
          Map.entry("days", 86_400_000_000_000L),
          Map.entry("weeks", 604_800_000_000_000L));

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Duration parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    Long unit = matcher.matches() ? NANOS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          text
              + " (expected: a number and one of ns, us, ms, s, secs, m, mins, h, hrs, days, weeks)");
    }
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    BigDecimal second = BigDecimal.valueOf(1_000_000_000L);
    BigDecimal[] parts = nanos.divideAndRemainder(second);
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValue());
  }
}
