package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.deployment;
import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Catalog;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.TaskLaunch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which code runs while an application is deployed host by host. */
class VersionsTest {

  private static final String A = "http://a:8098/layers/";
  private static final String B = "http://b:8098/layers/";

  private final Deployment v1 =
      deployment("v1", A, job("report").items(2).retries(3).concurrentRuns(2));
  private final Deployment v2 =
      deployment("v2", B, job("report").items(2).retries(3).concurrentRuns(2));

  private Scenario first() {
    return scenario().leaderChanges(v1).subscribed();
  }

  private static BundleId code(TaskLaunch launch) {
    return launch.executor().payload().bundle();
  }

  private static void fails(Scenario s, TaskLaunch launch) {
    s.throwsException(launch).later(Duration.ofMinutes(2));
  }

  @Test
  void a_run_keeps_the_code_it_began_with_and_later_ones_run_the_new_code_beside_it() {
    Scenario s = first().trigger("report", "old").offers("a1");
    TaskLaunch old = s.launches().get(0);
    s.hostsCarry(v1, v2);
    fails(s, old);

    s.offers("a2");

    assertThat(code(s.launch())).isEqualTo(v1.bundle().id());
    assertThat(s.launch().layers().addresses()).containsExactly(A);
    s.trigger("report", "new").offers("a2");
    assertThat(s.launches()).extracting(VersionsTest::code).containsOnly(v2.bundle().id());
  }

  @Test
  void a_run_that_has_not_launched_anything_keeps_its_code_too_also_over_a_change_of_the_leader() {
    Scenario s = first().trigger("report", "old").hostsCarry(v1, v2).leaderChanges(v1, v2);

    s.subscribed().offers("a1");

    assertThat(s.launches())
        .hasSize(2)
        .extracting(VersionsTest::code)
        .containsOnly(v1.bundle().id());
  }

  @Test
  void executors_of_old_code_are_used_by_its_runs_and_end_with_the_last_of_them() {
    Scenario s = first().trigger("report", "old").offers("a1");
    List<TaskLaunch> old = s.launches();
    s.hostsCarry(v1, v2).succeeds(old.get(0));
    assertThat(s.state().earlierCode()).containsExactly(v1.bundle());
    fails(s, old.get(1));
    assertThat(s.calls(Call.Shutdown.class)).isEmpty();

    s.offers(s.offer("a1", 4, 4096, old.get(0).executor().id()));

    assertThat(s.launch().executor()).isEqualTo(old.get(0).executor());
    s.succeeds(s.launch());
    assertThat(s.calls())
        .contains(new Call.Shutdown(old.get(0).agent(), old.get(0).executor().id()));
    assertThat(s.state().earlierCode()).isEmpty();
  }

  @Test
  void a_run_whose_code_nobody_carries_any_more_goes_on_with_the_newest_and_says_so() {
    Scenario s = first().trigger("report", "old").hostsCarry(v1, v2).hostsCarry(v2);

    s.offers("a1");

    assertThat(s.launches()).extracting(VersionsTest::code).containsOnly(v2.bundle().id());
    assertThat(s.facts())
        .filteredOn(Fact.RunMoved.class::isInstance)
        .containsExactly(new Fact.RunMoved(s.onlyRun().id(), v1.bundle().id(), v2.bundle().id()));
    assertThat(s.state().earlierCode()).isEmpty();
  }

  @Test
  void a_run_keeps_the_code_that_only_a_store_has_and_the_store_is_asked_first() {
    Scenario s = first().trigger("report", "old");
    String store = "file:///mnt/ejc/";
    Deployment after =
        new Deployment(
            v2.id(),
            v2.bundle(),
            v2.definitions(),
            List.of(store, B),
            Catalog.EMPTY,
            Map.of(v1.bundle().id(), List.of(store)));

    s.leaderChanges(after).subscribed().offers("a1");

    assertThat(s.launches())
        .hasSize(2)
        .extracting(VersionsTest::code)
        .containsOnly(v1.bundle().id());
    assertThat(s.launches().get(0).layers().addresses()).containsExactly(store);
    assertThat(s.launches().get(0).executor().environment()).containsEntry("EJC_LAYERS", store);
  }

  @Test
  void an_only_host_that_starts_anew_with_new_code_goes_on_serving_the_old_one() {
    Scenario s = first().trigger("report", "old");
    Deployment after =
        new Deployment(
            v2.id(),
            v2.bundle(),
            v2.definitions(),
            v2.layerBases(),
            Catalog.EMPTY,
            Map.of(v1.bundle().id(), v2.layerBases()));

    s.leaderChanges(after).subscribed().offers("a1");

    assertThat(s.launches())
        .hasSize(2)
        .extracting(VersionsTest::code)
        .containsOnly(v1.bundle().id());
    assertThat(s.launches().get(0).layers().addresses()).containsExactly(B);
  }

  @Test
  void items_of_both_codes_find_room_on_one_agent_in_executors_of_their_own() {
    Scenario s = first().trigger("report", "old").offers("a1");
    TaskLaunch old = s.launches().get(0);
    s.hostsCarry(v1, v2);
    fails(s, old);
    s.trigger("report", "new");

    s.offers("a1");

    assertThat(s.launches())
        .filteredOn(launch -> code(launch).equals(v1.bundle().id()))
        .allMatch(launch -> launch.executor().equals(old.executor()));
    assertThat(s.launches())
        .filteredOn(launch -> code(launch).equals(v2.bundle().id()))
        .hasSize(2)
        .noneMatch(launch -> launch.executor().id().equals(old.executor().id()));
  }

  @Test
  void an_operator_goes_back_to_what_a_live_host_carries_until_that_is_undone() {
    Scenario s = first().hostsCarry(v1, v2);

    s.event(new Event.RollBackRequested("q", Optional.empty()));
    assertThat(s.state().deployed().orElseThrow().id()).isEqualTo(v1.id());
    Deployment v3 = deployment("v3", B, job("report"));
    s.hostsCarry(v1, v2, v3);
    assertThat(s.state().deployed().orElseThrow().id()).isEqualTo(v1.id());
    s.leaderChanges(v3, v1);
    assertThat(s.state().deployed().orElseThrow().id()).isEqualTo(v1.id());

    s.event(new Event.RollForwardRequested("q"));
    assertThat(s.state().deployed().orElseThrow().id()).isEqualTo(v3.id());
  }

  @Test
  void what_an_operator_chose_does_not_count_while_nobody_carries_it() {
    Scenario s = first().hostsCarry(v1, v2);
    s.event(new Event.RollBackRequested("q", Optional.of(v1.bundle().id().value())));

    s.hostsCarry(v2);

    assertThat(s.state().deployed().orElseThrow().id()).isEqualTo(v2.id());
  }

  @Test
  void what_nobody_carries_cannot_be_gone_back_to() {
    Scenario s = first();

    s.event(new Event.RollBackRequested("q", Optional.empty()));
    assertThat(s.calls(Call.Answer.class)).allMatch(VersionsTest::isRefused);
    s.event(new Event.RollBackRequested("q", Optional.of("nonsense")));
    assertThat(s.calls(Call.Answer.class)).allMatch(VersionsTest::isRefused);
  }

  private static boolean isRefused(Call.Answer answer) {
    return answer.result() instanceof Call.Result.Refused refused
        && refused.toString().contains("one that a live host carries");
  }
}
