package io.ejc.internal.core;

import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.RunState;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The runs that are kept, and which of their items may be placed now. */
final class RunTable {

  private static final Comparator<Run> OLDEST_FIRST =
      Comparator.comparing(Run::created).thenComparing(Run::id);

  private final Map<RunId, Run> runs = new LinkedHashMap<>();
  private final Map<RunId, Integer> open = new HashMap<>();
  private final Map<JobName, Set<RunId>> active = new HashMap<>();
  private final Map<JobName, Set<RunId>> ended = new HashMap<>();
  private final Map<RunId, SortedSet<Integer>> ready = new LinkedHashMap<>();
  private final Map<RunId, SortedSet<Integer>> untold = new HashMap<>();
  private final Map<RunId, Integer> launched = new HashMap<>();
  private final Map<BundleId, Integer> wanting = new HashMap<>();
  private final Timers timers;
  private final JobTable jobs;
  private final RunTimers runTimers;

  RunTable(Timers timers, JobTable jobs) {
    this.timers = timers;
    this.jobs = jobs;
    this.runTimers = new RunTimers(timers);
  }

  Collection<Run> all() {
    return Collections.unmodifiableCollection(runs.values());
  }

  @Nullable Run find(RunId id) {
    return runs.get(id);
  }

  Run get(RunId id) {
    Run run = runs.get(id);
    if (run == null) {
      throw new IllegalStateException("run: " + id + " (expected: a known run)");
    }
    return run;
  }

  /** An item's latest attempt, which must be the one that is meant. */
  static Attempt latest(Item item, AttemptId id) {
    Attempt latest = item.latest();
    if (latest == null || latest.number() != id.number()) {
      throw new IllegalStateException("attempt: " + id + " (expected: the item's latest)");
    }
    return latest;
  }

  /** An item after its latest attempt told of due instants. */
  Item fired(Fact.AttemptFired told) {
    Item item = item(told.attempt().itemId());
    Attempt latest = latest(item, told.attempt());
    return item.withLatest(item.state(), latest).fired(told.firings());
  }

  Item item(ItemId id) {
    return get(id.run()).item(id.item());
  }

  /** Items that may be placed, by run, in the order in which the runs' first became ready. */
  Map<RunId, SortedSet<Integer>> ready() {
    return Collections.unmodifiableMap(ready);
  }

  /** How many items of a run have an attempt that has not ended. */
  int launchedOf(RunId id) {
    return launched.getOrDefault(id, 0);
  }

  Set<RunId> activeOf(JobName job) {
    return Collections.unmodifiableSet(active.getOrDefault(job, Set.of()));
  }

  /** The active runs of a job that are not held, oldest first. */
  List<RunId> currentOf(JobName job) {
    return activeOf(job).stream().filter(id -> !get(id).held()).toList();
  }

  /** The held runs of a job, those first in line first. */
  List<RunId> heldOf(JobName job) {
    return activeOf(job).stream().filter(id -> get(id).held()).toList();
  }

  /** Ended runs of a job, oldest first. */
  List<RunId> endedOf(JobName job) {
    return List.copyOf(ended.getOrDefault(job, Set.of()));
  }

  /** Whether runs that have not ended want this code. */
  boolean want(BundleId code) {
    return wanting.containsKey(code);
  }

  private void countWanting(Run run, int more) {
    BundleId code = run.course().code();
    if (code != null) {
      wanting.merge(code, more, (before, change) -> before + change == 0 ? null : before + change);
    }
  }

  int openItems(RunId id) {
    return open.getOrDefault(id, 0);
  }

  void create(Fact.RunCreated fact) {
    create(
        Run.fresh(fact.run(), fact.definition(), fact.scheduled(), fact.at(), fact.held())
            .running(fact.code().orElse(null)));
  }

  private void create(Run run) {
    insert(run);
    if (!run.held()) {
      readyAll(run);
    }
  }

  /** Applies a fact of a run's course, and returns which run; empty for any other fact. */
  Optional<RunId> apply(Fact fact) {
    if (fact instanceof Fact.RunReleased released) {
      Run run = get(released.run()).released(released.at());
      put(run);
      readyAll(run);
      return Optional.of(released.run());
    }
    if (fact instanceof Fact.RunReplaces replaces) {
      put(get(replaces.run()).replacing());
      return Optional.of(replaces.run());
    }
    if (fact instanceof Fact.RunMoved moved) {
      Run run = get(moved.run());
      countWanting(run, -1);
      put(run.running(moved.to()));
      countWanting(get(moved.run()), 1);
      return Optional.of(moved.run());
    }
    if (fact instanceof Fact.RunOverdue overdue) {
      put(get(overdue.run()).late());
      return Optional.of(overdue.run());
    }
    if (fact instanceof Fact.ListenersDue due) {
      put(get(due.run()).told(due.phase(), Run.Notice.DUE));
      gate(due.run(), ready, untold);
      return Optional.of(due.run());
    }
    if (fact instanceof Fact.ListenersReturned returned) {
      put(get(returned.run()).told(returned.phase(), Run.Notice.DONE));
      gate(returned.run(), untold, ready);
      return Optional.of(returned.run());
    }
    return Optional.empty();
  }

  /** Items that may be placed become ones that wait for listeners, or the other way round. */
  private void gate(
      RunId id, Map<RunId, SortedSet<Integer>> from, Map<RunId, SortedSet<Integer>> to) {
    boolean waits = get(id).awaitsListeners();
    SortedSet<Integer> items = waits == (to == untold) ? from.remove(id) : null;
    if (items != null) {
      to.put(id, items);
    }
  }

  private void put(Run run) {
    runs.put(run.id(), run);
    runTimers.set(run);
  }

  private void readyAll(Run run) {
    for (Item item : run.items()) {
      if (item.state() == ItemState.WAITING) {
        ready(new ItemId(run.id(), item.number()));
      }
    }
  }

  /** Brings back runs that were stored. */
  void restore(Collection<Run> stored) {
    SortedSet<Run> sorted = new TreeSet<>(OLDEST_FIRST);
    sorted.addAll(stored);
    for (Run each : sorted) {
      Run run = behindOthers(each);
      insert(run);
      // a commit cut short may hold an ended run, and its items as they were before its end
      if (!run.held() && !run.state().ended()) {
        run.items().forEach(item -> setTimer(run, item));
      }
    }
  }

  /**
   * A commit that was cut may have stored a new run and not the end of the one before it: then it
   * waits for that end, as if it had been created so. One that had waited for its turn is stored
   * after that end.
   */
  private Run behindOthers(Run run) {
    boolean neverHeld = run.created().equals(run.course().released());
    boolean untouched = run.items().stream().allMatch(RunTable::isUntouched);
    boolean behind = !run.state().ended() && currentOf(run.id().job()).size() >= mostAtOnce(run);
    return behind && neverHeld && untouched ? run.waiting() : run;
  }

  /** Its job may allow more by now than when it was created, or fewer. */
  private int mostAtOnce(Run run) {
    Job job = jobs.find(run.id().job());
    int then = run.definition().limits().maxConcurrentRuns();
    return job == null ? then : Math.max(then, job.definition().limits().maxConcurrentRuns());
  }

  private static boolean isUntouched(Item item) {
    return item.state() == ItemState.WAITING && item.launches() == 0;
  }

  private void setTimer(Run run, Item item) {
    ItemId id = new ItemId(run.id(), item.number());
    if (item.state() == ItemState.WAITING) {
      timers.set(new Timers.Key.Ready(id), item.notBefore());
    } else {
      setTimeout(run, item);
    }
  }

  /** While user code runs, its timeout runs. */
  private void setTimeout(Run run, Item item) {
    Attempt latest = item.latest();
    if (latest == null) {
      return;
    }
    Timers.Key key = timeout(run.id(), item.number(), latest);
    Instant started = latest.startedAt();
    boolean limited = !run.definition().timeout().isZero();
    if (limited && started != null && !latest.state().ended() && !latest.overdue()) {
      timers.set(key, started.plus(run.definition().timeout()));
    } else {
      timers.clear(key);
    }
  }

  private static Timers.Key timeout(RunId run, int item, Attempt attempt) {
    return new Timers.Key.Timeout(new AttemptId(run, item, attempt.number()));
  }

  private void insert(Run run) {
    runs.put(run.id(), run);
    JobName job = run.id().job();
    if (run.state().ended()) {
      ended.computeIfAbsent(job, name -> new LinkedHashSet<>()).add(run.id());
    } else {
      active.computeIfAbsent(job, name -> new LinkedHashSet<>()).add(run.id());
      jobs.began(run.id());
      countWanting(run, 1);
      countLaunched(run.id(), run.items().stream().mapToInt(RunTable::isLaunched).sum());
      open.put(run.id(), (int) run.items().stream().filter(item -> !item.state().ended()).count());
      runTimers.set(run);
    }
  }

  void replace(ItemId id, Item item) {
    Run run = get(id.run());
    Item before = run.item(id.item());
    if (!before.state().ended() && item.state().ended()) {
      open.merge(id.run(), -1, Integer::sum);
    }
    if (item.state() != ItemState.WAITING) {
      notReady(id);
      timers.clear(new Timers.Key.Ready(id));
    }
    countLaunched(run.id(), isLaunched(item) - isLaunched(before));
    Run changed = run.with(item);
    runs.put(run.id(), changed);
    setTimeout(run, item);
    if (isLaunched(item) > isLaunched(before)) {
      runTimers.begun(run.id());
    } else if (isLaunched(item) < isLaunched(before) && launchedOf(run.id()) == 0) {
      runTimers.setQueue(changed);
    }
  }

  void waitUntil(ItemId id, Instant notBefore, Instant now) {
    if (notBefore.isAfter(now)) {
      timers.set(new Timers.Key.Ready(id), notBefore);
    } else {
      ready(id);
    }
  }

  void ready(ItemId id) {
    timers.clear(new Timers.Key.Ready(id));
    Map<RunId, SortedSet<Integer>> which = get(id.run()).awaitsListeners() ? untold : ready;
    which.computeIfAbsent(id.run(), run -> new TreeSet<>()).add(id.item());
  }

  private void notReady(ItemId id) {
    notReady(id, ready);
    notReady(id, untold);
  }

  private static void notReady(ItemId id, Map<RunId, SortedSet<Integer>> which) {
    which.computeIfPresent(
        id.run(),
        (run, items) -> {
          items.remove(id.item());
          return items.isEmpty() ? null : items;
        });
  }

  private void countLaunched(RunId id, int more) {
    if (more != 0) {
      launched.merge(id, more, (before, change) -> before + change == 0 ? null : before + change);
    }
  }

  private static int isLaunched(Item item) {
    boolean yes = item.state() == ItemState.LAUNCHED || item.state() == ItemState.RUNNING;
    return yes ? 1 : 0;
  }

  void end(RunId id, RunState state, Instant at) {
    runs.put(id, get(id).ended(state, at));
    runTimers.clear(id);
    open.remove(id);
    if (active.getOrDefault(id.job(), new LinkedHashSet<>()).remove(id)) {
      jobs.ended(id);
      countWanting(get(id), -1);
    }
    ended.computeIfAbsent(id.job(), name -> new LinkedHashSet<>()).add(id);
  }

  void forget(RunId id) {
    runs.remove(id);
    ended.getOrDefault(id.job(), new LinkedHashSet<>()).remove(id);
  }
}
