package io.ejc.internal.core;

import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.WarmUpId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is to be looked at when: at most one instant for each key. */
final class Timers {

  /** What a timer is for. */
  sealed interface Key {
    /** A job is due. */
    record Fire(JobName job) implements Key {}

    /** A waiting item may be placed. */
    record Ready(ItemId item) implements Key {}

    /** An attempt worked for as long as it may. */
    record Timeout(AttemptId attempt) implements Key {}

    /** A run takes as long as it may. */
    record RunDeadline(RunId run) implements Key {}

    /** A run waits for its first launch for as long as it may. */
    record RunQueue(RunId run) implements Key {}

    /** An uncertain carrier was waited for. */
    record Patience(CarrierId carrier) implements Key {}

    /** Unanswered carriers are asked for again. */
    record Reconcile() implements Key {}

    /** Runs that still wait are told of. */
    record Waits() implements Key {}

    /** An executor without work is ended, or is told again to end. */
    record Executor(CarrierTable.ExecutorOnAgent executor) implements Key {}

    /** Executors are started ahead of a job's next fire, or it is too late for that. */
    record BeforeFire(JobName job) implements Key {}

    /** Nothing was heard of a warm-up for as long as it may need. */
    record WarmUp(WarmUpId task) implements Key {}

    /** The master is asked for all tasks it knows. */
    record AllTasks() implements Key {}

    /** Another subscription is tried. */
    record Subscribe() implements Key {}
  }

  private final Map<Key, Instant> instants = new HashMap<>();
  private final SortedMap<Instant, Set<Key>> keys = new TreeMap<>();

  void set(Key key, Instant at) {
    clear(key);
    instants.put(key, at);
    keys.computeIfAbsent(at, instant -> new LinkedHashSet<>()).add(key);
  }

  void clear(Key key) {
    Instant at = instants.remove(key);
    if (at != null) {
      keys.computeIfPresent(
          at,
          (instant, set) -> {
            set.remove(key);
            return set.isEmpty() ? null : set;
          });
    }
  }

  /** When something is due; empty when it is not awaited. */
  Optional<Instant> at(Key key) {
    return Optional.ofNullable(instants.get(key));
  }

  Optional<Instant> next() {
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.firstKey());
  }

  /** Whether a key that was due at an instant still is. */
  boolean isDue(Key key, Instant now) {
    Instant at = instants.get(key);
    return at != null && !at.isAfter(now);
  }

  /** What is due at an instant, earliest first. */
  List<Key> due(Instant now) {
    List<Key> due = new ArrayList<>();
    for (Map.Entry<Instant, Set<Key>> entry : keys.entrySet()) {
      if (entry.getKey().isAfter(now)) {
        break;
      }
      due.addAll(entry.getValue());
    }
    return due;
  }
}
