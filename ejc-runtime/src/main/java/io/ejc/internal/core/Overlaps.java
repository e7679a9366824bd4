package io.ejc.internal.core;

import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Origin;
import io.ejc.internal.model.RunId;
import java.time.Instant;
import java.util.List;

/** Decides whether a run begins now, waits for an earlier one, or does not come to be. */
final class Overlaps {

  /** How many runs of a job wait at most. */
  static final int HELD_MAX = 100;

  private final Runs runs;
  private final Kills kills;

  Overlaps(Runs runs, Kills kills) {
    this.runs = runs;
    this.kills = kills;
  }

  /** What became of the wish for a run. */
  sealed interface Verdict {
    /** The run exists. */
    record Begun(RunId run) implements Verdict {}

    /** A run that waits already stands for this one too. */
    record Coalesced(RunId into) implements Verdict {}

    /** There will be no run. */
    record Refused(String reason) implements Verdict {}
  }

  /** A run by the job's own policy. */
  Verdict begin(Turn turn, Job job, RunId run, Instant scheduled) {
    List<RunId> held = turn.state.runs.heldOf(job.name());
    if (held.isEmpty() && hasRoom(turn, job.name())) {
      return create(turn, job, run, scheduled, false);
    }
    return switch (job.definition().overlap()) {
      case SKIP -> new Verdict.Refused(notEnded(turn, job));
      case QUEUE_ONE ->
          held.isEmpty()
              ? create(turn, job, run, scheduled, true)
              : coalesce(turn, job, held.get(0));
      case QUEUE -> queue(turn, job, run, scheduled);
      case REPLACE -> replace(turn, job, run, scheduled);
    };
  }

  /** A run that waits stands for another one, unless one of them was given a parameter by hand. */
  private static Verdict coalesce(Turn turn, Job wished, RunId waits) {
    String own = parameter(turn.state.jobs.get(wished.name()).definition());
    String asked = parameter(wished.definition());
    String given = parameter(turn.state.runs.get(waits).definition());
    boolean special = waits.origin() == Origin.MANUAL && !given.equals(own);
    return asked.equals(given) || (asked.equals(own) && !special)
        ? new Verdict.Coalesced(waits)
        : new Verdict.Refused("overlap: run " + waits + " waits, with another parameter");
  }

  private static String parameter(JobDefinition definition) {
    return definition.sharding().jobParameter();
  }

  /** A run behind all earlier ones, whatever the policy: for instants that are caught up on. */
  Verdict queue(Turn turn, Job job, RunId run, Instant scheduled) {
    JobName name = job.name();
    int held = turn.state.runs.heldOf(name).size();
    if (held >= HELD_MAX) {
      return new Verdict.Refused(full(held));
    }
    return create(turn, job, run, scheduled, held > 0 || !hasRoom(turn, name));
  }

  static String full(int held) {
    return "overlap: " + held + " runs wait already";
  }

  /** Whether one more run of a job may be under way. */
  static boolean hasRoom(Turn turn, JobName name) {
    int max = turn.state.jobs.get(name).definition().limits().maxConcurrentRuns();
    return turn.state.runs.currentOf(name).size() < max;
  }

  private static String notEnded(Turn turn, Job job) {
    int under = turn.state.runs.currentOf(job.name()).size();
    return under > 1
        ? "overlap: " + under + " earlier runs have not ended"
        : "overlap: an earlier run has not ended";
  }

  private Verdict replace(Turn turn, Job job, RunId run, Instant scheduled) {
    Verdict verdict = create(turn, job, run, scheduled, true);
    turn.emit(new Fact.RunReplaces(run));
    endEarlier(turn, run);
    return verdict;
  }

  /**
   * Ends the oldest runs of a job for another's sake: together with it so many stay as may be under
   * way at once. May be done again, after a commit that was cut.
   */
  void endEarlier(Turn turn, RunId run) {
    List<RunId> earlier =
        turn.state.runs.activeOf(run.job()).stream().takeWhile(id -> !id.equals(run)).toList();
    int max = turn.state.jobs.get(run.job()).definition().limits().maxConcurrentRuns();
    // those that wait first: else the end of the current one would release them
    for (int i = earlier.size() - max; i >= 0; i--) {
      kills.run(turn, earlier.get(i), "replaced by run " + run);
    }
  }

  private Verdict create(Turn turn, Job job, RunId run, Instant scheduled, boolean held) {
    runs.create(turn, run, job.definition(), scheduled, held);
    return new Verdict.Begun(run);
  }
}
