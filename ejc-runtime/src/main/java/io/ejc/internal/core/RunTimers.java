package io.ejc.internal.core;

import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The timers of whole runs: how long they may take, and how long they may wait to begin. */
final class RunTimers {

  private final Timers timers;

  RunTimers(Timers timers) {
    this.timers = timers;
  }

  /** Sets the timers of a run that was created, released, restored or found to be overdue. */
  void set(Run run) {
    Duration limit = run.definition().limits().runTimeout();
    Instant released = run.course().released();
    Timers.Key deadline = new Timers.Key.RunDeadline(run.id());
    boolean goesOn = !run.state().ended() && !run.course().overdue();
    if (goesOn && released != null && !limit.isZero()) {
      timers.set(deadline, released.plus(limit));
    } else {
      timers.clear(deadline);
    }
    setQueue(run);
  }

  /** A launch that Mesos refused is as if it had never been: the run waits on. */
  void setQueue(Run run) {
    if (waitsForItsFirstLaunch(run)) {
      timers.set(
          new Timers.Key.RunQueue(run.id()),
          run.created().plus(run.definition().limits().queueTimeout()));
    } else {
      begun(run.id());
    }
  }

  void begun(RunId run) {
    timers.clear(new Timers.Key.RunQueue(run));
  }

  void clear(RunId run) {
    timers.clear(new Timers.Key.RunDeadline(run));
    begun(run);
  }

  private static boolean waitsForItsFirstLaunch(Run run) {
    boolean limited = !run.definition().limits().queueTimeout().isZero();
    if (!limited || run.state().ended() || run.course().overdue()) {
      return false;
    }
    for (List<Item> block : run.blocks()) {
      if (block.stream().anyMatch(RunTimers::hasBegun)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasBegun(Item item) {
    Attempt latest = item.latest();
    return (latest != null && latest.state() != AttemptState.REFUSED)
        || item.budgets().retries() > 0
        || item.budgets().losses() > 0;
  }
}
