package io.ejc.internal.core;

import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.Item.Cause;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Decides what becomes of an item and its run when an attempt has ended. */
final class Runs {

  private static final Duration LOSS_PAUSE = Duration.ofSeconds(1);
  private static final Duration LOSS_PAUSE_MAX = Duration.ofMinutes(1);

  private final CoreSettings settings;
  private final Notices notices;

  Runs(CoreSettings settings) {
    this.settings = settings;
    this.notices = new Notices(settings.listens());
  }

  void create(Turn turn, RunId run, JobDefinition definition, Instant scheduled, boolean held) {
    turn.emit(
        new Fact.RunCreated(
            run, definition, scheduled, turn.now, held, Codes.ofNew(turn.state, definition)));
    if (!held) {
      notices.begins(turn, run);
    }
    turn.offersUseful();
  }

  /** Ends an attempt and its carrier, and decides what its item does next. */
  void attemptEnded(Turn turn, Carrier carrier, AttemptState outcome, String thrown, String words) {
    attemptEnded(turn, carrier, new Ending(outcome, thrown, words, false));
  }

  /** User code failed, as its executor says. */
  void attemptFailed(Turn turn, Carrier carrier, AttemptReport told) {
    attemptEnded(
        turn,
        carrier,
        new Ending(AttemptState.FAILED, told.exceptionClass(), told.message(), told.forGood()));
  }

  /** How an attempt ended; for good when the job says that this is not to be retried. */
  private record Ending(AttemptState outcome, String thrown, String words, boolean forGood) {}

  private void attemptEnded(Turn turn, Carrier carrier, Ending ending) {
    AttemptState outcome = ending.outcome();
    AttemptId attempt = carrier.attempt();
    Item item = turn.state.runs.item(attempt.itemId());
    Attempt latest = item.latest();
    boolean timedOut = latest != null && latest.overdue() && outcome != AttemptState.SUCCEEDED;
    if (timedOut && !item.killRequested()) {
      Duration timeout = turn.state.runs.get(attempt.run()).definition().timeout();
      String late = "worked longer than its timeout of " + timeout.toMillis() + " ms";
      endAttempt(turn, carrier, new Ending(AttemptState.FAILED, "", late, false));
    } else {
      endAttempt(turn, carrier, ending);
    }
    boolean itself = carrier.hold() == Carrier.Hold.STUCK && outcome != AttemptState.LOST;
    if (itself && !turn.state.carriers.isHeldUp(carrier.agent(), carrier.executor())) {
      turn.emit(new Fact.ExecutorFreed(carrier.agent(), carrier.executor()));
    }
  }

  private void endAttempt(Turn turn, Carrier carrier, Ending ending) {
    AttemptState outcome = ending.outcome();
    AttemptId attempt = carrier.attempt();
    turn.emit(new Fact.AttemptEnded(attempt, outcome, ending.thrown(), ending.words(), turn.now));
    turn.emit(new Fact.CarrierEnded(carrier.id()));
    turn.offersUseful();
    Item item = turn.state.runs.item(attempt.itemId());
    String reason = reason(outcome, ending.thrown(), ending.words());
    if (Residents.stays(turn, attempt.run(), item)) {
      stay(turn, attempt.itemId(), carrier, outcome, reason);
      return;
    }
    switch (outcome) {
      case SUCCEEDED -> end(turn, attempt.itemId(), ItemState.SUCCEEDED, "");
      case FAILED -> failed(turn, attempt.itemId(), item, reason, ending.forGood());
      case LOST, BUNDLE_ERROR -> {
        boolean beside = carrier.hold() == Carrier.Hold.BESIDE && !item.killRequested();
        if (beside && failsOver(turn, attempt.itemId())) {
          again(turn, attempt.itemId(), Cause.BESIDE_STUCK, reason, Duration.ZERO);
        } else {
          lost(turn, attempt.itemId(), item, reason);
        }
      }
      case REFUSED -> refused(turn, attempt.itemId(), item, reason);
      case KILLED -> killed(turn, attempt.itemId(), item, reason);
      case INTENDED, RUNNING, UNCERTAIN ->
          throw new IllegalArgumentException("outcome: " + outcome + " (expected: an end)");
    }
  }

  private void stay(Turn turn, ItemId id, Carrier carrier, AttemptState outcome, String reason) {
    boolean beside = carrier.hold() == Carrier.Hold.BESIDE;
    Cause cause = beside ? Cause.BESIDE_STUCK : Residents.cause(outcome);
    JobDefinition definition = turn.state.runs.get(id.run()).definition();
    Item item = turn.state.runs.item(id);
    Duration pause = beside ? Duration.ZERO : Residents.pause(definition, item, cause);
    again(turn, id, cause, reason, pause);
  }

  private static String reason(AttemptState outcome, String thrown, String words) {
    String text = thrown.isEmpty() ? words : words.isEmpty() ? thrown : thrown + ": " + words;
    return text.isEmpty() ? outcome.name().toLowerCase(Locale.ROOT) : text;
  }

  private void failed(Turn turn, ItemId id, Item item, String reason, boolean forGood) {
    JobDefinition.Retry retry = turn.state.runs.get(id.run()).definition().retry();
    if (item.killRequested()) {
      end(turn, id, ItemState.KILLED, item.reason());
    } else if (!forGood && item.budgets().retries() < retry.max()) {
      Duration pause =
          Backoff.doubling(retry.backoff(), retry.maxBackoff(), item.budgets().retries());
      // items that failed together do not come back together
      Duration spread = Backoff.jittered(pause, id.toString().hashCode(), item.launches());
      again(turn, id, Cause.FAILURE, reason, spread);
    } else {
      end(turn, id, ItemState.FAILED, reason);
    }
  }

  private static boolean failsOver(Turn turn, ItemId id) {
    return turn.state.runs.get(id.run()).definition().failover().enabled();
  }

  private void lost(Turn turn, ItemId id, Item item, String reason) {
    int losses = item.budgets().losses();
    if (item.killRequested()) {
      end(turn, id, ItemState.KILLED, item.reason());
    } else if (!failsOver(turn, id)) {
      end(turn, id, ItemState.LOST, reason);
    } else if (losses >= settings.maxLosses()) {
      end(turn, id, ItemState.LOST, "lost " + (losses + 1) + " times, at last: " + reason);
    } else {
      again(turn, id, Cause.LOSS, reason, afterRepeated(losses));
    }
  }

  private void refused(Turn turn, ItemId id, Item item, String reason) {
    if (item.killRequested()) {
      end(turn, id, ItemState.KILLED, item.reason());
    } else if (item.budgets().refusals() >= CoreSettings.MAX_REFUSALS) {
      end(turn, id, ItemState.FAILED, "Mesos calls the launch invalid: " + reason);
    } else {
      Duration pause = Backoff.doubling(LOSS_PAUSE, LOSS_PAUSE_MAX, item.budgets().refusals());
      again(turn, id, Cause.REFUSAL, reason, pause);
    }
  }

  /** The first time is the cluster's everyday, only repeated ones are worth a pause. */
  private static Duration afterRepeated(int earlier) {
    return earlier == 0 ? Duration.ZERO : Backoff.doubling(LOSS_PAUSE, LOSS_PAUSE_MAX, earlier - 1);
  }

  /** A kill that nobody asked for is the cluster's: an agent that drains. */
  private void killed(Turn turn, ItemId id, Item item, String reason) {
    if (item.killRequested()) {
      end(turn, id, ItemState.KILLED, item.reason());
    } else if (turn.state.runs.get(id.run()).course().overdue()) {
      end(turn, id, ItemState.FAILED, Deadlines.tooLong(turn.state.runs.get(id.run())));
    } else {
      lost(turn, id, item, reason);
    }
  }

  /** The offer was gone when the launch arrived, if it did: as if it had never been tried. */
  void staleOffer(Turn turn, Carrier carrier, String words) {
    free(turn, carrier, AttemptState.REFUSED, Cause.STALE_OFFER, words, Duration.ZERO);
  }

  /** The executor or its agent was ending: as if it had never been tried, but not in a loop. */
  void notTaken(Turn turn, Carrier carrier, String words) {
    int earlier = refusedBefore(turn.state.runs.item(carrier.attempt().itemId()));
    free(turn, carrier, AttemptState.REFUSED, Cause.NOT_TAKEN, words, afterRepeated(earlier));
  }

  /** How many attempts right before the latest one were refused, as far as they are kept. */
  private static int refusedBefore(Item item) {
    int refused = 0;
    for (int i = item.attempts().size() - 2;
        i >= 0 && item.attempts().get(i).state() == AttemptState.REFUSED;
        i--) {
      refused++;
    }
    return refused;
  }

  /** The local cluster ended with its host: a loss that costs nothing. */
  void clusterStopped(Turn turn, Carrier carrier, String words) {
    if (failsOver(turn, carrier.attempt().itemId())) {
      free(turn, carrier, AttemptState.LOST, Cause.CLUSTER_STOPPED, words, Duration.ZERO);
    } else {
      endAttempt(turn, carrier, new Ending(AttemptState.LOST, "", words, false));
    }
  }

  private void free(
      Turn turn, Carrier carrier, AttemptState outcome, Cause cause, String words, Duration pause) {
    AttemptId attempt = carrier.attempt();
    turn.emit(new Fact.AttemptEnded(attempt, outcome, "", words, turn.now));
    turn.emit(new Fact.CarrierEnded(carrier.id()));
    Item item = turn.state.runs.item(attempt.itemId());
    if (item.killRequested()) {
      end(turn, attempt.itemId(), ItemState.KILLED, item.reason());
    } else {
      again(turn, attempt.itemId(), cause, words, pause);
    }
  }

  /** Another attempt, unless the run's time is over. */
  private void again(Turn turn, ItemId id, Cause cause, String reason, Duration pause) {
    Run run = turn.state.runs.get(id.run());
    if (run.course().overdue()) {
      ItemState state = cause == Cause.LOSS ? ItemState.LOST : ItemState.FAILED;
      end(turn, id, state, reason + "; no further attempt: " + Deadlines.tooLong(run));
      return;
    }
    turn.emit(new Fact.ItemWaits(id, cause, reason, turn.now.plus(pause), turn.now));
    turn.offersUseful();
  }

  void end(Turn turn, ItemId id, ItemState state, String reason) {
    turn.emit(new Fact.ItemEnded(id, state, reason, turn.now));
    if (turn.state.runs.openItems(id.run()) == 0) {
      endRun(turn, id.run());
    }
  }

  /** Ends a run whose items have all ended, and forgets the oldest beyond what is kept. */
  void endRun(Turn turn, RunId id) {
    Run run = turn.state.runs.get(id);
    turn.emit(new Fact.RunEnded(id, outcome(run), turn.now));
    Fires.ended(turn, id);
    notices.ended(turn, id);
    countCrash(turn, run);
    releaseNext(turn, id.job());
    Residents.ended(turn, this, run);
    forgetOld(turn, id.job());
  }

  private void forgetOld(Turn turn, JobName job) {
    List<RunId> ended = turn.state.runs.endedOf(job);
    ended.stream()
        .limit(Math.max(0, ended.size() - settings.runsKept()))
        .filter(old -> !Notices.keeps(turn.state.runs.get(old)))
        .forEach(old -> turn.emit(new Fact.RunForgotten(old)));
  }

  /** Listeners were told of a run. */
  void told(Turn turn, Event.ListenersReturned event) {
    if (notices.returned(turn, event)) {
      forgetOld(turn, event.run().job());
    }
  }

  /** What a leader before this one has begun to tell is told again. */
  void tellAgain(Turn turn) {
    notices.takeOver(turn);
  }

  /** A job whose runs only ever lose their items harms others, and is held back. */
  private static void countCrash(Turn turn, Run run) {
    Job job = turn.state.jobs.get(run.id().job());
    boolean crashed = run.items().stream().anyMatch(item -> item.state() == ItemState.LOST);
    boolean refuted = job.crashes() > 0 && run.items().stream().anyMatch(Runs::hasAnswered);
    // after a commit that was cut, the end of a run may be decided once more
    if ((crashed || refuted) && !job.judged().contains(run.id())) {
      turn.emit(new Fact.JobCrashed(run.id(), crashed));
    }
  }

  /** User code ended by itself: what was killed, or never began, says nothing about crashes. */
  private static boolean hasAnswered(Item item) {
    Attempt latest = item.latest();
    boolean failedItself =
        latest != null && latest.state() == AttemptState.FAILED && !latest.overdue();
    return failedItself || item.state() == ItemState.SUCCEEDED;
  }

  /** Held runs' turn comes while fewer runs of their job are under way than may be. */
  void releaseNext(Turn turn, JobName job) {
    List<RunId> held = turn.state.runs.heldOf(job);
    for (int next = 0; next < held.size() && Overlaps.hasRoom(turn, job); next++) {
      turn.emit(new Fact.RunReleased(held.get(next), turn.now));
      notices.begins(turn, held.get(next));
      turn.offersUseful();
    }
  }

  private static RunState outcome(Run run) {
    boolean killed = false;
    for (Item item : run.items()) {
      if (item.state() == ItemState.FAILED || item.state() == ItemState.LOST) {
        return RunState.FAILED;
      }
      killed |= item.state() == ItemState.KILLED;
    }
    return killed ? RunState.KILLED : RunState.SUCCEEDED;
  }
}
