package io.ejc.sim;

import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Origin;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * No fire is lost or doubled: every due instant of every version of a job is settled exactly once,
 * in order, with an outcome that has a ground, and each that ran has exactly one run.
 */
final class LedgerRules {

  private static final Duration THRESHOLD = Duration.ofSeconds(60);

  private final World world;
  private final Stored stored;
  private final Set<RunId> created = new HashSet<>();
  private final Set<RunId> unsettled = new HashSet<>();
  private final Map<RunId, Instant> scheduled = new HashMap<>();
  private final DueOracle oracle = new DueOracle();

  /** The turn of a host that stores something. */
  record Turn(Instant now, int deployments) {}

  /** What was settled of a job by one change of its record. */
  private record Settling(
      Job before, Job after, List<Instant> due, Turn turn, boolean held, boolean active) {

    Instant now() {
      return turn.now();
    }

    Settling with(List<Instant> more) {
      return new Settling(before, after, more, turn, held, active);
    }

    /** Whether a version ended in this turn: another followed, and perhaps the first came back. */
    boolean versionEnds() {
      boolean another = !before.definition().equals(after.definition()) || !after.registered();
      boolean settled = after.ledger().watermark().equals(turn.now());
      return before.registered() && (another || (turn.deployments() > 1 && settled));
    }
  }

  /** Some instants of one outcome, one after another. */
  private record Piece(int first, int count, Outcome outcome, String reason) {}

  LedgerRules(World world, Stored stored) {
    this.world = world;
    this.stored = stored;
  }

  boolean existed(RunId run) {
    return created.contains(run);
  }

  /** A run is in the store that was not there before. */
  void runCreated(Run run) {
    if (!created.add(run.id())) {
      throw new Violation("ledger", "run " + run.id() + " is created again");
    }
    SimTriggers.check(run, run.definition().sharding().jobParameter());
    if (run.id().origin() != Origin.SCHEDULE) {
      return;
    }
    unsettled.add(run.id());
    scheduled.put(run.id(), run.scheduled());
    Duration late = Duration.between(run.scheduled(), run.created());
    JobDefinition.Schedule schedule = run.definition().schedule();
    boolean misfired = late.compareTo(THRESHOLD) > 0;
    if (late.isNegative()
        || (misfired && schedule.misfire() == Misfire.SKIP)
        || (misfired && late.compareTo(schedule.misfireWindow()) > 0)) {
      throw new Violation("ledger", run.id() + " began " + late + " late, against " + schedule);
    }
  }

  /** The record of a job is in the store. */
  void changed(
      JobName name, @Nullable Job before, Turn turn, boolean pausedBefore, boolean active) {
    Job after = stored.job(name);
    if (after == null) {
      throw new Violation("ledger", "job " + name + " is gone from the store");
    }
    if (before == null || before.incarnation() != after.incarnation()) {
      opened(before, after, turn);
      return;
    }
    Instant from = before.ledger().watermark();
    Instant to = after.ledger().watermark();
    if (to.isBefore(from)) {
      throw new Violation("ledger", name + ": the watermark goes back from " + from + " to " + to);
    }
    if (after.counter() < before.counter()) {
      throw new Violation("tokens", name + ": the counter goes back to " + after.counter());
    }
    boolean held = isHeld(before) || isHeld(after) || pausedBefore || stored.paused();
    boolean busy = active || stored.isActive(name);
    if (before.registered() && meant(before).trigger() instanceof Trigger.Delay delay) {
      Settling settling = new Settling(before, after, List.of(), turn, held, busy);
      Instant until = settling.versionEnds() ? ahead(before, turn.now()) : turn.now();
      Instant over = oracle.pauseOver(meant(before), before.ledger(), delay.pause());
      pause(over.isAfter(until) ? settling : settling.with(List.of(over)));
      return;
    }
    List<Instant> due = due(before, turn.now());
    Settling settling = new Settling(before, after, due, turn, held, busy);
    check(
        settling.versionEnds() ? settling.with(due(before, ahead(before, turn.now()))) : settling);
  }

  /** What has run by a faster clock and is not in the ledger gets there with its version's end. */
  private Instant ahead(Job job, Instant now) {
    return unsettled.stream()
        .filter(run -> run.job().equals(job.name()) && run.incarnation() == job.incarnation())
        .map(run -> scheduled.getOrDefault(run, now))
        .filter(due -> due.isAfter(now))
        .max(Comparator.naturalOrder())
        .orElse(now);
  }

  private static boolean isHeld(Job job) {
    return !job.heldBackBecause().isEmpty();
  }

  private void opened(@Nullable Job before, Job after, Turn turn) {
    int incarnation = before == null ? 1 : before.incarnation() + 1;
    boolean fresh = after.ledger().equals(Ledger.openedAt(turn.now()));
    if (after.incarnation() != incarnation || !fresh || !after.registered()) {
      throw new Violation("ledger", after + " (expected: opened at " + turn.now() + ")");
    }
    boolean twice = before != null && before.registered() && turn.deployments() < 2;
    if (before != null && (twice || after.counter() < before.counter())) {
      throw new Violation("ledger", after + " follows " + before);
    }
  }

  private List<Instant> due(Job job, Instant until) {
    return job.registered() && !job.definition().resident()
        ? oracle.due(meant(job), job.ledger(), until)
        : List.of();
  }

  private JobDefinition.Schedule meant(Job job) {
    return world.operators.meant(job.definition()).schedule();
  }

  /** The end of a run of the schedule is in the store: a pause after it has begun by then. */
  void runEnded(Run run) {
    Job job = stored.job(run.id().job());
    Instant ended = run.ended();
    if (run.id().origin() == Origin.SCHEDULE
        && job != null
        && job.registered()
        && meant(job).afterRuns()
        && ended != null
        && !isUnderWay(job, run.id())
        && job.ledger().watermark().isBefore(ended)) {
      throw new Violation("ledger", run.id() + " ended, and no pause began: " + job.ledger());
    }
  }

  private boolean isUnderWay(Job job, @Nullable RunId but) {
    return stored.runs().stream()
        .filter(run -> run.id().job().equals(job.name()) && !run.id().equals(but))
        .anyMatch(run -> run.id().origin() == Origin.SCHEDULE && !run.state().ended());
  }

  /** A pause after runs is over once, and the next begins with the end of what it led to. */
  private void pause(Settling of) {
    List<Piece> pieces = pieces(of);
    counted(of, pieces.size());
    Instant from = of.before().ledger().watermark();
    Instant to = of.after().ledger().watermark();
    boolean begins = to.equals(of.now().isAfter(from) ? of.now() : from);
    if (pieces.isEmpty()) {
      boolean due = !of.due().isEmpty();
      // what was under way may have ended in this very commit
      boolean under = isUnderWay(of.before(), null) || of.active();
      require(!of.versionEnds() || (begins && (!due || under)), of, "the version's end");
      require(of.versionEnds() || to.equals(from) || (begins && of.active()), of, "a run's end");
      return;
    }
    require(pieces.size() == 1 && pieces.get(0).count() == 1, of, "one instant at a time");
    Instant due = of.due().get(0);
    Outcome outcome = pieces.get(0).outcome();
    RunId run = RunId.scheduled(of.before().name(), of.before().incarnation(), due);
    require(!isUnderWay(of.before(), run), of, "no run under way");
    require(begins || (outcome == Outcome.RUN && to.equals(due)), of, "a pause from " + of.now());
    instant(of, 0, outcome);
  }

  /** Counted are the instants since the present trigger is in force. */
  private static void counted(Settling of, int settled) {
    Ledger before = of.before().ledger();
    Ledger after = of.after().ledger();
    Trigger then = of.before().definition().schedule().trigger();
    boolean same = then.equals(of.after().definition().schedule().trigger());
    boolean goesOn =
        after.count() == before.count() + settled && after.since().equals(before.since());
    boolean begins = after.count() == 0 && after.since().equals(of.now());
    boolean another = of.versionEnds() && of.turn().deployments() > 1;
    require(
        same ? goesOn || (another && begins) : begins, of, "a count since the trigger is in force");
  }

  private void check(Settling of) {
    List<Piece> pieces = pieces(of);
    int settled = pieces.stream().mapToInt(Piece::count).sum();
    Instant to = of.after().ledger().watermark();
    Instant expected = settled == 0 ? of.before().ledger().watermark() : of.due().get(settled - 1);
    counted(of, settled);
    if (of.versionEnds()) {
      Instant end = of.now().isAfter(expected) ? of.now() : expected;
      require(settled == of.due().size() && to.equals(end), of, "the version's end");
    } else {
      require(to.equals(expected), of, "a watermark at the last settled instant, " + expected);
    }
    Outcome before = Outcome.RUN;
    for (int i = pieces.size() - 1; i >= 0; i--) {
      boolean intoLater = pieces.get(i).reason().equals("misfire: coalesced into a later run");
      require(!intoLater || before != Outcome.SKIPPED, of, "a later run for what was coalesced");
      before = pieces.get(i).outcome();
    }
    for (Piece piece : pieces) {
      for (int i = piece.first(); i < piece.first() + piece.count(); i++) {
        instant(of, i, piece.outcome());
      }
    }
  }

  private static void require(boolean truth, Settling of, String expected) {
    if (!truth) {
      throw new Violation(
          "ledger",
          of.before() + "\n-> " + of.after() + "\n(expected: " + expected + "; due: " + of.due());
    }
  }

  /** What was added to the ledger, laid over the instants that were due. */
  private static List<Piece> pieces(Settling of) {
    Map<Instant, Range> known = new HashMap<>();
    of.before().ledger().ranges().forEach(range -> known.put(range.from(), range));
    List<Piece> pieces = new ArrayList<>();
    int next = 0;
    for (Range range : of.after().ledger().ranges()) {
      Range same = known.get(range.from());
      int count = (int) (range.count() - (same == null ? 0 : same.count()));
      if (count == 0) {
        continue;
      }
      boolean fits =
          count > 0
              && next + count <= of.due().size()
              && range.to().equals(of.due().get(next + count - 1))
              && (same != null || range.from().equals(of.due().get(next)));
      require(fits, of, "ranges of due instants, each once; not " + range);
      pieces.add(new Piece(next, count, range.outcome(), range.reason()));
      next += count;
    }
    return pieces;
  }

  private void instant(Settling of, int index, Outcome outcome) {
    Instant due = of.due().get(index);
    RunId run = RunId.scheduled(of.before().name(), of.before().incarnation(), due);
    if (outcome == Outcome.RUN) {
      // of more than are kept some come and go in one commit
      boolean kept = of.due().size() <= World.RUNS_KEPT;
      require(created.contains(run) || !kept, of, "a run for " + due + " in the store already");
      unsettled.remove(run);
      return;
    }
    require(!created.contains(run), of, "RUN for " + due + ", as its run exists");
    boolean last = index == of.due().size() - 1;
    boolean all = of.before().definition().schedule().misfire() == Misfire.FIRE_ALL;
    boolean late = Duration.between(due, of.now()).compareTo(THRESHOLD) > 0;
    boolean passedOver = !last && !all;
    require(
        of.held() || of.active() || late || passedOver, of, "a ground for " + outcome + " " + due);
  }

  /** What is due and not settled when everything is quiet. */
  String unquiet(SimHost leader) {
    if (!unsettled.isEmpty()) {
      return "runs without an entry in the ledger: " + unsettled;
    }
    Instant now = leader.clock().minusSeconds(2);
    for (Job job : stored.jobs()) {
      List<Instant> due = due(job, now);
      if (!due.isEmpty()) {
        return "due and not settled: " + job.name() + " " + due;
      }
    }
    return "";
  }
}
