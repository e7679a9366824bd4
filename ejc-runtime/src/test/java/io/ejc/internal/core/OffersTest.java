package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.TaskLaunch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffersTest {

  private static ExecutorId shared(Scenario s) {
    return s.planner.shared(Jobs.bundle()).id();
  }

  @Test
  void with_nothing_to_place_offers_are_suppressed_and_declined_for_long() {
    Scenario s = scenario(job("report"));

    assertThat(s.subscribed().calls()).containsExactly(new Call.Suppress());
    assertThat(s.offers("a1").calls())
        .containsExactly(new Call.Decline(List.of(new OfferId("o1")), Duration.ofHours(1)));
  }

  @Test
  void work_revives_offers_and_its_placement_suppresses_them_again() {
    Scenario s = scenario(job("report")).subscribed();

    assertThat(s.trigger("report", "k").calls()).contains(new Call.Revive());
    s.offers("a1");

    assertThat(s.launches()).hasSize(1);
    assertThat(s.calls()).endsWith(new Call.Suppress());
  }

  @Test
  void the_intent_is_a_fact_of_the_step_that_launches() {
    Scenario s = scenario(job("report").items(2)).subscribed().trigger("report", "k");

    s.offers("a1");

    assertThat(s.facts().stream().filter(Fact.AttemptIntended.class::isInstance)).hasSize(2);
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.LAUNCHED);
    assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.INTENDED);
  }

  @Test
  void items_spread_over_agents() {
    Scenario s = scenario(job("report").items(4)).subscribed().trigger("report", "k");

    s.offers("a1", "a2");

    assertThat(s.calls(Call.Accept.class)).hasSize(2);
    assertThat(s.calls(Call.Accept.class)).allSatisfy(a -> assertThat(a.launches()).hasSize(2));
  }

  @Test
  void what_does_not_fit_waits_and_the_offer_is_refused_for_a_short_while() {
    Scenario s = scenario(job("report").needs(2, 128)).subscribed().trigger("report", "k");

    s.offers(s.offer("a1", 2.0, 4096));

    // the executor itself takes 0.1 of the two CPUs
    assertThat(s.calls())
        .containsExactly(new Call.Decline(List.of(new OfferId("o1")), Offers.REFUSE_UNSUITED));
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
  }

  @Test
  void an_agent_that_is_only_busy_is_refused_for_a_short_while() {
    Scenario s = scenario(job("report").needs(2, 128)).subscribed().trigger("report", "k1");
    s.offers(s.offer("a1", 2.2, 4096));
    s.succeeds(s.launch()).trigger("report", "k2");

    s.offers(s.offer("a1", 2.0, 4096));
    s.offers(s.offer("a1", 3.0, 4096), s.offer("a2", 1, 1));

    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void the_executor_counts_only_where_it_does_not_run_yet() {
    Scenario s = scenario(job("report").needs(2, 128)).subscribed();
    s.trigger("report", "warms").offers("a1");
    s.succeeds(s.launch()).trigger("report", "k");

    s.offers(s.offer("a1", 2.0, 0, shared(s)));

    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void memory_of_shared_items_is_booked_against_the_heap_of_their_executor() {
    Scenario s = scenario(job("report").items(6).needs(0.1, 128)).subscribed();
    s.trigger("report", "k");

    s.offers("a1");

    assertThat(s.launches()).hasSize(4);
    s.succeeds(s.launches().get(0));
    s.offers(s.offer("a1", 4, 0, shared(s)));
    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void a_process_item_has_an_executor_of_its_own_with_its_memory() {
    Scenario s = scenario(job("report").items(2).needs(0.5, 300).process()).subscribed();
    s.trigger("report", "k");

    s.offers("a1");

    List<TaskLaunch> launches = s.launches();
    assertThat(launches).extracting(l -> l.executor().id()).doesNotHaveDuplicates();
    assertThat(launches)
        .allSatisfy(l -> assertThat(l.resources().memMb()).isEqualTo(300))
        .allSatisfy(l -> assertThat(l.executor().command()).contains("-Xmx300m"))
        .allSatisfy(l -> assertThat(l.executor().payload().oneAttempt()).isTrue());
  }

  @Test
  void an_executor_of_an_earlier_bundle_is_ended_when_nothing_runs_in_it_any_more() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k").offers("a1");
    TaskLaunch launch = s.launch();
    ExecutorId old = launch.executor().id();
    s.runs(launch).deployBundle("b2", job("report"));

    assertThat(s.offers(s.offer("a1", 4, 4096, old)).calls(Call.Shutdown.class)).isEmpty();
    s.succeeds(launch);

    assertThat(s.offers(s.offer("a1", 4, 4096, old)).calls())
        .contains(new Call.Shutdown(launch.agent(), old));
  }

  @Test
  void the_current_executor_and_those_of_others_are_left_alone() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k").offers("a1");
    s.succeeds(s.launch());

    s.offers(s.offer("a1", 4, 4096, shared(s), new ExecutorId("default")));

    assertThat(s.calls(Call.Shutdown.class)).isEmpty();
  }

  @Test
  void several_offers_of_an_agent_are_used_together() {
    Scenario s = scenario(job("report").needs(2, 128)).subscribed().trigger("report", "k");

    s.offers(s.offer("a1", 1.5, 4096), s.offer("a1", 1.5, 0));

    assertThat(s.calls(Call.Accept.class).get(0).offers())
        .containsExactly(new OfferId("o1"), new OfferId("o2"));
  }

  @Test
  void offers_of_an_earlier_session_are_not_used() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k");

    s.event(new Event.OffersArrived(99, List.of(s.offer("a1", 4, 4096))));

    assertThat(s.calls()).isEmpty();
  }

  @Test
  void tokens_and_attempt_numbers_rise_over_attempts_runs_and_restarts() {
    Scenario s = scenario(job("report").items(2)).subscribed().trigger("report", "k1");
    s.offers("a1");
    s.launches().forEach(s::succeeds);
    s.restart().subscribed().trigger("report", "k2").offers("a1");

    assertThat(s.allLaunches())
        .extracting(l -> l.payload().fencingToken())
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(s.allLaunches()).extracting(TaskLaunch::carrier).doesNotHaveDuplicates();
  }

  @Test
  void the_payload_says_all_that_the_job_must_know() {
    Scenario s = scenario(job("report").items(2).parameter(1, "Shanghai")).subscribed();
    s.trigger("report", "k").offers("a1");

    TaskLaunch second = s.launches().get(1);
    assertThat(second.payload().attempt()).hasToString("report.1.m.k.1.1");
    assertThat(second.payload().shardingParameter()).contains("Shanghai");
    assertThat(second.payload().shardingTotalCount()).isEqualTo(2);
    assertThat(second.payload().scheduledInstant()).isEqualTo("2026-03-01T00:00:00Z");
    assertThat(second.payload().jobClass()).isEqualTo("com.example.report");
  }
}
