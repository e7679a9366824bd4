package io.ejc.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.core.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockStepsTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final AtomicLong nanos = new AtomicLong(-5);
  private final ClockSteps steps = new ClockSteps(START, nanos::get);

  @Test
  void time_that_passes_is_no_step() {
    nanos.addAndGet(Duration.ofHours(1).toNanos());

    assertThat(steps.since(START.plusSeconds(3_600))).isEmpty();
    assertThat(steps.since(START.plusSeconds(3_600).plusMillis(60))).isEmpty();
  }

  @Test
  void a_step_is_told_once_and_the_next_by_itself() {
    assertThat(steps.since(START.plusSeconds(60)))
        .contains(new Event.ClockStepped(Duration.ofMinutes(1)));
    assertThat(steps.since(START.plusSeconds(60))).isEmpty();
    assertThat(steps.since(START.minusSeconds(60)))
        .contains(new Event.ClockStepped(Duration.ofMinutes(-2)));
  }

  @Test
  void a_clock_that_drifts_is_noticed_when_it_is_off_by_enough() {
    for (int i = 1; i < 10; i++) {
      assertThat(steps.since(START.plusMillis(i * 10L))).isEmpty();
    }
    assertThat(steps.since(START.plusMillis(150)))
        .contains(new Event.ClockStepped(Duration.ofMillis(150)));
  }
}
