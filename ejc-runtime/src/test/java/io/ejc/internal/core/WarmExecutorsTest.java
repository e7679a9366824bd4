package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarmExecutorsTest {

  private static final Duration KEEP_ALIVE = CoreSettings.Upkeep.USUAL.keepAlive();
  private static final AgentId A1 = new AgentId("a1");

  private static ExecutorId shared(Scenario s) {
    return s.planner.shared(Jobs.bundle()).id();
  }

  private static Scenario idle() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k").offers("a1");
    return s.succeeds(s.launch());
  }

  @Test
  void an_executor_without_work_is_kept_for_a_while_and_then_ended() {
    Scenario s = idle();

    assertThat(s.later(KEEP_ALIVE.minusSeconds(1)).calls(Call.Shutdown.class)).isEmpty();
    s.later(Duration.ofSeconds(1));

    assertThat(s.facts()).anyMatch(Fact.ExecutorRetired.class::isInstance);
    assertThat(s.calls()).containsExactly(new Call.Shutdown(A1, shared(s)));
  }

  @Test
  void work_keeps_it_and_its_time_begins_anew_with_the_end_of_the_work() {
    Scenario s = idle().later(KEEP_ALIVE.minusSeconds(1)).trigger("report", "k2");
    s.offers(s.offer("a1", 4, 4096, shared(s)));
    TaskLaunch launch = s.launch();

    assertThat(s.later(KEEP_ALIVE).calls(Call.Shutdown.class)).isEmpty();
    s.succeeds(launch).later(KEEP_ALIVE.minusSeconds(1));
    assertThat(s.calls(Call.Shutdown.class)).isEmpty();
    assertThat(s.later(Duration.ofSeconds(1)).calls(Call.Shutdown.class)).hasSize(1);
  }

  @Test
  void nothing_is_launched_into_an_executor_that_is_told_to_end() {
    Scenario s = idle().later(KEEP_ALIVE).trigger("report", "k2");

    s.offers(s.offer("a1", 4, 4096, shared(s)));

    assertThat(s.launches()).isEmpty();
    assertThat(s.calls()).contains(new Call.Shutdown(A1, shared(s)));
    s.offers(s.offer("a1", 4, 4096));
    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void another_agent_takes_the_work_meanwhile() {
    Scenario s = idle().later(KEEP_ALIVE).trigger("report", "k2");

    s.offers(s.offer("a1", 4, 4096, shared(s)), s.offer("a2", 1, 2048));

    assertThat(s.launch().agent()).isEqualTo(new AgentId("a2"));
  }

  @Test
  void a_call_that_may_be_lost_is_repeated_and_given_up_when_nobody_listens() {
    Scenario s = idle().later(KEEP_ALIVE);

    assertThat(s.later(Duration.ofSeconds(10)).calls(Call.Shutdown.class)).hasSize(1);
    assertThat(s.later(Duration.ofSeconds(10)).calls(Call.Shutdown.class)).isEmpty();
    assertThat(s.later(Duration.ofSeconds(10)).calls(Call.Shutdown.class)).hasSize(1);
    for (int i = 0; i < 10; i++) {
      s.later(Duration.ofHours(1));
    }
    assertThat(s.calls(Call.Shutdown.class)).isEmpty();
    assertThat(s.state().executorsOf(A1)).isEmpty();
  }

  @Test
  void news_of_its_end_ends_the_repetition() {
    Scenario s = idle().later(KEEP_ALIVE);

    s.event(new Event.ExecutorEnded(A1, shared(s), 0));

    assertThat(s.later(Duration.ofSeconds(10)).calls(Call.Shutdown.class)).isEmpty();
  }

  @Test
  void a_restart_goes_on_telling_it() {
    Scenario s = idle().later(KEEP_ALIVE).restart();

    assertThat(s.calls(Call.Shutdown.class)).isEmpty();
    assertThat(s.subscribed().calls()).contains(new Call.Shutdown(A1, shared(s)));
  }

  @Test
  void after_a_restart_an_executor_without_work_is_still_ended_in_time() {
    Scenario s = idle().restart().subscribed();

    assertThat(s.later(KEEP_ALIVE).calls(Call.Shutdown.class)).hasSize(1);
  }

  @Test
  void an_executor_that_an_offer_names_and_nobody_knew_is_ended() {
    Scenario s = scenario(job("report")).subscribed();

    s.offers(s.offer("a1", 4, 4096, shared(s)));

    // what it was launched with is not known, and another description would be refused
    assertThat(s.calls(Call.Shutdown.class)).hasSize(1);
  }

  @Test
  void an_executor_of_other_code_is_retired_before_it_is_told() {
    Scenario s = idle();
    ExecutorId old = shared(s);

    s.deployBundle("b2", job("report"));

    assertThat(s.facts()).anyMatch(Fact.ExecutorRetired.class::isInstance);
    assertThat(s.calls()).contains(new Call.Shutdown(A1, old));
  }

  @Test
  void closing_ends_executors_without_work_and_leaves_the_others() {
    Scenario s = scenario(job("report").items(2)).subscribed().trigger("report", "k");
    s.offers(s.offer("a1", 0.7, 4096), s.offer("a2", 0.7, 4096));
    TaskLaunch one = s.launches().get(0);
    TaskLaunch other = s.launches().get(1);
    s.succeeds(one).runs(other);

    s.event(new Event.Closing("q"));

    assertThat(s.calls(Call.Shutdown.class))
        .containsExactly(new Call.Shutdown(one.agent(), shared(s)));
    assertThat(s.answer()).isEqualTo(new Call.Result.Done());
    assertThat(s.onlyRun().item(other.payload().attempt().item()).state())
        .isEqualTo(ItemState.RUNNING);
  }

  @Test
  void a_host_that_closes_places_nothing_more() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k");

    s.event(new Event.Closing("q")).offers("a1");

    assertThat(s.launches()).isEmpty();
    assertThat(s.calls(Call.Decline.class)).hasSize(1);
  }

  @Test
  void a_launch_that_meets_an_ending_executor_comes_back_and_costs_nothing() {
    Scenario s = idle().trigger("report", "k2");
    s.offers(s.offer("a1", 4, 4096, shared(s)));
    TaskLaunch launch = s.launch();

    s.refuses(launch);

    Item item = s.runsOf("report").get(1).item(0);
    assertThat(item.state()).isEqualTo(ItemState.WAITING);
    assertThat(item.budgets()).isEqualTo(Item.Budgets.UNUSED);
    assertThat(item.latest().state()).isEqualTo(AttemptState.REFUSED);
    assertThat(s.calls()).contains(new Call.Shutdown(A1, shared(s)), new Call.Revive());
    s.offers(s.offer("a1", 4, 4096, shared(s)));
    assertThat(s.launches()).as("not into the one that ends").isEmpty();
    s.offers(s.offer("a1", 4, 4096));
    assertThat(s.launch().payload().attempt().number()).isEqualTo(2);
  }

  @Test
  void so_does_one_that_meets_its_agents_word_of_the_end() {
    Scenario s = idle().trigger("report", "k2");
    s.offers(s.offer("a1", 4, 4096, shared(s)));

    s.said(s.launch(), TaskState.DROPPED, "EXECUTOR_TERMINATED");

    assertThat(s.runsOf("report").get(1).item(0).budgets()).isEqualTo(Item.Budgets.UNUSED);
  }
}
