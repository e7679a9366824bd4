package io.ejc.internal.execute;

import io.ejc.internal.model.StartUp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When this process had reached which phase of its start. Safe for use by any thread. */
final class StartClock {

  private final InstantSource clock;
  private final Instant process;
  private final Instant main;

  // guarded by this
  private @Nullable Instant subscribed;
  private @Nullable Instant loaded;
  private boolean told;

  /**
   * Begins with the executor's own code.
   *
   * @param clock this agent's
   * @param process when the process began
   */
  StartClock(InstantSource clock, Instant process) {
    this.clock = clock;
    this.process = process;
    this.main = clock.instant();
  }

  /** Of this JVM. */
  static StartClock ofThisProcess(InstantSource clock) {
    return new StartClock(clock, ProcessStart.before(clock.instant()));
  }

  synchronized void subscribed() {
    subscribed = subscribed == null ? clock.instant() : subscribed;
  }

  synchronized void loaded() {
    loaded = clock.instant();
  }

  /** User code is called: the phases when it is the first in this process. */
  synchronized Optional<StartUp> begun() {
    if (told || subscribed == null || loaded == null) {
      return Optional.empty();
    }
    told = true;
    return Optional.of(
        new StartUp(
            process,
            millis(process, main),
            millis(main, subscribed),
            millis(subscribed, loaded),
            millis(loaded, clock.instant())));
  }

  /** Of a clock that may have been set in between. */
  private static long millis(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis());
  }
}
