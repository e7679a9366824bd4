package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.e2e.HistoryChecker.Kind;
import io.ejc.e2e.HistoryChecker.Problem;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.ItemState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checker is given histories that were tampered with, and must see it. */
class HistoryCheckerTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final Told told = new Told("frequent");
  private final List<Work> works = new ArrayList<>();

  /** Three fires of two items; the first item of the second fire was lost and failed over. */
  HistoryCheckerTest() {
    told.due(List.of(due(0), due(1), due(2), due(3)));
    for (int fire = 0; fire < 3; fire++) {
      told.settle(due(fire), "RUN");
      told.fire(
          new Told.Fire(
              "run" + fire, due(fire), true, List.of(ItemState.SUCCEEDED, ItemState.SUCCEEDED)));
    }
    told.settle(due(3), "SKIPPED");
    attempt(0, 0, 1, 10, AttemptState.SUCCEEDED);
    attempt(0, 1, 1, 11, AttemptState.SUCCEEDED);
    attempt(1, 0, 1, 12, AttemptState.LOST);
    attempt(1, 1, 1, 13, AttemptState.SUCCEEDED);
    attempt(1, 0, 2, 14, AttemptState.SUCCEEDED);
    attempt(2, 0, 1, 16, AttemptState.SUCCEEDED);
    attempt(2, 1, 1, 15, AttemptState.SUCCEEDED);
  }

  @Test
  void a_true_history_is_not_objected_to() {
    assertThat(check()).isEmpty();
  }

  @Test
  void a_due_instant_without_an_entry_is_lost() {
    told.due(List.of(due(0), due(1), due(2), due(3), due(4)));

    assertThat(check()).containsExactly(lost("due " + due(4) + " is not in the ledger"));
  }

  @Test
  void a_due_instant_that_is_told_to_have_run_without_a_run_is_lost() {
    told.due(List.of(due(0), due(1), due(2), due(3), due(4)));
    told.settle(due(4), "RUN");

    assertThat(check())
        .containsExactly(lost("due " + due(4) + " is told to have run, and there is no run"));
  }

  @Test
  void an_item_whose_user_code_never_finished_is_lost() {
    works.removeIf(work -> work.task().equals("run2.1.1"));

    assertThat(check()).containsExactly(lost("item run2.1 is told to have succeeded, and did not"));
  }

  @Test
  void a_run_that_goes_on_after_the_calm_and_an_item_given_up_are_lost() {
    told.fire(new Told.Fire("run2", due(2), false, List.of(ItemState.LOST, ItemState.SUCCEEDED)));

    assertThat(check())
        .containsExactly(lost("run run2 is ACTIVE after the calm"), lost("item run2.0 is LOST"));
  }

  @Test
  void a_fire_with_two_runs_is_doubled() {
    told.fire(new Told.Fire("again", due(0), true, List.of()));

    assertThat(check()).containsExactly(doubled("due " + due(0) + " has 2 runs"));
  }

  @Test
  void a_skipped_fire_that_ran_is_doubled() {
    told.fire(new Told.Fire("secret", due(3), true, List.of()));

    assertThat(check())
        .containsExactly(doubled("due " + due(3) + " ran and is in the ledger as [SKIPPED]"));
  }

  @Test
  void a_fire_that_was_settled_twice_is_doubled() {
    told.settle(due(0), "COALESCED");

    assertThat(check())
        .containsExactly(doubled("due " + due(0) + " is in the ledger as [COALESCED, RUN]"));
  }

  @Test
  void attempts_that_overlap_are_doubled_unless_the_first_was_cut_off() {
    Work lost = works.get(2);
    works.set(2, lasting(lost, works.get(4).last()));

    assertThat(check()).containsExactly(doubled("task run1.0.2 began while run1.0.1 worked"));
    assertThat(HistoryChecker.check(works, told, Set.of("run1.0.1"))).isEmpty();
  }

  @Test
  void a_task_that_began_twice_or_that_nobody_knows_is_doubled() {
    Work first = works.get(0);
    works.set(0, begun(first, 2));
    works.add(work("run2.0.2", "run2", 0, 2, 17, due(2), due(3)));

    assertThat(check())
        .containsExactly(
            doubled("task run0.0.1 began 2 times"),
            doubled("task run2.0.2 ran, and no host knows it"));
  }

  @Test
  void an_item_that_succeeded_twice_is_doubled() {
    attempt(1, 0, 3, 17, AttemptState.SUCCEEDED);

    assertThat(check())
        .filteredOn(problem -> problem.kind() == Kind.DOUBLED)
        .containsExactly(doubled("tasks run1.0.2 and run1.0.3 both succeeded"));
  }

  @Test
  void a_token_that_goes_back_within_an_item_is_found() {
    told.attempt(tried("run1.0.2", 9, AttemptState.SUCCEEDED, works.get(4).began()));
    works.set(4, withToken(works.get(4), 9));

    assertThat(check()).isNotEmpty().allMatch(problem -> problem.kind() == Kind.TOKEN);
  }

  @Test
  void a_token_that_goes_back_with_a_new_run_is_found() {
    told.attempt(tried("run2.1.1", 5, AttemptState.SUCCEEDED, works.get(6).began()));
    works.set(6, withToken(works.get(6), 5));

    assertThat(check()).isNotEmpty().allMatch(problem -> problem.kind() == Kind.TOKEN);
  }

  @Test
  void a_token_given_twice_or_other_than_told_is_found() {
    works.set(6, withToken(works.get(6), 16));

    assertThat(check()).hasSize(2).allMatch(problem -> problem.kind() == Kind.TOKEN);
  }

  private List<Problem> check() {
    return HistoryChecker.check(works, told, Set.of());
  }

  private void attempt(int fire, int item, int number, long token, AttemptState state) {
    String run = "run" + fire;
    String task = run + "." + item + "." + number;
    Instant began = due(fire).plusMillis(1_000L * number);
    told.attempt(tried(task, token, state, began));
    Work work = work(task, run, item, number, token, due(fire), began);
    works.add(state == AttemptState.SUCCEEDED ? work : cutShort(work));
  }

  private static Told.Try tried(String task, long token, AttemptState state, Instant began) {
    Instant ended = began.plusMillis(600);
    return new Told.Try(task, token, "agent-1", state, began.minusMillis(100), Optional.of(ended));
  }

  private static Work work(
      String task, String run, int item, int number, long token, Instant due, Instant began) {
    Instant last = began.plusMillis(500);
    return new Work(task, run, item, number, token, due, 7, 1, began, last, true);
  }

  private static Work cutShort(Work work) {
    return copy(work, work.token(), 1, work.last(), false);
  }

  private static Work lasting(Work work, Instant last) {
    return copy(work, work.token(), 1, last, work.finished());
  }

  private static Work begun(Work work, int times) {
    return copy(work, work.token(), times, work.last(), true);
  }

  private static Work withToken(Work work, long token) {
    return copy(work, token, 1, work.last(), true);
  }

  private static Work copy(Work work, long token, int begun, Instant last, boolean finished) {
    return new Work(
        work.task(),
        work.run(),
        work.item(),
        work.attempt(),
        token,
        work.scheduled(),
        work.process(),
        begun,
        work.began(),
        last,
        finished);
  }

  private static Instant due(int number) {
    return START.plusSeconds(10L * number);
  }

  private static Problem lost(String what) {
    return new Problem(Kind.LOST, what);
  }

  private static Problem doubled(String what) {
    return new Problem(Kind.DOUBLED, what);
  }
}
