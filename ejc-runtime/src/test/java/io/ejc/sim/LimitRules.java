package io.ejc.sim;

import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition.Limits;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.sim.History.How;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits of whole runs are kept, each crash counts once, and a run keeps the definition with which
 * it began.
 */
final class LimitRules {

  private final World world;
  private final Stored stored;
  private final Set<RunId> lost = new HashSet<>();
  private final Map<JobName, Integer> raised = new HashMap<>();

  LimitRules(World world, Stored stored) {
    this.world = world;
    this.stored = stored;
  }

  /** A record of a run is in the store. */
  void runChanged(@Nullable Run before, Run after) {
    if (before == null) {
      world.operators.meant(after.definition());
    } else {
      require(before.definition().equals(after.definition()), after.id(), "its first definition");
    }
    if (after.state().ended() && hasLost(after)) {
      lost.add(after.id());
    }
  }

  private static boolean hasLost(Run run) {
    return run.items().stream().anyMatch(item -> item.state() == ItemState.LOST);
  }

  /** A record of a job is in the store. */
  void jobChanged(@Nullable Job before, Job after) {
    if (before == null || before.incarnation() != after.incarnation()) {
      return;
    }
    if (after.crashes() > before.crashes()) {
      raised.merge(after.name(), after.crashes() - before.crashes(), Integer::sum);
      // with batches cut the runs' own records may still be on its way
      int more = world.options.has(Fault.CUT_BATCH) ? mostAtOnce(after.name()) : 0;
      require(
          crashesCounted(after.name()) <= crashesSeen(after.name()) + more, after, "counted once");
    } else if (after.crashes() == 0 && before.crashes() > 0) {
      require(
          world.operators.switched(after.name())
              || after.judged().stream().anyMatch(run -> hasAnswered(run, after)),
          after,
          "its crashes stand until user code ends by itself");
    }
  }

  private int crashesCounted(JobName job) {
    return raised.getOrDefault(job, 0);
  }

  private long crashesSeen(JobName job) {
    return lost.stream().filter(run -> run.job().equals(job)).count();
  }

  private boolean hasAnswered(RunId run, Job job) {
    int most = job.definition().sharding().totalCount() + 130;
    for (int item = 0; item < most; item++) {
      ItemId id = new ItemId(run, item);
      if (world.history.of(id).stream().anyMatch(LimitRules::answered)) {
        return true;
      }
    }
    return false;
  }

  private static boolean answered(History.Entry entry) {
    return entry.how == How.RETURNED || entry.how == How.THREW;
  }

  /** After a leader's turn, what is over by its clock is over in the store. */
  void turned(SimHost.Term term) {
    if (!term.shadow().leads()) {
      return;
    }
    Instant now = term.shadow().turnInstant();
    for (Run run : stored.runs()) {
      if (!run.state().ended() && !run.course().overdue()) {
        require(!tookTooLong(run, now), run.id(), "its end after its runTimeout");
        require(begun(run) || !waitedTooLong(run, now), run.id(), "its end after its queueTimeout");
      }
    }
  }

  /** A launch is on its way to the master. */
  void launching(SimHost.Term term, Run run) {
    require(
        !tookTooLong(run, term.shadow().turnInstant()) && !run.course().overdue(),
        run.id(),
        "no launch after its runTimeout");
  }

  /** How many runs of a job may ever have been under way at once. */
  int mostAtOnce(JobName job) {
    return world.operators.mostConcurrentRuns(job);
  }

  /** Whether a run's time is over by some clock, and with it what is left of its items. */
  boolean isOver(Run run) {
    Instant latest = world.instant(world.time.now() + Judge.CLOCK_OFFSET_MAX);
    boolean idle =
        run.items().stream()
            .allMatch(item -> world.history.of(new ItemId(run.id(), item.number())).isEmpty());
    return tookTooLong(run, latest) || (idle && waitedTooLong(run, latest));
  }

  private static boolean tookTooLong(Run run, Instant now) {
    Limits limits = run.definition().limits();
    Instant released = run.course().released();
    return isOver(limits.runTimeout(), released, now);
  }

  private static boolean waitedTooLong(Run run, Instant now) {
    return isOver(run.definition().limits().queueTimeout(), run.created(), now);
  }

  private static boolean isOver(Duration limit, @Nullable Instant since, Instant now) {
    return !limit.isZero() && since != null && !now.isBefore(since.plus(limit));
  }

  private static boolean begun(Run run) {
    return run.items().stream().anyMatch(LimitRules::begun);
  }

  private static boolean begun(Item item) {
    Attempt latest = item.latest();
    return (latest != null && latest.state() != AttemptState.REFUSED)
        || item.budgets().losses() + item.budgets().retries() > 0;
  }

  String unquiet() {
    for (JobName job : raised.keySet()) {
      if (crashesCounted(job) > crashesSeen(job)) {
        return crashesCounted(job) + " crashes of " + job + " (expected: " + crashesSeen(job) + ")";
      }
    }
    return "";
  }

  private static void require(boolean truth, Object of, String rule) {
    if (!truth) {
      throw new Violation("limits", of + " (expected: " + rule + ")");
    }
  }
}
