package io.ejc.test;

import io.ejc.internal.execute.LoneAttempt;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.JobDefinition;
import io.ejc.test.ItemResult.Outcome;
import java.util.concurrent.ExecutionException;

/**
 * An item that runs on a thread of its own, as on an agent. Any thread may call this.
 *
 * <pre>{@code
 * try (StartedItem item = JobItem.of(ReindexSearch.class).start()) {
 *   item.kill();
 *   assertThat(item.end().outcome()).isEqualTo(Outcome.KILLED);
 * }
 * }</pre>
 */
public final class StartedItem implements AutoCloseable {

  private final LoneAttempt attempt;
  private final JobDefinition.Retry retry;
  private volatile boolean killed;

  StartedItem(LoneAttempt attempt, JobDefinition.Retry retry) {
    this.attempt = attempt;
    this.retry = retry;
  }

  /**
   * Asks it to end, as an operator's kill does: {@code isCancelled()} becomes true and its thread
   * is interrupted. Returns at once; of no effect when it has ended.
   */
  public void kill() {
    killed = true;
    attempt.kill();
  }

  /**
   * Waits for its end.
   *
   * @return how it ended, or that it is stuck
   * @throws InterruptedException when the calling thread is interrupted meanwhile
   */
  public ItemResult end() throws InterruptedException {
    try {
      return result(attempt.ended().get(), retry, killed);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of the item cannot be told", e.getCause());
    }
  }

  /** Asks it to end when it has not; does not wait for it. */
  @Override
  public void close() {
    if (!attempt.ended().isDone()) {
      kill();
    }
  }

  /** What an end means to the scheduler: a kill that somebody asked for wins over the timeout. */
  static ItemResult result(LoneAttempt.Ended ended, JobDefinition.Retry retry, boolean killed) {
    AttemptReport report = ended.report();
    boolean late = ended.overdue() && !killed;
    Outcome outcome = outcome(report.kind(), late);
    boolean failed =
        outcome == Outcome.FAILED
            || outcome == Outcome.TIMED_OUT
            || (outcome == Outcome.STUCK && late);
    boolean forGood = outcome == Outcome.FAILED && report.forGood();
    return new ItemResult(
        outcome,
        ended.thrown(),
        ended.reports().stream()
            .map(told -> new ItemResult.Report("TASK_" + told.state(), told.message()))
            .toList(),
        forGood,
        failed && !killed && !forGood && report.attempt().number() <= retry.max());
  }

  private static Outcome outcome(AttemptReport.Kind kind, boolean late) {
    return switch (kind) {
      case SUCCEEDED -> Outcome.SUCCEEDED;
      case FAILED, BUNDLE_ERROR -> late ? Outcome.TIMED_OUT : Outcome.FAILED;
      case KILLED -> late ? Outcome.TIMED_OUT : Outcome.KILLED;
      case STUCK -> Outcome.STUCK;
      case STARTED ->
          throw new IllegalStateException("report: " + kind + " (expected: one of an end)");
    };
  }
}
