package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.listening;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.core.Call.TellListeners;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.Run.Phase;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskLaunch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners are told once before and once after each run. */
class NoticesTest {

  private static final RunId K = RunId.parse("report.1.m.k");

  private static Scenario triggered() {
    return listening(job("report")).subscribed().trigger("report", "k");
  }

  private static TellListeners call(Phase phase, boolean again) {
    return new TellListeners(K, phase, again);
  }

  @Test
  void items_wait_until_listeners_were_told_before() {
    Scenario s = triggered();

    assertThat(s.calls(TellListeners.class)).containsExactly(call(Phase.BEFORE, false));
    assertThat(s.offers("a1").launches()).isEmpty();
    assertThat(s.told(K, Phase.BEFORE).calls(Call.Revive.class)).hasSize(1);
    assertThat(s.offers("a1").launches()).hasSize(1);
  }

  @Test
  void of_the_end_they_are_told_when_it_is_stored() {
    Scenario s = triggered().told(K, Phase.BEFORE).offers("a1");

    s.succeeds(s.launch());

    assertThat(s.calls(TellListeners.class)).containsExactly(call(Phase.AFTER, false));
    assertThat(s.told(K, Phase.AFTER).restart().subscribed().calls(TellListeners.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void a_new_leader_tells_again_and_says_so_wherever_the_commit_was_cut(int stored) {
    Scenario s = listening(job("report")).subscribed();

    s.cutAfter(stored).trigger("report", "k").restart();

    boolean there = s.state().run(K).isPresent();
    assertThat(s.calls(TellListeners.class))
        .isEqualTo(there ? java.util.List.of(call(Phase.BEFORE, true)) : java.util.List.of());
    assertThat(s.subscribed().offers("a1").launches()).isEmpty();
  }

  @Test
  void an_end_that_may_have_been_told_is_told_again() {
    Scenario s = triggered().told(K, Phase.BEFORE).offers("a1");
    s.succeeds(s.launch()).restart();

    assertThat(s.calls(TellListeners.class)).containsExactly(call(Phase.AFTER, true));
  }

  @Test
  void an_answer_that_comes_twice_or_for_nothing_changes_nothing() {
    Scenario s = triggered().told(K, Phase.BEFORE);

    assertThat(s.told(K, Phase.BEFORE).facts()).isEmpty();
    assertThat(s.told(K, Phase.AFTER).facts()).isEmpty();
    assertThat(s.told(RunId.parse("report.1.m.gone"), Phase.AFTER).facts()).isEmpty();
  }

  @Test
  void of_a_run_that_waits_they_are_told_when_its_turn_comes() {
    Scenario s = listening(job("report").overlap(Overlap.QUEUE)).subscribed();
    s.trigger("report", "k").told(K, Phase.BEFORE).offers("a1");
    TaskLaunch first = s.launch();
    RunId second = RunId.parse("report.1.m.k2");

    assertThat(s.trigger("report", "k2").calls(TellListeners.class)).isEmpty();
    s.succeeds(first);

    assertThat(s.calls(TellListeners.class))
        .containsExactlyInAnyOrder(
            call(Phase.AFTER, false), new TellListeners(second, Phase.BEFORE, false));
  }

  @Test
  void of_a_run_that_never_began_nobody_is_told() {
    Scenario s = listening(job("report").overlap(Overlap.QUEUE)).subscribed();
    s.trigger("report", "k").trigger("report", "k2");

    s.kill("report.1.m.k2", 0);

    assertThat(s.calls(TellListeners.class)).isEmpty();
  }

  @Test
  void a_run_killed_before_it_was_told_of_is_told_of_both_ends() {
    Scenario s = triggered().kill("report.1.m.k", 0);

    assertThat(s.calls(TellListeners.class)).containsExactly(call(Phase.AFTER, false));
    s.restart();
    assertThat(s.calls(TellListeners.class))
        .containsExactly(call(Phase.BEFORE, true), call(Phase.AFTER, true));
  }

  @Test
  void a_run_is_kept_until_its_end_was_told() {
    Scenario s = listening(job("report")).subscribed();
    for (int i = 0; i < 5; i++) {
      RunId run = RunId.parse("report.1.m.k" + i);
      s.trigger("report", "k" + i).told(run, Phase.BEFORE).kill(run.toString(), 0);
    }
    assertThat(s.runsOf("report")).hasSize(5);

    for (Run run : s.runsOf("report")) {
      s.told(run.id(), Phase.AFTER);
    }
    assertThat(s.runsOf("report")).hasSize(3);
  }

  @Test
  void without_listeners_nobody_is_told_and_nothing_waits() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k");

    assertThat(s.calls(TellListeners.class)).isEmpty();
    assertThat(s.offers("a1").launches()).hasSize(1);
  }
}
