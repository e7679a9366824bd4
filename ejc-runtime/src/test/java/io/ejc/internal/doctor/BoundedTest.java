package io.ejc.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BoundedTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static Finding late(Duration waited) {
    return Finding.fatal("late after " + waited.toMillis(), "look");
  }

  @Test
  void what_answers_is_found() throws Exception {
    assertThat(Bounded.run(() -> List.of(Finding.ok("well")), LONG, BoundedTest::late))
        .containsExactly(Finding.ok("well"));
  }

  @Test
  void what_hangs_is_given_up_and_interrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);

    List<Finding> found =
        Bounded.run(
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return List.of();
            },
            Duration.ofMillis(20),
            BoundedTest::late);

    assertThat(found).containsExactly(late(Duration.ofMillis(20)));
    interrupted.await();
  }

  @Test
  void a_fault_is_not_hidden() {
    assertThatThrownBy(
            () ->
                Bounded.run(
                    () -> {
                      throw new IllegalStateException("a fault");
                    },
                    LONG,
                    BoundedTest::late))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a fault");
  }
}
