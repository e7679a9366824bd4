package io.ejc.internal.core;

import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Firings;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.Item.Cause;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Origin;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the items of DAEMON jobs on agents. While such a job is to fire it has one run, whose items
 * go on until the run is ended: an attempt that ends for any other reason is followed by another.
 * What the run was begun with does not change: a new definition, or new code, ends it, and the next
 * one begins when it has ended.
 */
final class Residents {

  /** An attempt that stayed for so long was no failed start. */
  static final Duration STEADY = Duration.ofMinutes(10);

  private static final Duration LOSS_PAUSE = Duration.ofSeconds(1);
  private static final Duration LOSS_PAUSE_MAX = Duration.ofMinutes(1);

  private final Kills kills;
  private final Runs runs;

  Residents(Kills kills, Runs runs) {
    this.kills = kills;
    this.runs = runs;
  }

  /** Ends the runs of a job that are not wanted as they are, and begins the one that is. */
  void adjust(Turn turn, JobName name) {
    for (RunId id : List.copyOf(turn.state.runs.activeOf(name))) {
      Run run = turn.state.runs.get(id);
      if (run.definition().resident() && !run.state().ended()) {
        String why = outdated(turn, turn.state.jobs.get(name), run);
        if (!why.isEmpty()) {
          kills.run(turn, id, why);
        }
      }
    }
    begin(turn, runs, name, turn.now);
  }

  /** Adjusts all jobs. */
  void adjustAll(Turn turn) {
    endOrphans(turn);
    for (Job job : List.copyOf(turn.state.allJobs())) {
      adjust(turn, job.name());
    }
  }

  /** A commit that was cut may have stored the run of a job, and not that it was registered. */
  private static void endOrphans(Turn turn) {
    for (Run run : List.copyOf(turn.state.allRuns())) {
      JobName name = run.id().job();
      Job job = turn.state.jobs.find(name);
      boolean known = job != null && job.incarnation() >= run.id().incarnation();
      boolean orphan = run.id().origin() == Origin.DAEMON && !known && !run.state().ended();
      if (orphan && !turn.state.setAsides.holds(name)) {
        String why = "the job is not registered";
        for (Item item : run.items()) {
          ItemId id = new ItemId(run.id(), item.number());
          turn.emit(new Fact.ItemEnded(id, ItemState.KILLED, why, turn.now));
        }
        turn.emit(new Fact.RunEnded(run.id(), RunState.KILLED, turn.now));
      }
    }
  }

  private static String outdated(Turn turn, Job job, Run run) {
    String unwanted = unwanted(turn, job);
    if (!unwanted.isEmpty()) {
      return unwanted;
    }
    if (!job.definition().equals(run.definition())) {
      return "the job's definition has changed";
    }
    return runsOtherCode(turn, run) ? "the application's code has changed" : "";
  }

  private static String unwanted(Turn turn, Job job) {
    if (!job.registered()) {
      return "the job is not registered any more";
    }
    if (turn.state.teardown()) {
      return "the framework ends";
    }
    return turn.state.paused() ? "everything is paused" : job.heldBackBecause();
  }

  private static boolean runsOtherCode(Turn turn, Run run) {
    return turn.state.deployed().isPresent()
        && run.items().stream()
            .map(Item::latest)
            .anyMatch(
                attempt ->
                    attempt != null
                        && !attempt.state().ended()
                        && !attempt.bundle().equals(turn.state.deployed().get().bundle().id()));
  }

  /** A run has ended; the next one goes on where its items ended. */
  static void ended(Turn turn, Runs runs, Run run) {
    Instant since = turn.now;
    if (run.definition().resident()) {
      since =
          run.items().stream()
              .flatMap(item -> Optional.ofNullable(item.firings().until()).stream())
              .max(Comparator.naturalOrder())
              .orElse(run.scheduled());
    }
    begin(turn, runs, run.id().job(), since);
  }

  /**
   * Begins the run of a job whose items are to be resident, unless an earlier one goes on.
   *
   * @param since what was due until then is settled
   */
  private static void begin(Turn turn, Runs runs, JobName name, Instant since) {
    Job job = turn.state.jobs.get(name);
    boolean free =
        turn.state.runs.activeOf(name).isEmpty() && !turn.state.setAsides.mayHaveResidents(name);
    if (job.definition().resident() && free && unwanted(turn, job).isEmpty()) {
      RunId id = unused(turn, job, turn.now.truncatedTo(ChronoUnit.MILLIS));
      runs.create(turn, id, job.definition(), since, false);
    }
  }

  /** Two runs may begin within a millisecond, or by a clock that was set back. */
  private static RunId unused(Turn turn, Job job, Instant now) {
    int which = 0;
    RunId id = RunId.daemon(job.name(), job.incarnation(), now, which);
    while (turn.state.runs.find(id) != null || turn.state.setAsides.holds(id)) {
      which++;
      id = RunId.daemon(job.name(), job.incarnation(), now, which);
    }
    return id;
  }

  /** Whether an item gets another attempt whatever ended this one. */
  static boolean stays(Turn turn, RunId run, Item item) {
    return turn.state.runs.get(run).definition().resident() && !item.killRequested();
  }

  /** What the end of an attempt of such an item counts as. */
  static Cause cause(AttemptState outcome) {
    return switch (outcome) {
      case SUCCEEDED, FAILED -> Cause.FAILURE;
      case REFUSED -> Cause.REFUSAL;
      default -> Cause.LOSS;
    };
  }

  /** How long the next attempt waits: longer with each one in a row that did not stay. */
  static Duration pause(JobDefinition definition, Item item, Cause cause) {
    int row = shortInARow(item, cause);
    if (cause == Cause.FAILURE) {
      JobDefinition.Retry retry = definition.retry();
      return Backoff.doubling(retry.backoff(), retry.maxBackoff(), Math.max(0, row - 1));
    }
    // the first loss is the cluster's everyday, only repeated ones are worth a pause
    return row <= 1 ? Duration.ZERO : Backoff.doubling(LOSS_PAUSE, LOSS_PAUSE_MAX, 2 * (row - 2));
  }

  private static int shortInARow(Item item, Cause cause) {
    int row = 0;
    for (int i = item.attempts().size() - 1; i >= 0; i--) {
      Attempt attempt = item.attempts().get(i);
      if (stayed(attempt)) {
        return row;
      }
      row += attempt.state() == AttemptState.REFUSED && cause != Cause.REFUSAL ? 0 : 1;
    }
    return row;
  }

  private static boolean stayed(Attempt attempt) {
    Instant started = attempt.startedAt();
    Instant ended = attempt.endedAt();
    return started != null
        && ended != null
        && Duration.between(started, ended).compareTo(STEADY) >= 0;
  }

  /** An attempt told what became of due instants; what was told before is not told again. */
  static void told(Turn turn, Carrier carrier, AttemptReport report) {
    Firings firings = report.firings();
    Item item = turn.state.runs.item(carrier.attempt().itemId());
    if (firings != null && firings.isAfter(item.firings())) {
      turn.emit(new Fact.AttemptFired(carrier.attempt(), firings));
    }
  }
}
