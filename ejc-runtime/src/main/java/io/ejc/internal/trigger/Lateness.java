package io.ejc.internal.trigger;

import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobDefinition.Schedule;
import java.time.Duration;
import java.util.Optional;

/** When a start is so late that it is a misfire, and when it is too late. */
public final class Lateness {

  /** A start that is late by no more than this is not a misfire (Quartz' default as well). */
  public static final Duration MISFIRE_THRESHOLD = Duration.ofSeconds(60);

  /** Why an instant that is later than the window is skipped. */
  public static final String TOO_LATE = "misfire: late by more than misfireWindow";

  private Lateness() {}

  /** Whether a start that is so late is a misfire. */
  public static boolean isMisfire(Duration lateness) {
    return lateness.compareTo(MISFIRE_THRESHOLD) > 0;
  }

  /** Why an instant is skipped that starts so late; empty when it is not too late. */
  public static Optional<String> tooLate(Schedule schedule, Duration lateness) {
    if (!isMisfire(lateness)) {
      return Optional.empty();
    }
    if (schedule.misfire() == Misfire.SKIP) {
      return Optional.of("misfire: late by more than " + MISFIRE_THRESHOLD.toSeconds() + " s");
    }
    return lateness.compareTo(schedule.misfireWindow()) > 0
        ? Optional.of(TOO_LATE)
        : Optional.empty();
  }
}
