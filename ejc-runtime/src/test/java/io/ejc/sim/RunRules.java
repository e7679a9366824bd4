package io.ejc.sim;

import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.RunState;
import io.ejc.sim.History.How;
import io.ejc.sim.SimTask.Mark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run's state is what happened, and no item runs twice at once: what is stored of runs, items and
 * attempts against the history that user code wrote.
 */
final class RunRules {

  private final World world;
  private final Stored stored;
  private final LimitRules limits;
  private long removalHeard = -1;
  private final Map<String, AttemptId> tokens = new HashMap<>();
  private final Map<ItemId, Map<AttemptState, Integer>> ends = new HashMap<>();

  RunRules(World world, Stored stored, LimitRules limits) {
    this.world = world;
    this.stored = stored;
    this.limits = limits;
  }

  /** A host hears that the framework was removed: its tasks may run on. */
  void frameworkRemoved() {
    removalHeard = world.time.now();
  }

  void changed(RunId id, @Nullable Run before, LedgerRules ledger) {
    Run after = stored.run(id);
    if (after == null) {
      require(before == null || mayGo(before), id, "a run is kept until it has ended");
      return;
    }
    limits.runChanged(before, after);
    if (before == null) {
      ledger.runCreated(after);
    } else {
      world.code.changed(before, after);
      require(before.created().equals(after.created()), id, "a run is created once");
      require(
          !before.state().ended() || before.state() == after.state(),
          id,
          "an ended run stays as it is");
    }
    for (int number = 0; number < after.size(); number++) {
      Item old = before == null ? Item.waiting(number, after.created()) : before.item(number);
      if (!old.equals(after.item(number)) || before == null) {
        item(after, new ItemId(id, number), old, after.item(number));
        // by now it is known which of its attempts were given up unheard
        world.daemons.stored(new ItemId(id, number), old, after.item(number));
      }
    }
    if (after.state().ended() && (before == null || !before.state().ended())) {
      ledger.runEnded(after);
      ended(after);
    }
  }

  /** Ended, or ended by a kill in the very commit that forgets it. */
  private boolean mayGo(Run before) {
    return before.state().ended()
        || replaced(before)
        || !before.definition().limits().queueTimeout().isZero()
        || !before.definition().limits().runTimeout().isZero()
        || before.items().stream()
            .allMatch(
                item ->
                    item.state().ended()
                        || world.operators.askedToKill(new ItemId(before.id(), item.number())));
  }

  private void ended(Run run) {
    require(
        run.items().stream().allMatch(item -> item.state().ended()), run.id(), "items end first");
    boolean all = run.items().stream().allMatch(item -> item.state() == ItemState.SUCCEEDED);
    require(all == (run.state() == RunState.SUCCEEDED), run.id(), "succeeded with all its items");
  }

  private void item(Run run, ItemId id, Item before, Item after) {
    require(
        !before.state().ended() || before.state() == after.state(),
        id,
        "an ended item stays as it is");
    require(after.launches() >= before.launches(), id, "attempt numbers rise");
    int last = 0;
    for (Attempt attempt : after.attempts()) {
      require(attempt.number() > last, id, "attempt numbers rise");
      last = attempt.number();
      attempt(run, id, find(before, attempt.number()), attempt);
    }
    require(last == after.launches(), id, "the launches are counted");
    budgets(run, id, after);
    if (after.state().ended()) {
      itemEnded(run, id, after);
    }
  }

  private static @Nullable Attempt find(Item item, int number) {
    return item.attempts().stream().filter(a -> a.number() == number).findFirst().orElse(null);
  }

  /** Only the latest attempt of an item keeps all its words. */
  private static boolean sameEnd(Attempt before, Attempt after) {
    String shortened = after.message().replaceAll("\\.\\.\\.$", "");
    return before.state() == after.state()
        && before.carrier().equals(after.carrier())
        && Objects.equals(before.endedAt(), after.endedAt())
        && before.exceptionClass().equals(after.exceptionClass())
        && before.message().startsWith(shortened);
  }

  private void attempt(Run run, ItemId item, @Nullable Attempt before, Attempt after) {
    AttemptId id = new AttemptId(item.run(), item.item(), after.number());
    if (before == null) {
      AttemptId known = tokens.putIfAbsent(run.id().job() + "#" + after.token(), id);
      require(known == null, id, "a token of its own, not that of " + known);
    } else {
      require(before.token() == after.token(), id, "a token does not change");
      require(
          !before.state().ended() || sameEnd(before, after),
          id,
          "an ended attempt stays: " + before + ", not " + after);
    }
    SimTask task = world.tasks.get(after.carrier().toString());
    doubts(id, after, task);
    boolean overdue = after.overdue() && (before == null || !before.overdue());
    if (overdue) {
      overdue(run, id);
    }
    if (after.state() == AttemptState.RUNNING) {
      require(world.history.of(id) != null, id, "RUNNING when user code began");
    }
    if (after.state().ended() && (before == null || !before.state().ended())) {
      ends.computeIfAbsent(item, any -> new HashMap<>()).merge(after.state(), 1, Integer::sum);
      attemptEnded(run, id, after, task);
    }
  }

  private void doubts(AttemptId id, Attempt after, @Nullable SimTask task) {
    Carrier carrier = stored.carrier(after.carrier().toString());
    if (task == null || carrier == null) {
      return;
    }
    if (carrier.state() != CarrierState.UNCERTAIN) {
      task.doubtSince = -1;
    } else if (task.doubtSince < 0) {
      task.doubtSince = Math.max(task.doubtHeard, removalHeard);
      require(task.doubtSince >= 0, id, "doubt has a ground");
    }
  }

  private void overdue(Run run, AttemptId id) {
    History.Entry entry = world.history.of(id);
    long least = run.definition().timeout().toMillis() - 2 * Judge.CLOCK_OFFSET_MAX;
    require(
        entry != null && world.time.now() - entry.began >= least, id, "overdue after its timeout");
  }

  private void attemptEnded(Run run, AttemptId id, Attempt attempt, @Nullable SimTask task) {
    History.@Nullable Entry entry = world.history.of(id);
    How how = entry == null ? null : entry.how;
    switch (attempt.state()) {
      case SUCCEEDED -> require(how == How.RETURNED, id, "SUCCEEDED when user code returned");
      case FAILED -> {
        if (attempt.overdue() && attempt.exceptionClass().isEmpty()) {
          stopped(run, id, task);
        } else {
          require(
              how == How.THREW && attempt.exceptionClass().equals(entry.exception),
              id,
              "FAILED with what user code threw, not " + attempt.exceptionClass());
        }
      }
      case KILLED -> {
        require(how == null || how == How.KILLED || how == How.DIED, id, "KILLED when it was");
        require(
            task != null
                && (task.is(Mark.KILL_SENT) || task.is(Mark.DRAINED) || task.is(Mark.LEASE_ENDING)),
            id,
            "KILLED when somebody killed it");
      }
      case REFUSED ->
          require(
              (how == null && wasNotLaunched(task)) || endedUnheard(task),
              id,
              "REFUSED when the launch was");
      case LOST -> {
        boolean waited = stopped(run, id, task);
        require(waited || task == null || wasHit(task) || !task.arrived, id, "LOST after a loss");
      }
      default -> throw new Violation("records", id + " ended as " + attempt.state());
    }
  }

  private static boolean wasNotLaunched(@Nullable SimTask task) {
    return task == null
        || !task.arrived
        || task.is(Mark.STALE_OFFER)
        || task.is(Mark.INVALID)
        || task.is(Mark.NOT_TAKEN);
  }

  /** Ended with its framework, and a master that knows nothing of it any more was asked. */
  private static boolean endedUnheard(@Nullable SimTask task) {
    return task != null && task.is(Mark.REMOVED);
  }

  private static boolean wasHit(SimTask task) {
    return task.is(Mark.LOSS) || task.is(Mark.DRAINED) || task.is(Mark.LEASE_ENDING);
  }

  /**
   * An attempt that was given up has stopped, unless nobody could say and it was waited for; then
   * it may go on beside its successor. An exclusive one has stopped, whatever was waited for.
   */
  private boolean stopped(Run run, AttemptId id, @Nullable SimTask task) {
    if (task == null) {
      return false;
    }
    if (task.isExclusive()) {
      require(!task.runs(), id, "no end of an exclusive attempt while user code runs");
      boolean doubted = task.doubtHeard >= 0 || removalHeard >= 0;
      if (doubted) {
        task.mark(Mark.GIVEN_UP);
      }
      return doubted;
    }
    long patience = world.operators.leastFailoverAfter(run.id().job()).toMillis();
    long waited = task.doubtSince < 0 ? -1 : world.time.now() - task.doubtSince;
    if (waited >= patience - 2 * Judge.CLOCK_OFFSET_MAX) {
      task.mark(Mark.GIVEN_UP);
      return true;
    }
    require(
        !task.runs(), id, "no end while user code runs; waited " + waited + " ms of " + patience);
    return false;
  }

  private void budgets(Run run, ItemId id, Item item) {
    Map<AttemptState, Integer> counted = ends.getOrDefault(id, Map.of());
    int failed = counted.getOrDefault(AttemptState.FAILED, 0);
    int lost =
        counted.getOrDefault(AttemptState.LOST, 0) + counted.getOrDefault(AttemptState.KILLED, 0);
    Item.Budgets budgets = item.budgets();
    require(budgets.retries() <= failed, id, "retries are used up by failures alone");
    boolean tries = run.definition().resident();
    require(
        tries || budgets.retries() <= run.definition().retry().max(), id, "retries have a limit");
    require(budgets.losses() <= lost, id, "losses are counted when there are some");
    require(
        budgets.refusals() <= counted.getOrDefault(AttemptState.REFUSED, 0),
        id,
        "refusals are counted when there are some");
  }

  private void itemEnded(Run run, ItemId id, Item item) {
    for (History.Entry entry : world.history.of(id)) {
      SimTask task = Objects.requireNonNull(world.tasks.get(entry.task));
      require(!task.runs() || task.mayOverlap(), id, "no end while user code runs: " + entry);
    }
    Attempt latest = item.latest();
    Map<AttemptState, Integer> counted = ends.getOrDefault(id, Map.of());
    switch (item.state()) {
      case SUCCEEDED ->
          require(
              latest != null && latest.state() == AttemptState.SUCCEEDED,
              id,
              "SUCCEEDED with its attempt");
      case FAILED ->
          require(
              counted.getOrDefault(AttemptState.FAILED, 0) > run.definition().retry().max()
                  || counted.getOrDefault(AttemptState.REFUSED, 0) > 3
                  || limits.isOver(run),
              id,
              "FAILED when its retries are used up, or its run's time is over");
      case KILLED ->
          require(
              world.operators.askedToKill(id) || replaced(run) || run.definition().resident(),
              id,
              "KILLED when somebody asked for it");
      case LOST ->
          require(
              !run.definition().failover().enabled()
                  || limits.isOver(run)
                  || counted.getOrDefault(AttemptState.LOST, 0)
                          + counted.getOrDefault(AttemptState.KILLED, 0)
                      > World.MAX_LOSSES,
              id,
              "LOST when failover is off, or did not bear fruit");
      default -> throw new Violation("records", id + " ended as " + item.state());
    }
  }

  private boolean replaced(Run run) {
    return world.operators.everHad(run.id().job(), Overlap.REPLACE);
  }

  /** User code of a task begins. */
  void began(SimTask task) {
    AttemptId id = task.launch.payload().attempt();
    Item item = stored.item(id.itemId());
    Attempt latest = item == null ? null : item.latest();
    boolean current = latest != null && latest.number() == id.number() && !latest.state().ended();
    require(current || task.mayOverlap(), id, "user code begins for the latest attempt");
    List<History.Entry> entries = world.history.of(id.itemId());
    for (History.Entry entry : entries) {
      SimTask other = Objects.requireNonNull(world.tasks.get(entry.task));
      boolean excused = other == task || other.mayOverlap() || task.mayOverlap();
      require(excused || !other.runs(), id, "no item runs twice at once: " + entry);
      require(
          other == task || task.mayOverlap() || entry.token < task.launch.payload().fencingToken(),
          id,
          "a token higher than that of " + entry);
      require(other == task || entry.attempt.number() != id.number(), id, "an attempt runs once");
    }
    RunState state = Objects.requireNonNull(stored.run(id.run()), "run").state();
    require(!state.ended() || task.mayOverlap(), id, "user code begins in a run that goes on");
  }

  private static void require(boolean truth, Object of, String rule) {
    if (!truth) {
      throw new Violation("runs", of + " (expected: " + rule + ")");
    }
  }
}
