package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host's clock steps forwards and backwards while a job of every ten minutes runs. */
class ClockStepsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private static Scenario ranAtNoon() {
    Scenario s = scenario(job("report").cron("0 0/10 * * * ?")).subscribed();
    s.at("2026-03-01T11:59:00Z");
    finishAll(s);
    s.at(NOON.toString());
    finishAll(s);
    assertThat(last(s).scheduled()).isEqualTo(NOON);
    return s;
  }

  private static void finishAll(Scenario s) {
    s.offers("a1");
    List.copyOf(s.launches()).forEach(s::succeeds);
  }

  private static Run last(Scenario s) {
    List<Run> runs = s.runsOf("report");
    return runs.get(runs.size() - 1);
  }

  private static long settled(Scenario s) {
    return s.job("report").ledger().ranges().stream().mapToLong(Range::count).sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 55, 180, 720})
  void set_back_nothing_fires_twice_and_the_next_fire_is_the_next_new_instant(int minutes) {
    Scenario s = ranAtNoon();
    long settled = settled(s);
    int runs = s.runsOf("report").size();

    s.later(Duration.ofMinutes(-minutes));
    while (s.now().isBefore(NOON.plus(TEN_MINUTES).minusSeconds(60))) {
      s.later(Duration.ofSeconds(60));
      assertThat(s.job("report").ledger().watermark()).isEqualTo(NOON);
    }
    assertThat(s.runsOf("report")).hasSize(runs);
    assertThat(settled(s)).isEqualTo(settled);

    s.later(Duration.ofSeconds(60));

    assertThat(s.runsOf("report")).hasSize(runs + 1);
    assertThat(last(s).scheduled()).isEqualTo(NOON.plus(TEN_MINUTES));
    assertThat(settled(s)).isEqualTo(settled + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 50, 180, 720})
  void set_forward_every_instant_that_was_jumped_over_is_settled(int minutes) {
    Scenario s = ranAtNoon();
    long settled = settled(s);

    s.later(Duration.ofMinutes(minutes));

    assertThat(s.job("report").ledger().watermark())
        .isEqualTo(NOON.plus(Duration.ofMinutes(minutes)));
    assertThat(settled(s)).isEqualTo(settled + minutes / 10);
  }

  @Test
  void forward_and_back_again_each_instant_is_settled_once() {
    Scenario s = ranAtNoon();
    long settled = settled(s);

    s.later(Duration.ofHours(2));
    finishAll(s);
    s.later(Duration.ofHours(-2));
    assertThat(s.state().nextTimer()).contains(Instant.parse("2026-03-01T14:10:00Z"));
    while (s.now().isBefore(Instant.parse("2026-03-01T14:10:00Z"))) {
      s.later(TEN_MINUTES);
      finishAll(s);
    }

    assertThat(s.job("report").ledger().watermark()).isEqualTo("2026-03-01T14:10:00Z");
    assertThat(settled(s)).isEqualTo(settled + 13);
    assertThat(s.runsOf("report")).extracting(Run::scheduled).doesNotHaveDuplicates();
  }

  @Test
  void a_new_leader_whose_clock_is_behind_fires_nothing_again() {
    Scenario s = ranAtNoon();
    int runs = s.runsOf("report").size();

    s.asleepUntil("2026-03-01T11:15:00Z").restart().at("2026-03-01T12:09:59Z");
    assertThat(s.runsOf("report")).hasSize(runs);

    s.at("2026-03-01T12:10:00Z");
    assertThat(last(s).scheduled()).isEqualTo("2026-03-01T12:10:00Z");
  }

  @Test
  void the_second_two_o_clock_of_an_autumn_night_is_no_clock_step() {
    Scenario s = scenario().subscribed().asleepUntil("2027-10-30T23:45:00Z");
    s.deploy(
        job("interval").cron("0 30 * * * ?").zone("Europe/Berlin"),
        job("nightly").cron("0 30 2 * * ?").zone("Europe/Berlin"));

    for (String time : List.of("2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z")) {
      s.at(time).offers("a1");
      List.copyOf(s.launches()).forEach(s::succeeds);
    }

    assertThat(s.runsOf("interval"))
        .extracting(Run::scheduled)
        .containsExactly(
            Instant.parse("2027-10-31T00:30:00Z"), Instant.parse("2027-10-31T01:30:00Z"));
    assertThat(s.runsOf("nightly"))
        .extracting(Run::scheduled)
        .containsExactly(Instant.parse("2027-10-31T00:30:00Z"));
  }
}
