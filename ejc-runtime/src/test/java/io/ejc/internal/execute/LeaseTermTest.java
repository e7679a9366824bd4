package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTermTest {

  private static final Duration LENGTH = Duration.ofSeconds(100);

  private final AtomicLong steady = new AtomicLong();
  private final AtomicLong wall = new AtomicLong();
  private final LeaseTerm term =
      new LeaseTerm(LENGTH, () -> Instant.EPOCH.plusNanos(wall.get()), steady::get);

  private void passes(long seconds) {
    steadyPasses(seconds);
    wallPasses(seconds);
  }

  private void steadyPasses(long seconds) {
    steady.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private void wallPasses(long seconds) {
    wall.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void nothing_is_left_before_an_answer() {
    String unanswered = term.ask();

    assertThat(term.left()).isZero();
    assertThat(term.granted("another's")).isFalse();
    assertThat(term.left()).isZero();
    assertThat(term.granted(unanswered)).isTrue();
    assertThat(term.left()).isEqualTo(LENGTH);
  }

  @Test
  void it_runs_from_the_question_and_not_from_the_answer() {
    String question = term.ask();
    passes(60);

    assertThat(term.granted(question)).isTrue();

    assertThat(term.left()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void an_answer_that_comes_twice_or_too_late_gives_nothing() {
    String first = term.ask();
    passes(10);
    String second = term.ask();
    passes(10);

    assertThat(term.granted(second)).isTrue();
    assertThat(term.granted(first)).isFalse();
    assertThat(term.granted(second)).isFalse();
    assertThat(term.left()).isEqualTo(Duration.ofSeconds(90));
    passes(200);
    assertThat(term.left()).isNegative();
  }

  @Test
  void time_passes_by_the_wall_clock_while_the_machine_sleeps() {
    assertThat(term.granted(term.ask())).isTrue();

    wallPasses(101);

    assertThat(term.left()).isNegative();
  }

  @Test
  void time_passes_by_the_monotonic_clock_while_the_wall_clock_is_set_back() {
    assertThat(term.granted(term.ask())).isTrue();

    steadyPasses(30);
    wallPasses(-3_600);

    assertThat(term.left()).isEqualTo(Duration.ofSeconds(70));
  }
}
