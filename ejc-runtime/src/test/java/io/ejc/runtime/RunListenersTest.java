package io.ejc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.api.RunListener;
import io.ejc.api.RunView;
import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.Jobs;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.Run.Phase;
import io.ejc.internal.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunListenersTest {

  private static final RunId ID = RunId.parse("report.1.m.k");
  private static final Run RUN =
      Run.fresh(ID, Jobs.job("report").build(), Instant.EPOCH, Instant.EPOCH, false);

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<Event> answers = new LinkedBlockingQueue<>();

  private final RunListener writes =
      new RunListener() {
        @Override
        public void beforeRun(RunView run, boolean again) {
          heard.add("before " + run.id() + " " + again);
        }

        @Override
        public void afterRun(RunView run, boolean again) {
          heard.add("after " + run.id() + " " + again);
        }
      };

  private RunListeners listeners(Duration patience, RunListener... all) {
    return new RunListeners("shop", List.of(all), patience, answers::add);
  }

  private Event answer() throws InterruptedException {
    return answers.poll(60, TimeUnit.SECONDS);
  }

  @Test
  void each_is_told_in_order_and_that_is_answered() throws Exception {
    try (RunListeners all = listeners(Duration.ofMinutes(1), writes, writes)) {
      all.tell(new Call.TellListeners(ID, Phase.BEFORE, false), RUN);
      all.tell(new Call.TellListeners(ID, Phase.AFTER, true), RUN);

      assertThat(answer()).isEqualTo(new Event.ListenersReturned(ID, Phase.BEFORE));
      assertThat(answer()).isEqualTo(new Event.ListenersReturned(ID, Phase.AFTER));
    }
    assertThat(heard)
        .containsExactly(
            "before report.1.m.k false",
            "before report.1.m.k false",
            "after report.1.m.k true",
            "after report.1.m.k true");
  }

  @Test
  void one_that_fails_keeps_neither_the_others_nor_the_run() throws Exception {
    RunListener fails =
        new RunListener() {
          @Override
          public void beforeRun(RunView run, boolean again) {
            throw new IllegalStateException("no mail server");
          }
        };
    try (RunListeners all = listeners(Duration.ofMinutes(1), fails, writes)) {
      all.tell(new Call.TellListeners(ID, Phase.BEFORE, false), RUN);

      assertThat(answer()).isEqualTo(new Event.ListenersReturned(ID, Phase.BEFORE));
    }
    assertThat(heard).hasSize(1);
  }

  @Test
  void one_that_takes_too_long_is_interrupted() throws Exception {
    try (RunListeners all = listeners(Duration.ofMillis(10), waits(new CountDownLatch(1)))) {
      all.tell(new Call.TellListeners(ID, Phase.BEFORE, false), RUN);

      assertThat(answer()).isEqualTo(new Event.ListenersReturned(ID, Phase.BEFORE));
    }
    assertThat(heard).containsExactly("interrupted");
  }

  @Test
  void what_is_being_told_at_the_close_is_not_answered() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (RunListeners all = listeners(Duration.ofMinutes(1), waits(begun))) {
      all.tell(new Call.TellListeners(ID, Phase.BEFORE, false), RUN);
      begun.await();
    }

    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("interrupted");
    assertThat(answers).isEmpty();
  }

  private RunListener waits(CountDownLatch begun) {
    return new RunListener() {
      @Override
      public void beforeRun(RunView run, boolean again) {
        begun.countDown();
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          heard.add("interrupted");
        }
      }
    };
  }
}
