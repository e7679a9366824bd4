package io.ejc.internal.mesos;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait after a 429. */
final class SlowDown {

  private static final long FIRST_MILLIS = 250;
  private static final long LONGEST_MILLIS = 10_000;

  private SlowDown() {}

  /**
   * What the answer asks for ({@code Retry-After} in seconds), within bounds, or twice as long each
   * time; never the same for all who wait.
   */
  static Duration pause(HttpResponse<?> answer, int tries) {
    long base =
        answer
            .headers()
            .firstValue("Retry-After")
            .filter(seconds -> seconds.matches("[0-9]{1,6}"))
            .map(seconds -> 1_000 * Long.parseLong(seconds))
            .orElse(FIRST_MILLIS << Math.min(tries - 1, 10));
    long least = Math.min(LONGEST_MILLIS, Math.max(1, base));
    return Duration.ofMillis(least + ThreadLocalRandom.current().nextLong(1 + least / 4));
  }
}
