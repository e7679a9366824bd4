package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.Firings;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.TaskState;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An attempt that stays, in its executor. */
class ResidentItemTest {

  private static final String EVERY_SECOND = "* * * * * ?";

  private final KindsUnderTest kinds = new KindsUnderTest();
  private final Instant start = InstantSource.system().instant();

  @AfterEach
  void close() {
    kinds.close();
  }

  private static final class Ticking implements SimpleJob {
    final List<Instant> fired = new CopyOnWriteArrayList<>();

    @Override
    public void execute(ShardingContext context) throws IOException {
      fired.add(context.getScheduledInstant());
      if (fired.size() == 2) {
        throw new IOException("disk full");
      }
    }
  }

  private Firings told() {
    Firings all = Firings.NONE;
    for (RecordedReports.Report each : kinds.seen.all) {
      Firings more = each.report().map(AttemptReport::firings).orElse(null);
      all = more == null ? all : all.plus(more);
    }
    return all;
  }

  @Test
  void it_fires_until_it_is_killed_and_an_exception_ends_one_firing() {
    Ticking job = new Ticking();
    kinds.fires(EVERY_SECOND, start).launch(job);
    await().until(() -> job.fired.size() >= 3);

    kinds.kill();

    assertThat(kinds.end().kind()).isEqualTo(Kind.KILLED);
    assertThat(job.fired).doesNotHaveDuplicates().isSorted();
    assertThat(told().failed()).isEqualTo(1);
    assertThat(told().succeeded()).isEqualTo(job.fired.size() - 1);
    assertThat(told().latest())
        .extracting(Range::reason)
        .contains("failed: java.io.IOException: disk full");
    List<TaskState> states = kinds.seen.states(KindsUnderTest.TASK);
    assertThat(states).startsWith(TaskState.RUNNING).endsWith(TaskState.KILLED);
    assertThat(states.subList(states.indexOf(TaskState.KILLING), states.size()))
        .doesNotContain(TaskState.RUNNING);
  }

  @Test
  void while_nothing_is_due_it_ends_at_once() {
    Ticking job = new Ticking();
    kinds.fires("0 0 0 1 1 ? 2099", start).launch(job);
    await().until(() -> kinds.seen.states(KindsUnderTest.TASK).contains(TaskState.RUNNING));

    kinds.kill();

    assertThat(kinds.end().kind()).isEqualTo(Kind.KILLED);
    assertThat(job.fired).isEmpty();
  }

  private static final class Waiting implements SimpleJob {
    final CountDownLatch begun = new CountDownLatch(1);

    @Override
    public void execute(ShardingContext context) throws InterruptedException {
      begun.countDown();
      new CountDownLatch(1).await();
    }
  }

  @Test
  void a_firing_that_is_under_way_is_interrupted_and_told_as_ended_by_the_kill()
      throws InterruptedException {
    Waiting job = new Waiting();
    kinds.fires(EVERY_SECOND, start).launch(job);
    job.begun.await();

    kinds.kill();

    assertThat(kinds.end().kind()).isEqualTo(Kind.KILLED);
    assertThat(told().failed()).isEqualTo(1);
    assertThat(told().latest().get(0).reason()).isEqualTo("failed: ended by a kill");
  }

  private static final class Keeping implements SimpleJob {
    final List<ShardingContext> contexts = new CopyOnWriteArrayList<>();

    @Override
    public void execute(ShardingContext context) {
      contexts.add(context);
    }
  }

  @Test
  void each_firing_has_its_instant_and_the_attempt_s_number() {
    Keeping job = new Keeping();
    List<ShardingContext> contexts = job.contexts;
    kinds.fires(EVERY_SECOND, start).launch(job);
    await().until(() -> contexts.size() >= 2);
    kinds.kill();
    AttemptReport end = Objects.requireNonNull(kinds.end());

    assertThat(end.kind()).isEqualTo(Kind.KILLED);
    assertThat(contexts.get(0).getScheduledInstant()).isAfter(start);
    assertThat(contexts.get(1).getScheduledInstant())
        .isAfter(contexts.get(0).getScheduledInstant());
    assertThat(contexts).allMatch(context -> context.getAttempt() == 5);
  }
}
