package io.ejc.internal.core;

import io.ejc.internal.core.Call.Result;
import io.ejc.internal.core.Overlaps.Verdict;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Decides about what people and programs of this process ask for. */
final class Operators {

  private static final DateTimeFormatter KEY_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private static final String ON_REQUEST = "killed on request";

  private final Fires fires;
  private final Overlaps overlaps;
  private final Kills kills;
  private final Residents residents;

  Operators(Fires fires, Overlaps overlaps, Kills kills, Residents residents) {
    this.fires = fires;
    this.overlaps = overlaps;
    this.kills = kills;
    this.residents = residents;
  }

  /** Handles what somebody asked for; false for any other event. */
  boolean handle(Turn turn, Event event) {
    if (event instanceof Event.TriggerRequested trigger) {
      trigger(turn, trigger);
    } else if (event instanceof Event.KillRequested kill) {
      kill(turn, kill);
    } else if (event instanceof Event.RunKillRequested kill) {
      killRun(turn, kill);
    } else if (event instanceof Event.JobKillRequested kill) {
      killJob(turn, kill);
    } else if (event instanceof Event.SwitchRequested change) {
      switchJob(turn, change);
    } else if (event instanceof Event.PauseRequested pause) {
      pause(turn, pause);
    } else if (event instanceof Event.LedgerSetBackRequested back) {
      setBack(turn, back);
    } else {
      return false;
    }
    return true;
  }

  private void trigger(Turn turn, Event.TriggerRequested event) {
    turn.send(new Call.Answer(event.request(), trigger(turn, event, event.key())));
  }

  private Result trigger(Turn turn, Event.TriggerRequested event, Optional<String> asked) {
    Job job = turn.state.jobs.find(event.job());
    if (job == null || !job.registered()) {
      return unknown(event.job());
    }
    if (job.definition().resident()) {
      return firesByItself(job.name());
    }
    String key = asked.orElseGet(() -> KEY_TIME.format(turn.now) + "-" + event.request());
    RunId run = RunId.manual(job.name(), job.incarnation(), key);
    if (turn.state.runs.find(run) != null) {
      return new Result.Triggered(run);
    }
    if (turn.state.setAsides.holds(run)) {
      return setAside(run);
    }
    String heldBack = turn.state.paused() ? "everything is paused" : job.heldBackBecause();
    if (!heldBack.isEmpty()) {
      return new Result.Refused(
          "job "
              + job.name()
              + " cannot be triggered: "
              + heldBack
              + " (expected: an enabled job)");
    }
    Instant scheduled = turn.now.truncatedTo(ChronoUnit.MILLIS);
    Job asWished =
        event.parameter().map(job.definition()::withParameter).map(job::with).orElse(job);
    Verdict verdict = overlaps.begin(turn, asWished, run, scheduled);
    if (verdict instanceof Verdict.Begun begun) {
      return new Result.Triggered(begun.run());
    }
    if (verdict instanceof Verdict.Coalesced coalesced) {
      return new Result.Triggered(coalesced.into());
    }
    return new Result.Refused(
        "job "
            + job.name()
            + " has a run that has not ended: "
            + turn.state.runs.activeOf(job.name()).iterator().next()
            + " ("
            + overlap(job, verdict)
            + "); wait for its end or kill it");
  }

  /** Of a policy that refuses more than this one reason it is said which. */
  private static String overlap(Job job, Verdict verdict) {
    Overlap policy = job.definition().overlap();
    return verdict instanceof Verdict.Refused refused && policy != Overlap.SKIP
        ? "overlap = " + policy + "; " + refused.reason().replaceFirst("^overlap: ", "")
        : "overlap = " + policy;
  }

  private void kill(Turn turn, Event.KillRequested event) {
    turn.send(new Call.Answer(event.request(), kill(turn, event.item())));
  }

  private Result kill(Turn turn, ItemId id) {
    Run run = turn.state.runs.find(id.run());
    if (run == null || id.item() < 0 || id.item() >= run.size()) {
      return new Result.Refused(
          "item: " + id + " (expected: an item of a run that is kept); look at runs(job)");
    }
    if (run.definition().resident() && !run.state().ended()) {
      return new Result.Refused(
          "item: "
              + id
              + " of a DAEMON job (expected: its run); kill the run to have all its items begin"
              + " anew, or disable the job");
    }
    return new Result.Killed(kills.item(turn, id, ON_REQUEST));
  }

  private void killRun(Turn turn, Event.RunKillRequested event) {
    Run run = turn.state.runs.find(event.run());
    Result result =
        run == null
            ? new Result.Refused(
                "run: " + event.run() + " (expected: a run that is kept); look at runs(job)")
            : new Result.Killed(kills.run(turn, event.run(), ON_REQUEST));
    turn.send(new Call.Answer(event.request(), result));
  }

  private void killJob(Turn turn, Event.JobKillRequested event) {
    List<RunId> active = List.copyOf(turn.state.runs.activeOf(event.job()));
    // those that wait first: else the end of the current one would release them
    for (int i = active.size() - 1; i >= 0; i--) {
      kills.run(turn, active.get(i), ON_REQUEST);
    }
    turn.send(new Call.Answer(event.request(), new Result.Killed(!active.isEmpty())));
  }

  /** What was due until now is judged as the job was until now. */
  private void switchJob(Turn turn, Event.SwitchRequested event) {
    Job job = turn.state.jobs.find(event.job());
    if (job == null || !job.registered()) {
      turn.send(new Call.Answer(event.request(), unknown(event.job())));
      return;
    }
    fires.settle(turn, event.job());
    Job.Mode mode = event.enabled() ? Job.Mode.ENABLED : Job.Mode.DISABLED;
    turn.emit(new Fact.JobSwitched(event.job(), mode));
    residents.adjust(turn, event.job());
    turn.send(new Call.Answer(event.request(), new Result.Done()));
  }

  private void pause(Turn turn, Event.PauseRequested event) {
    if (turn.state.paused() != event.paused()) {
      for (Job job : List.copyOf(turn.state.allJobs())) {
        fires.settle(turn, job.name());
      }
      turn.emit(new Fact.AllPaused(event.paused()));
      residents.adjustAll(turn);
      turn.offersUseful();
    }
    turn.send(new Call.Answer(event.request(), new Result.Done()));
  }

  /** Instants until now stay settled; later ones are due again. */
  private static void setBack(Turn turn, Event.LedgerSetBackRequested event) {
    Job job = turn.state.jobs.find(event.job());
    Result result = new Result.Done();
    if (job == null || !job.registered()) {
      result = unknown(event.job());
    } else if (job.ledger().watermark().isAfter(turn.now)) {
      turn.emit(new Fact.LedgerSetBack(event.job(), job.ledger().setBackTo(turn.now)));
    } else {
      result =
          new Result.Refused(
              "job "
                  + job.name()
                  + ": its ledger is settled until "
                  + job.ledger().watermark()
                  + " (expected: an instant after now, "
                  + turn.now
                  + "); there is nothing to set back");
    }
    turn.send(new Call.Answer(event.request(), result));
  }

  private static Result.Refused setAside(RunId run) {
    return new Result.Refused(
        "run: "
            + run
            + " (expected: one that can be read); its records are set aside, use another key or"
            + " repair them");
  }

  private static Result.Refused firesByItself(JobName job) {
    return new Result.Refused(
        "job "
            + job
            + " cannot be triggered: its items stay on agents and fire there (expected: a TRANSIENT"
            + " job)");
  }

  private static Result.Refused unknown(JobName job) {
    return new Result.Refused(
        "job: " + job + " (expected: a registered job); look at jobs() for their names");
  }
}
