package io.ejc.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.record.CannotLeadException;
import io.ejc.internal.record.StoreException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

  private Instant truth = Instant.parse("2026-03-01T00:00:00Z");
  private Duration off = Duration.ZERO;
  private Duration answerTakes = Duration.ZERO;
  private int comparisons;

  private final ClockWatch watch =
      new ClockWatch(
          new Clocks(
              () -> truth.plus(off),
              () -> truth.toEpochMilli() * 1_000_000,
              this::storeClock,
              Duration.ofSeconds(30)));

  private Instant storeClock() {
    comparisons++;
    truth = truth.plus(answerTakes);
    Instant written = truth;
    truth = truth.plus(answerTakes);
    return written;
  }

  @Test
  void it_compares_at_first_and_then_every_minute() throws StoreException {
    assertThat(watch.check()).isTrue();
    assertThat(watch.check()).isFalse();
    truth = truth.plusSeconds(59);
    assertThat(watch.check()).isFalse();
    truth = truth.plusSeconds(1);
    assertThat(watch.check()).isTrue();
    assertThat(comparisons).isEqualTo(2);
  }

  @Test
  void a_clock_that_was_set_is_compared_at_once() throws StoreException {
    assertThat(watch.check()).isTrue();
    truth = truth.plusSeconds(1);
    off = Duration.ofSeconds(-20);

    assertThat(watch.check()).isTrue();
  }

  @Test
  void a_clock_that_is_ahead_is_told_with_both_times_and_the_next_step() {
    off = Duration.ofSeconds(31);

    assertThatThrownBy(watch::check)
        .isInstanceOf(CannotLeadException.class)
        .hasMessage(
            "clock of this host: 2026-03-01T00:00:31Z, 31000 ms ahead of ZooKeeper's,"
                + " 2026-03-01T00:00:00Z (expected: at most ejc.clock.maxSkew, 30000 ms); it does"
                + " not lead and settles nothing: set the clock of this host, or of the ZooKeeper"
                + " server, right (NTP)");
  }

  @Test
  void a_clock_that_is_behind_is_refused_until_it_is_right_again() throws StoreException {
    off = Duration.ofMinutes(-5);
    assertThatThrownBy(watch::check).hasMessageContaining("300000 ms behind ZooKeeper's");
    assertThatThrownBy(watch::check).isInstanceOf(CannotLeadException.class);

    off = Duration.ofSeconds(-30);
    assertThat(watch.check()).isTrue();
  }

  @Test
  void a_slow_answer_is_no_difference() throws StoreException {
    answerTakes = Duration.ofSeconds(40);

    assertThat(watch.check()).isTrue();
  }
}
