package io.ejc.internal.core;

import io.ejc.internal.core.Call.Result;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/** Decides about what people and programs of this process ask for. */
final class Operators {

  private static final DateTimeFormatter KEY_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final Runs runs;

  Operators(Runs runs) {
    this.runs = runs;
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
    Set<RunId> active = turn.state.runs.activeOf(job.name());
    if (!active.isEmpty()) {
      return new Result.Refused(
          "job "
              + job.name()
              + " has a run that has not ended: "
              + active.iterator().next()
              + " (overlap = SKIP); wait for its end or kill it");
    }
    runs.create(turn, run, job.definition(), turn.now.truncatedTo(ChronoUnit.MILLIS));
    return new Result.Triggered(run);
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
    Item item = run.item(id.item());
    if (item.state().ended()) {
      return new Result.Killed(false);
    }
    String reason = "killed on request";
    if (item.state() == ItemState.WAITING) {
      runs.end(turn, id, ItemState.KILLED, reason);
      return new Result.Killed(true);
    }
    if (!item.killRequested()) {
      turn.emit(new Fact.ItemKillRequested(id, reason));
    }
    Carrier carrier = turn.state.carriers.ofAttempt(Runs.latestAttempt(id, item));
    if (carrier != null) {
      sendKill(turn, carrier);
    }
    return new Result.Killed(true);
  }

  static void sendKill(Turn turn, Carrier carrier) {
    Run run = turn.state.runs.get(carrier.attempt().run());
    turn.send(
        new Call.Kill(
            carrier.id().toString(),
            Optional.of(carrier.agent()),
            Optional.of(run.definition().killGrace())));
  }
}
