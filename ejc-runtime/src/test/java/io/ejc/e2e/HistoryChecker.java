package io.ejc.e2e;

import io.ejc.api.RunState;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares what user code of a job that never fails wrote down with what the hosts say, after a
 * calm phase: nothing lost, nothing doubled, no token going backwards.
 */
final class HistoryChecker {

  /** What can be wrong. */
  enum Kind {
    /** Something due or told did not happen. */
    LOST,
    /** Something happened twice, or at once, or unknown to all. */
    DOUBLED,
    /** A fencing token did not rise. */
    TOKEN
  }

  /**
   * Something wrong.
   *
   * @param kind what
   * @param what for people
   */
  record Problem(Kind kind, String what) {}

  private final List<Work> works;
  private final Told told;
  private final Set<String> uncertain;
  private final List<Problem> problems = new ArrayList<>();

  private HistoryChecker(List<Work> works, Told told, Set<String> uncertain) {
    this.works = works;
    this.told = told;
    this.uncertain = uncertain;
  }

  /**
   * Compares.
   *
   * @param works what user code wrote
   * @param told what the hosts say
   * @param uncertain tasks that were cut off, by the word of who cut them off: these alone may
   *     overlap their successors
   */
  static List<Problem> check(List<Work> works, Told told, Set<String> uncertain) {
    HistoryChecker checker = new HistoryChecker(works, told, uncertain);
    checker.ledger();
    checker.fires();
    checker.attempts();
    checker.overlaps();
    checker.tokens();
    return checker.problems;
  }

  private void ledger() {
    Map<Instant, Long> runs =
        told.fires().stream()
            .collect(Collectors.groupingBy(Told.Fire::scheduled, Collectors.counting()));
    for (Instant due : told.due()) {
      Set<String> outcomes = told.outcomes(due);
      boolean ran = outcomes.contains(Ledger.Outcome.RUN.name());
      long count = runs.getOrDefault(due, 0L);
      if (outcomes.isEmpty()) {
        lost("due " + due + " is not in the ledger");
      } else if (outcomes.size() > 1) {
        doubled("due " + due + " is in the ledger as " + outcomes);
      }
      if (ran && count == 0) {
        lost("due " + due + " is told to have run, and there is no run");
      } else if (!ran && count > 0) {
        doubled("due " + due + " ran and is in the ledger as " + outcomes);
      }
      if (count > 1) {
        doubled("due " + due + " has " + count + " runs");
      }
    }
  }

  private void fires() {
    Set<String> done =
        works.stream()
            .filter(Work::finished)
            .filter(work -> stands(work, AttemptState.SUCCEEDED))
            .map(work -> work.run() + "." + work.item())
            .collect(Collectors.toSet());
    for (Told.Fire fire : told.fires()) {
      if (!fire.ended()) {
        lost("run " + fire.run() + " is " + RunState.ACTIVE + " after the calm");
      }
      for (int item = 0; item < fire.items().size(); item++) {
        ItemState state = fire.items().get(item);
        if (state != ItemState.SUCCEEDED) {
          lost("item " + fire.run() + "." + item + " is " + state);
        } else if (!done.contains(fire.run() + "." + item)) {
          lost("item " + fire.run() + "." + item + " is told to have succeeded, and did not");
        }
      }
    }
  }

  private boolean stands(Work work, AttemptState state) {
    return told.attempt(work.task()).filter(attempt -> attempt.state() == state).isPresent();
  }

  private void attempts() {
    Map<String, Instant> scheduled =
        told.fires().stream().collect(Collectors.toMap(Told.Fire::run, Told.Fire::scheduled));
    Map<String, String> succeeded = new HashMap<>();
    for (Work work : works) {
      if (work.beginnings() != 1) {
        doubled("task " + work.task() + " began " + work.beginnings() + " times");
      }
      if (told.attempt(work.task()).isEmpty()) {
        doubled("task " + work.task() + " ran, and no host knows it");
      }
      if (!work.scheduled().equals(scheduled.get(work.run()))) {
        doubled("task " + work.task() + " was told to be due " + work.scheduled());
      }
      if (stands(work, AttemptState.SUCCEEDED)) {
        String before = succeeded.put(work.run() + "." + work.item(), work.task());
        if (before != null) {
          doubled("tasks " + before + " and " + work.task() + " both succeeded");
        }
      }
    }
  }

  private void overlaps() {
    Map<String, List<Work>> items =
        works.stream().collect(Collectors.groupingBy(work -> work.run() + "." + work.item()));
    for (List<Work> attempts : items.values()) {
      attempts.sort(Comparator.comparing(Work::attempt));
      for (int i = 0; i < attempts.size(); i++) {
        for (int j = i + 1; j < attempts.size(); j++) {
          Work earlier = attempts.get(i);
          Work later = attempts.get(j);
          if (earlier.overlaps(later) && !uncertain.contains(earlier.task())) {
            doubled("task " + later.task() + " began while " + earlier.task() + " worked");
          }
          if (later.token() <= earlier.token()) {
            token(later, earlier);
          }
        }
      }
    }
  }

  /** Whoever was intended after another one had begun has a higher token. */
  private void tokens() {
    Map<Long, Work> owners = new HashMap<>();
    for (Work work : works) {
      Work other = owners.put(work.token(), work);
      if (other != null) {
        token(work, other);
      }
      told.attempt(work.task()).ifPresent(attempt -> tokens(work, attempt));
    }
  }

  private void tokens(Work work, Told.Try attempt) {
    if (attempt.token() != work.token()) {
      problem(
          Kind.TOKEN,
          "task " + work.task() + " had token " + work.token() + ", told is " + attempt.token());
    }
    for (Work before : works) {
      if (before.began().isBefore(attempt.intended()) && before.token() > work.token()) {
        token(work, before);
      }
    }
  }

  private void token(Work later, Work earlier) {
    problem(
        Kind.TOKEN,
        "task "
            + later.task()
            + " has token "
            + later.token()
            + ", and before it "
            + earlier.task()
            + " had "
            + earlier.token());
  }

  private void lost(String what) {
    problem(Kind.LOST, what);
  }

  private void doubled(String what) {
    problem(Kind.DOUBLED, what);
  }

  private void problem(Kind kind, String what) {
    problems.add(new Problem(kind, what));
  }
}
