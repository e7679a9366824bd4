package io.ejc.internal.core;

import io.ejc.internal.core.Overlaps.Verdict;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.RunId;
import io.ejc.internal.trigger.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Settles due instants: each ends as a run, coalesced into a later one, or skipped with a reason.
 * The watermark moves in the same commit as the run that it stands for.
 */
final class Fires {

  /** A start that is late by no more than this is not a misfire (Quartz' default as well). */
  static final Duration MISFIRE_THRESHOLD = Duration.ofSeconds(60);

  private final Overlaps overlaps;

  Fires(Overlaps overlaps) {
    this.overlaps = overlaps;
  }

  /**
   * Settles what is due of a job, a bounded number of instants at a time: what is left is still
   * due, so its timer brings it back at once.
   */
  void settle(Turn turn, JobName name) {
    Job job = turn.state.jobs.get(name);
    Optional<CronSchedule> schedule = turn.state.jobs.schedule(name);
    if (schedule.isEmpty()) {
      return;
    }
    List<Instant> due =
        schedule.get().between(job.ledger().watermark(), turn.now, CoreSettings.FIRES_A_STEP);
    if (due.isEmpty()) {
      return;
    }
    Instant last = due.get(due.size() - 1);
    boolean moreDue =
        schedule.get().nextAfter(last).filter(next -> !next.isAfter(turn.now)).isPresent();
    String heldBack = turn.state.paused() ? "everything is paused" : job.heldBackBecause();
    if (!heldBack.isEmpty()) {
      record(turn, name, due, Outcome.SKIPPED, heldBack);
    } else if (job.definition().schedule().misfire() == Misfire.FIRE_ALL) {
      due.forEach(instant -> fire(turn, turn.state.jobs.get(name), instant));
    } else if (moreDue) {
      passedOver(turn, job, due);
    } else {
      passedOver(turn, job, due.subList(0, due.size() - 1));
      fire(turn, turn.state.jobs.get(name), last);
    }
  }

  /** Settles all that is due, before the schedule changes; the old schedule judges its own time. */
  void settleAll(Turn turn, JobName name) {
    Instant before;
    do {
      before = turn.state.jobs.get(name).ledger().watermark();
      settle(turn, name);
    } while (turn.state.jobs.get(name).ledger().watermark().isAfter(before));
  }

  /** Instants that a later one, due as well, stands for. */
  private static void passedOver(Turn turn, Job job, List<Instant> instants) {
    if (instants.isEmpty()) {
      return;
    }
    if (job.definition().schedule().misfire() == Misfire.SKIP) {
      record(turn, job.name(), instants, Outcome.SKIPPED, "misfire: a later instant is due");
    } else {
      record(turn, job.name(), instants, Outcome.COALESCED, "misfire: coalesced into a later run");
    }
  }

  private void fire(Turn turn, Job job, Instant due) {
    Duration lateness = Duration.between(due, turn.now);
    boolean misfired = lateness.compareTo(MISFIRE_THRESHOLD) > 0;
    Optional<String> tooLate = misfired ? tooLate(job, lateness) : Optional.empty();
    if (tooLate.isPresent()) {
      record(turn, job.name(), List.of(due), Outcome.SKIPPED, tooLate.get());
      return;
    }
    RunId run = RunId.scheduled(job.name(), job.incarnation(), due);
    // after a clock set back, or a commit cut short, the run of this instant is there already
    Verdict verdict =
        turn.state.runs.find(run) != null
            ? new Verdict.Begun(run)
            : begin(turn, job, run, due, misfired);
    if (verdict instanceof Verdict.Begun) {
      record(turn, job.name(), List.of(due), Outcome.RUN, "");
    } else if (verdict instanceof Verdict.Coalesced coalesced) {
      String into = "overlap: coalesced into run " + coalesced.into();
      record(turn, job.name(), List.of(due), Outcome.COALESCED, into);
    } else if (verdict instanceof Verdict.Refused refused) {
      record(turn, job.name(), List.of(due), Outcome.SKIPPED, refused.reason());
    }
  }

  /** Late instants that all run wait for one another, whatever the policy for those in time. */
  private Verdict begin(Turn turn, Job job, RunId run, Instant due, boolean misfired) {
    boolean caughtUpOn = misfired && job.definition().schedule().misfire() == Misfire.FIRE_ALL;
    return caughtUpOn ? overlaps.queue(turn, job, run, due) : overlaps.begin(turn, job, run, due);
  }

  private static Optional<String> tooLate(Job job, Duration lateness) {
    if (job.definition().schedule().misfire() == Misfire.SKIP) {
      return Optional.of("misfire: late by more than " + MISFIRE_THRESHOLD.toSeconds() + " s");
    }
    return lateness.compareTo(job.definition().schedule().misfireWindow()) > 0
        ? Optional.of("misfire: late by more than misfireWindow")
        : Optional.empty();
  }

  /**
   * Settles instants one after another. Those whose run is there already, because a commit was cut
   * between the two, ran, whatever is decided of the others.
   */
  private static void record(
      Turn turn, JobName job, List<Instant> instants, Outcome outcome, String reason) {
    int from = 0;
    while (from < instants.size()) {
      boolean ran = hasRun(turn, job, instants.get(from));
      int to = from + 1;
      while (to < instants.size() && hasRun(turn, job, instants.get(to)) == ran) {
        to++;
      }
      List<Instant> part = instants.subList(from, to);
      settled(turn, job, part, ran ? Outcome.RUN : outcome, ran ? "" : reason);
      from = to;
    }
  }

  private static boolean hasRun(Turn turn, JobName name, Instant due) {
    int incarnation = turn.state.jobs.get(name).incarnation();
    return turn.state.runs.find(RunId.scheduled(name, incarnation, due)) != null;
  }

  private static void settled(
      Turn turn, JobName job, List<Instant> instants, Outcome outcome, String reason) {
    turn.emit(
        new Fact.FiresSettled(
            job,
            new Range(
                instants.get(0),
                instants.get(instants.size() - 1),
                instants.size(),
                outcome,
                reason)));
  }
}
