package io.ejc.internal.localcluster;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/** Durations as Mesos prints them: {@code 5secs}, {@code 1mins}, {@code 500ms}. */
final class MesosDuration {

  private static final String[] NAMES = {"weeks", "days", "hrs", "mins", "secs", "ms", "us"};
  private static final Duration[] UNITS = {
    Duration.ofDays(7),
    Duration.ofDays(1),
    Duration.ofHours(1),
    Duration.ofMinutes(1),
    Duration.ofSeconds(1),
    Duration.ofMillis(1),
    Duration.ofNanos(1_000)
  };

  private MesosDuration() {}

  static String text(Duration duration) {
    BigDecimal nanos = new BigDecimal(duration.toNanos());
    for (int i = 0; i < UNITS.length; i++) {
      if (duration.compareTo(UNITS[i]) >= 0) {
        BigDecimal unit = new BigDecimal(UNITS[i].toNanos());
        return plain(nanos.divide(unit, MathContext.DECIMAL64)) + NAMES[i];
      }
    }
    return plain(nanos) + "ns";
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
