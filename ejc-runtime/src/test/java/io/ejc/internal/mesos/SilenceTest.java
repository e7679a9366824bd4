package io.ejc.internal.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SilenceTest {

  private long now = -5;
  private long alarmAt = Long.MAX_VALUE;
  private Runnable alarm = () -> {};
  private int alarms;
  private final List<Long> silent = new ArrayList<>();
  private final Silence silence = new Silence(() -> now, this::set, silent::add);

  @Test
  void nothing_heard_for_as_long_as_allowed_is_silence() {
    silence.expect(Duration.ofSeconds(45));
    passSeconds(44);
    assertThat(silent).isEmpty();
    passSeconds(1);
    assertThat(silent).containsExactly(45_000L);
  }

  @Test
  void whatever_is_heard_begins_the_wait_anew_with_one_alarm_a_wait() {
    silence.expect(Duration.ofSeconds(45));
    for (int i = 0; i < 1_000; i++) {
      passSeconds(15);
      silence.heard();
    }
    assertThat(silent).isEmpty();
    assertThat(alarms).isLessThan(600);
    passSeconds(45);
    assertThat(silent).hasSize(1);
  }

  @Test
  void silence_is_told_once() {
    silence.expect(Duration.ofSeconds(1));
    passSeconds(1);
    silence.expect(Duration.ofSeconds(1));
    passSeconds(5);
    assertThat(silent).hasSize(1);
  }

  @Test
  void a_stream_that_has_ended_may_be_silent() {
    silence.expect(Duration.ofSeconds(1));
    silence.stop();
    passSeconds(5);
    alarm.run();
    assertThat(silent).isEmpty();
  }

  private CompletableFuture<Void> set(long nanos, Runnable task) {
    alarms++;
    alarmAt = now + nanos;
    alarm = task;
    return new CompletableFuture<>() {
      @Override
      public boolean cancel(boolean mayInterrupt) {
        if (alarm == task) {
          alarmAt = Long.MAX_VALUE;
        }
        return super.cancel(mayInterrupt);
      }
    };
  }

  private void passSeconds(long seconds) {
    long end = now + TimeUnit.SECONDS.toNanos(seconds);
    while (alarmAt <= end) {
      now = alarmAt;
      alarmAt = Long.MAX_VALUE;
      alarm.run();
    }
    now = end;
  }
}
