package io.ejc.internal.core;

import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    Optional<RunId> current = turn.state.runs.currentOf(job.name());
    List<RunId> held = turn.state.runs.heldOf(job.name());
    if (current.isEmpty() && held.isEmpty()) {
      return create(turn, job, run, scheduled, false);
    }
    return switch (job.definition().overlap()) {
      case SKIP -> new Verdict.Refused("overlap: an earlier run has not ended");
      case QUEUE_ONE ->
          held.isEmpty()
              ? create(turn, job, run, scheduled, true)
              : new Verdict.Coalesced(held.get(0));
      case QUEUE -> queue(turn, job, run, scheduled);
      case REPLACE -> replace(turn, job, run, scheduled);
    };
  }

  /** A run behind all earlier ones, whatever the policy: for instants that are caught up on. */
  Verdict queue(Turn turn, Job job, RunId run, Instant scheduled) {
    JobName name = job.name();
    int held = turn.state.runs.heldOf(name).size();
    if (held >= HELD_MAX) {
      return new Verdict.Refused("overlap: " + held + " runs wait already");
    }
    boolean behind = held > 0 || turn.state.runs.currentOf(name).isPresent();
    return create(turn, job, run, scheduled, behind);
  }

  private Verdict replace(Turn turn, Job job, RunId run, Instant scheduled) {
    String reason = "replaced by run " + run;
    List<RunId> earlier = List.copyOf(turn.state.runs.activeOf(job.name()));
    Verdict verdict = create(turn, job, run, scheduled, true);
    // those that wait first: else the end of the current one would release them
    for (int i = earlier.size() - 1; i >= 0; i--) {
      kills.run(turn, earlier.get(i), reason);
    }
    return verdict;
  }

  private Verdict create(Turn turn, Job job, RunId run, Instant scheduled, boolean held) {
    runs.create(turn, run, job.definition(), scheduled, held);
    return new Verdict.Begun(run);
  }
}
