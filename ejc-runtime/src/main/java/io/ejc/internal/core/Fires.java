package io.ejc.internal.core;

import io.ejc.internal.core.Overlaps.Verdict;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Origin;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.trigger.FireTimes;
import io.ejc.internal.trigger.Lateness;
import io.ejc.internal.trigger.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settles due instants: each ends as a run, coalesced into a later one, or skipped with a reason.
 * The watermark moves in the same commit as the run that it stands for.
 */
final class Fires {

  private static final Decision RAN = new Decision(Outcome.RUN, "");
  private static final Decision TOO_LATE = new Decision(Outcome.SKIPPED, Lateness.TOO_LATE);

  private final Overlaps overlaps;

  Fires(Overlaps overlaps) {
    this.overlaps = overlaps;
  }

  /** What becomes of an instant. */
  private record Decision(Outcome outcome, String reason) {}

  /** Settles all that is due of a job; instants that share their fate are counted, not listed. */
  void settle(Turn turn, JobName name) {
    Job job = turn.state.jobs.get(name);
    Optional<FireTimes> schedule = turn.state.jobs.schedule(name);
    if (schedule.isEmpty()) {
      return;
    }
    String heldBack = turn.state.paused() ? "everything is paused" : job.heldBackBecause();
    if (schedule.get().followsRuns()) {
      afterRuns(turn, job, schedule.get(), heldBack);
    } else if (!heldBack.isEmpty()) {
      Decision skipped = new Decision(Outcome.SKIPPED, heldBack);
      together(turn, job, schedule.get(), job.ledger().watermark(), turn.now, skipped);
    } else if (job.definition().schedule().misfire() == Misfire.FIRE_ALL) {
      each(turn, job, schedule.get());
    } else {
      latest(turn, job, schedule.get());
    }
  }

  /**
   * One instant is due at a time, and none while a run is under way. The next pause begins with the
   * end of the run, or at once when there is none.
   */
  private void afterRuns(Turn turn, Job job, FireTimes schedule, String heldBack) {
    if (turn.state.jobs.isUnderWay(job.name()) || pauseBegins(turn, job)) {
      return;
    }
    Instant settled = job.ledger().watermark();
    Optional<Instant> next = schedule.nextAfter(settled).filter(due -> !due.isAfter(turn.now));
    if (next.isEmpty()) {
      return;
    }
    Decision decision =
        heldBack.isEmpty()
            ? decide(turn, job, next.get())
            : new Decision(Outcome.SKIPPED, heldBack);
    settled(turn, job.name(), next.get(), decision);
    if (!turn.state.jobs.isUnderWay(job.name())) {
      turn.emit(new Fact.NothingDueUntil(job.name(), turn.now));
    }
  }

  /** A run of the schedule has ended: the pause after it begins. */
  static void ended(Turn turn, RunId run) {
    Job job = turn.state.jobs.get(run.job());
    if (run.origin() == Origin.SCHEDULE
        && job.registered()
        && job.definition().schedule().afterRuns()
        && !turn.state.jobs.isUnderWay(run.job())
        && !pauseBegins(turn, job)) {
      turn.emit(new Fact.NothingDueUntil(run.job(), turn.now));
    }
  }

  /** Settles a run that is not in the ledger, because a commit was cut between the two. */
  private static boolean pauseBegins(Turn turn, Job job) {
    List<Instant> unsettled =
        runsAfter(turn, job, job.ledger().watermark()).stream()
            .filter(ran -> !ran.isAfter(turn.now))
            .toList();
    unsettled.forEach(ran -> settled(turn, job.name(), ran, RAN));
    if (!unsettled.isEmpty()) {
      turn.emit(new Fact.NothingDueUntil(job.name(), turn.now));
    }
    return !unsettled.isEmpty();
  }

  /**
   * Settles the end of a version of a job: all that is due, and what is not due yet by this host's
   * clock but was by that of an earlier leader, whose commit was cut behind the run.
   */
  void settleEnd(Turn turn, JobName name) {
    settle(turn, name);
    Job job = turn.state.jobs.get(name);
    turn.state
        .jobs
        .schedule(name)
        .ifPresent(
            schedule -> {
              if (schedule.followsRuns()) {
                runsAfter(turn, job, job.ledger().watermark())
                    .forEach(ran -> settled(turn, name, ran, RAN));
              } else {
                ahead(turn, job, schedule);
              }
            });
  }

  private static void ahead(Turn turn, Job job, FireTimes schedule) {
    Instant settled = job.ledger().watermark();
    List<Instant> ahead = runsOf(turn, job, schedule, settled, Instant.MAX);
    if (!ahead.isEmpty()) {
      Instant last = ahead.get(ahead.size() - 1);
      together(turn, job, schedule, settled, last, passedOver(job, RAN));
    }
  }

  /** The latest due instant stands for those before it, and what it does decides about them. */
  private void latest(Turn turn, Job job, FireTimes schedule) {
    Instant settled = job.ledger().watermark();
    Optional<Tally> due = schedule.tally(settled, turn.now);
    if (due.isEmpty()) {
      return;
    }
    Instant last = due.get().last();
    Decision decision = decide(turn, job, last);
    if (due.get().count() > 1) {
      together(turn, job, schedule, settled, last.minusNanos(1), passedOver(job, decision));
    }
    settled(turn, job.name(), last, decision);
  }

  private static Decision passedOver(Job job, Decision later) {
    if (job.definition().schedule().misfire() == Misfire.SKIP) {
      return new Decision(Outcome.SKIPPED, "misfire: a later instant is due");
    }
    return later.outcome() == Outcome.SKIPPED
        ? new Decision(Outcome.SKIPPED, "misfire: a later instant was due, and " + later.reason())
        : new Decision(Outcome.COALESCED, "misfire: coalesced into a later run");
  }

  /** Every instant that is not too late runs, as far as there is room for runs that wait. */
  private void each(Turn turn, Job job, FireTimes schedule) {
    Duration window = job.definition().schedule().misfireWindow();
    Duration longest =
        window.compareTo(Lateness.MISFIRE_THRESHOLD) > 0 ? window : Lateness.MISFIRE_THRESHOLD;
    Instant at = job.ledger().watermark();
    Instant tooLate = turn.now.minus(longest).minusNanos(1);
    if (tooLate.isAfter(at)) {
      together(turn, job, schedule, at, tooLate, TOO_LATE);
      at = tooLate;
    }
    Instant late = turn.now.minus(Lateness.MISFIRE_THRESHOLD).minusNanos(1);
    Optional<Instant> next = schedule.nextAfter(at).filter(due -> !due.isAfter(turn.now));
    while (next.isPresent()) {
      int held = turn.state.runs.heldOf(job.name()).size();
      if (held >= Overlaps.HELD_MAX && !next.get().isAfter(late)) {
        together(turn, job, schedule, at, late, new Decision(Outcome.SKIPPED, Overlaps.full(held)));
        at = late;
      } else {
        at = next.get();
        settled(turn, job.name(), at, decide(turn, job, at));
      }
      next = schedule.nextAfter(at).filter(due -> !due.isAfter(turn.now));
    }
  }

  private Decision decide(Turn turn, Job job, Instant due) {
    RunId run = RunId.scheduled(job.name(), job.incarnation(), due);
    // after a clock set back, or a commit cut short, the run of this instant is there already
    if (turn.state.runs.find(run) != null || turn.state.setAsides.holds(run)) {
      return RAN;
    }
    Duration lateness = Duration.between(due, turn.now);
    return Lateness.tooLate(job.definition().schedule(), lateness)
        .map(why -> new Decision(Outcome.SKIPPED, why))
        .orElseGet(() -> decided(begin(turn, job, run, due, Lateness.isMisfire(lateness))));
  }

  private static Decision decided(Verdict verdict) {
    if (verdict instanceof Verdict.Coalesced coalesced) {
      return new Decision(Outcome.COALESCED, "overlap: coalesced into run " + coalesced.into());
    }
    return verdict instanceof Verdict.Refused refused
        ? new Decision(Outcome.SKIPPED, refused.reason())
        : RAN;
  }

  /** Late instants that all run wait for one another, whatever the policy for those in time. */
  private Verdict begin(Turn turn, Job job, RunId run, Instant due, boolean misfired) {
    boolean caughtUpOn = misfired && job.definition().schedule().misfire() == Misfire.FIRE_ALL;
    return caughtUpOn ? overlaps.queue(turn, job, run, due) : overlaps.begin(turn, job, run, due);
  }

  /**
   * Settles the instants of a time together. Those whose run is there already, because a commit was
   * cut between the two, ran, whatever is decided of the others.
   */
  private static void together(
      Turn turn, Job job, FireTimes schedule, Instant after, Instant until, Decision decision) {
    Instant from = after;
    for (Instant ran : runsOf(turn, job, schedule, after, until)) {
      schedule
          .tally(from, ran.minusNanos(1))
          .ifPresent(part -> settled(turn, job.name(), part, decision));
      settled(turn, job.name(), ran, RAN);
      from = ran;
    }
    schedule.tally(from, until).ifPresent(part -> settled(turn, job.name(), part, decision));
  }

  private static List<Instant> runsOf(
      Turn turn, Job job, FireTimes schedule, Instant after, Instant until) {
    return runsAfter(turn, job, after).stream()
        .filter(due -> !due.isAfter(until))
        .filter(due -> schedule.nextAfter(due.minusNanos(1)).equals(Optional.of(due)))
        .toList();
  }

  /** The instants after another of which there are runs, earliest first. */
  private static List<Instant> runsAfter(Turn turn, Job job, Instant after) {
    return Stream.concat(
            turn.state.runs.activeOf(job.name()).stream(),
            turn.state.runs.endedOf(job.name()).stream())
        .map(turn.state.runs::get)
        .filter(run -> run.id().origin() == Origin.SCHEDULE)
        .filter(run -> run.id().incarnation() == job.incarnation())
        .map(Run::scheduled)
        .filter(due -> due.isAfter(after))
        .sorted()
        .toList();
  }

  private static void settled(Turn turn, JobName job, Instant due, Decision decision) {
    settled(turn, job, new Tally(due, due, 1), decision);
  }

  private static void settled(Turn turn, JobName job, Tally due, Decision decision) {
    turn.emit(
        new Fact.FiresSettled(
            job,
            new Range(
                due.first(), due.last(), due.count(), decision.outcome(), decision.reason())));
  }
}
