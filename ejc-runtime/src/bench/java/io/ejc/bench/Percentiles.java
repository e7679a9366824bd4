package io.ejc.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What was measured several times. */
final class Percentiles {

  private final List<Duration> sorted;

  Percentiles(Collection<Duration> samples) {
    sorted = samples.stream().sorted().toList();
  }

  /** The smallest sample that so many percent of all do not exceed, in milliseconds. */
  double millis(int percent) {
    int rank = (sorted.size() * percent + 99) / 100;
    return sorted.get(Math.max(0, rank - 1)).toNanos() / 1e6;
  }

  /** Two figures in the form that is read by people and machines. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "p50_ms=%.2f p99_ms=%.2f", millis(50), millis(99));
  }
}
