package io.ejc.e2e;

import io.ejc.internal.core.StoredState;
import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.Origin;
import io.ejc.internal.model.Run;
import io.ejc.internal.trigger.CronSchedule;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the hosts say of one job. Old ranges, runs and attempts are forgotten by them, so this is
 * put together from what they said at several times; the later word counts.
 */
final class Told {

  private final String job;
  private final SortedMap<Instant, Set<String>> settled = new TreeMap<>();
  private final Map<String, Fire> fires = new HashMap<>();
  private final Map<String, Try> tries = new HashMap<>();
  private List<Instant> due = List.of();

  Told(String job) {
    this.job = job;
  }

  /**
   * A run of the schedule.
   *
   * @param run its id
   * @param scheduled the instant for which it was due
   * @param ended whether it has
   * @param items how its items stand
   */
  record Fire(String run, Instant scheduled, boolean ended, List<ItemState> items) {}

  /**
   * An attempt.
   *
   * @param task its id
   * @param token its fencing token
   * @param agent the host name of its agent
   * @param state how it stands
   * @param intended when its launch was stored
   * @param ended when it ended
   */
  record Try(
      String task,
      long token,
      String agent,
      AttemptState state,
      Instant intended,
      Optional<Instant> ended) {}

  /** Adds what is stored now. */
  void add(StoredState state) {
    state.jobs().stream().filter(j -> j.name().value().equals(job)).forEach(this::addLedger);
    state.runs().stream()
        .filter(run -> run.id().job().value().equals(job))
        .filter(run -> run.id().origin() != Origin.MANUAL)
        .forEach(this::addRun);
  }

  private void addLedger(Job stored) {
    CronSchedule cron = CronSchedule.of(stored.definition().schedule());
    for (Ledger.Range range : stored.ledger().ranges()) {
      List<Instant> instants = between(cron, range.from(), range.to());
      if (instants.size() != range.count()) {
        throw new IllegalStateException(range + " (expected: " + instants.size() + " instants)");
      }
      instants.forEach(instant -> settle(instant, range.outcome().name()));
    }
    if (!settled.isEmpty()) {
      due = between(cron, settled.firstKey(), stored.ledger().watermark());
    }
  }

  private static List<Instant> between(CronSchedule cron, Instant from, Instant to) {
    return cron.between(from.minusMillis(1), to, Integer.MAX_VALUE);
  }

  private void addRun(Run run) {
    List<ItemState> items = run.items().stream().map(Item::state).toList();
    fire(new Fire(run.id().toString(), run.scheduled(), run.state().ended(), items));
    for (Item item : run.items()) {
      for (Attempt attempt : item.attempts()) {
        attempt(
            new Try(
                new AttemptId(run.id(), item.number(), attempt.number()).toString(),
                attempt.token(),
                attempt.hostname(),
                attempt.state(),
                attempt.intendedAt(),
                Optional.ofNullable(attempt.endedAt())));
      }
    }
  }

  void due(List<Instant> instants) {
    due = List.copyOf(instants);
  }

  void settle(Instant instant, String outcome) {
    settled.computeIfAbsent(instant, i -> new TreeSet<>()).add(outcome);
  }

  void fire(Fire fire) {
    fires.put(fire.run(), fire);
  }

  void attempt(Try attempt) {
    tries.put(attempt.task(), attempt);
  }

  /** Every instant at which it was due, as the cron says, up to the ledger's watermark. */
  List<Instant> due() {
    return due;
  }

  /** What became of an instant; more than one outcome is one too many. */
  Set<String> outcomes(Instant instant) {
    return settled.getOrDefault(instant, Set.of());
  }

  List<Fire> fires() {
    return fires.values().stream().sorted(Comparator.comparing(Fire::scheduled)).toList();
  }

  List<Try> tries() {
    return List.copyOf(tries.values());
  }

  Optional<Try> attempt(String task) {
    return Optional.ofNullable(tries.get(task));
  }
}
