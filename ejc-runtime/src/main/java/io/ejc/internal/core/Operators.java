package io.ejc.internal.core;

import io.ejc.internal.core.Call.Result;
import io.ejc.internal.core.Overlaps.Verdict;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Decides about what people and programs of this process ask for. */
final class Operators {

  private static final DateTimeFormatter KEY_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final Overlaps overlaps;
  private final Kills kills;

  Operators(Overlaps overlaps, Kills kills) {
    this.overlaps = overlaps;
    this.kills = kills;
  }

  void trigger(Turn turn, Event.TriggerRequested event) {
    turn.send(new Call.Answer(event.request(), trigger(turn, event, event.key())));
  }

  private Result trigger(Turn turn, Event.TriggerRequested event, Optional<String> asked) {
    Job job = turn.state.jobs.find(event.job());
    if (job == null || !job.registered()) {
      return new Result.Refused(
          "job: " + event.job() + " (expected: a registered job); look at jobs() for their names");
    }
    String key = asked.orElseGet(() -> KEY_TIME.format(turn.now) + "-" + event.request());
    RunId run = RunId.manual(job.name(), job.incarnation(), key);
    if (turn.state.runs.find(run) != null) {
      return new Result.Triggered(run);
    }
    if (!job.definition().enabled()) {
      return new Result.Refused("job " + job.name() + " is disabled; enable it to trigger it");
    }
    Instant scheduled = turn.now.truncatedTo(ChronoUnit.MILLIS);
    Verdict verdict = overlaps.begin(turn, job, run, scheduled);
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
            + " (overlap = "
            + job.definition().overlap()
            + "); wait for its end or kill it");
  }

  void kill(Turn turn, Event.KillRequested event) {
    turn.send(new Call.Answer(event.request(), kill(turn, event.item())));
  }

  private Result kill(Turn turn, ItemId id) {
    Run run = turn.state.runs.find(id.run());
    if (run == null || id.item() < 0 || id.item() >= run.size()) {
      return new Result.Refused(
          "item: " + id + " (expected: an item of a run that is kept); look at runs(job)");
    }
    return new Result.Killed(kills.item(turn, id, "killed on request"));
  }
}
