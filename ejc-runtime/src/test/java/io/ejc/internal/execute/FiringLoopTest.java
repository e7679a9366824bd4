package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ejc.internal.model.Firings;
import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobDefinition.Schedule;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Residence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On virtual time: a pause advances the clock, and so does a firing. */
class FiringLoopTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final List<Instant> fired = new ArrayList<>();
  private final List<Instant> startedAt = new ArrayList<>();
  private final List<Firings> told = new ArrayList<>();
  private final List<Instant> toldAt = new ArrayList<>();
  private Instant now = START;
  private Duration work = Duration.ZERO;
  private Optional<String> failure = Optional.empty();
  private Misfire misfire = Misfire.FIRE_ONCE;
  private boolean jumped;

  private void run(String cron, Duration length) {
    run(cron, length, Duration.ofSeconds(60));
  }

  private void run(String cron, Duration length, Duration tellEvery) {
    Instant end = START.plus(length);
    Schedule schedule =
        new Schedule(
            cron, ZoneId.of("UTC"), misfire, Duration.ofHours(2), DstGap.AUTO, DstOverlap.AUTO);
    new FiringLoop(
            new Residence(schedule, START),
            () -> now,
            longest -> {
              assertThat(longest).isLessThanOrEqualTo(Duration.ofMinutes(1));
              now = now.plus(longest);
            },
            due -> {
              fired.add(due);
              startedAt.add(now);
              now = now.plus(work);
              return failure;
            },
            firings -> {
              told.add(firings);
              toldAt.add(now);
            },
            tellEvery,
            () -> !now.isBefore(end))
        .run();
  }

  private Firings all() {
    Firings all = Firings.NONE;
    for (Firings each : told) {
      assertThat(each.isAfter(all)).isTrue();
      all = all.plus(each);
    }
    return all;
  }

  @Test
  void every_due_instant_fires_at_its_time() {
    run("0/10 * * * * ?", Duration.ofSeconds(35));

    assertThat(fired)
        .containsExactly(START.plusSeconds(10), START.plusSeconds(20), START.plusSeconds(30));
    assertThat(startedAt).isEqualTo(fired);
    assertThat(all().succeeded()).isEqualTo(3);
    assertThat(all().until()).isEqualTo(START.plusSeconds(30));
  }

  @Test
  void what_is_due_during_a_firing_is_skipped() {
    work = Duration.ofSeconds(25);

    run("0/10 * * * * ?", Duration.ofSeconds(80));

    assertThat(fired)
        .containsExactly(START.plusSeconds(10), START.plusSeconds(40), START.plusSeconds(70));
    assertThat(all().skipped()).isEqualTo(6);
    assertThat(all().latest())
        .extracting(Range::outcome, Range::count)
        .contains(tuple(Outcome.SKIPPED, 2L));
  }

  @Test
  void a_failure_is_counted_and_the_next_instant_fires() {
    failure = Optional.of("a.B: no");

    run("0/10 * * * * ?", Duration.ofSeconds(35));

    assertThat(all().failed()).isEqualTo(3);
    assertThat(all().latest())
        .containsExactly(
            new Range(
                START.plusSeconds(10), START.plusSeconds(30), 3, Outcome.RUN, "failed: a.B: no"));
  }

  @Test
  void the_first_firing_is_told_at_once_and_then_all_are_told_together() {
    run("* * * * * ?", Duration.ofSeconds(130));

    assertThat(toldAt)
        .startsWith(START.plusSeconds(1), START.plusSeconds(61), START.plusSeconds(121));
    assertThat(told.get(1).succeeded()).isEqualTo(59);
    assertThat(all().succeeded()).isEqualTo(fired.size());
    assertThat(all().latest()).hasSize(1);
  }

  @Test
  void what_was_due_while_nobody_was_there_fires_once() {
    now = START.plusSeconds(95);

    run("0/10 * * * * ?", Duration.ofSeconds(96));

    assertThat(fired).containsExactly(START.plusSeconds(90));
    assertThat(all().coalesced()).isEqualTo(8);
  }

  @Test
  void what_is_too_late_is_skipped() {
    misfire = Misfire.SKIP;
    now = START.plusSeconds(95);
    run("0 * * * * ?", Duration.ofSeconds(100));
    assertThat(fired).containsExactly(START.plusSeconds(60));

    fired.clear();
    now = START.plus(Duration.ofMinutes(90));
    run("0 0 1 * * ?", Duration.ofMinutes(91));
    assertThat(fired).isEmpty();

    told.clear();
    misfire = Misfire.FIRE_ONCE;
    now = START.plus(Duration.ofHours(4));
    run("0 0 1 * * ?", Duration.ofMinutes(241));
    assertThat(fired).isEmpty();
    assertThat(all().skipped()).isEqualTo(1);
    assertThat(all().latest().get(0).reason()).contains("misfireWindow");
  }

  @Test
  void a_clock_that_is_set_back_fires_nothing_twice() {
    Schedule schedule =
        new Schedule(
            "0/10 * * * * ?",
            ZoneId.of("UTC"),
            misfire,
            Duration.ofHours(2),
            DstGap.AUTO,
            DstOverlap.AUTO);
    new FiringLoop(
            new Residence(schedule, START),
            () -> now,
            longest -> now = now.plus(longest),
            due -> {
              fired.add(due);
              if (!jumped) {
                jumped = true;
                now = START.minusSeconds(30);
              }
              return Optional.empty();
            },
            told::add,
            Duration.ofSeconds(1),
            () -> fired.size() == 3)
        .run();

    assertThat(fired)
        .containsExactly(START.plusSeconds(10), START.plusSeconds(20), START.plusSeconds(30));
  }

  @Test
  void a_schedule_that_is_over_waits_for_the_end() {
    run("0 0 0 1 1 ? 2020", Duration.ofHours(1));

    assertThat(fired).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void many_items_tell_less_often() {
    assertThat(FiringLoop.tellEvery(1)).isLessThan(Duration.ofSeconds(11));
    assertThat(FiringLoop.tellEvery(10_000)).isGreaterThan(Duration.ofMinutes(8));
  }
}
