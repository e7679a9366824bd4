package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Prewarming.BEFORE;
import static io.ejc.internal.core.Prewarming.FIRE;
import static io.ejc.internal.core.Prewarming.prewarming;
import static io.ejc.internal.core.Prewarming.report;
import static io.ejc.internal.core.Prewarming.shared;
import static io.ejc.internal.core.Prewarming.warm;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.Trigger;
import io.ejc.internal.model.WarmUpId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When executors are begun ahead of fires, and where. */
class WarmUpsTest {

  @Test
  void
      shortly_before_a_fire_offers_are_wanted_and_an_executor_is_begun_with_a_task_that_runs_nothing() {
    Scenario s = prewarming(report());
    assertThat(s.at("2026-03-01T00:09:54Z").calls()).isEmpty();

    assertThat(s.at(BEFORE).calls()).containsExactly(new Call.Revive());
    s.offers("a1");

    TaskLaunch warmUp = s.launch();
    assertThat(warmUp.id()).isEqualTo(WarmUpId.parse("report.w1"));
    assertThat(warmUp.payload().isProbe()).isTrue();
    assertThat(warmUp.executor().id()).isEqualTo(shared(s));
    assertThat(warmUp.resources()).isEqualTo(new Resources(10, 0, 0, 0));
    assertThat(warmUp.layers().addresses()).isNotEmpty();
    assertThat(s.facts())
        .anyMatch(Fact.WarmUpIntended.class::isInstance)
        .noneMatch(Fact.ExecutorIdle.class::isInstance);
    assertThat(s.calls()).last().isEqualTo(new Call.Suppress());
    assertThat(s.runsOf("report")).isEmpty();
  }

  @Test
  void the_fire_finds_it_and_takes_nothing_for_an_executor() {
    Scenario s = prewarming(report()).at(BEFORE).offers("a1");
    TaskLaunch warmUp = s.launch();
    warm(s, warmUp).at(FIRE);
    assertThat(s.calls()).contains(new Call.Revive());

    s.offers(s.offer("a1", 0.5, 0, shared(s)));

    assertThat(s.launch().executor()).isEqualTo(warmUp.executor());
    assertThat(s.launch().carrier().number()).as("numbers are shared").isEqualTo(2);
  }

  @Test
  void the_agent_with_the_executor_is_no_worse_a_place_than_an_empty_one() {
    Scenario s = prewarming(report()).at(BEFORE).offers("a2", "a1");
    assertThat(s.launch().agent()).isEqualTo(new AgentId("a2"));
    warm(s, s.launch()).at(FIRE);

    s.offers(s.offer("a1", 4, 4096), s.offer("a2", 3.9, 3328, shared(s)));

    assertThat(s.launch().agent()).isEqualTo(new AgentId("a2"));
  }

  @Test
  void nor_is_it_while_the_task_that_makes_it_ready_has_not_ended() {
    Scenario s = prewarming(report()).at(BEFORE).offers("a2", "a1");
    s.runs(s.launch()).at(FIRE);

    s.offers(s.offer("a1", 4, 4096), s.offer("a2", 3.89, 3328, shared(s)));

    assertThat(s.launch().agent()).isEqualTo(new AgentId("a2"));
  }

  @Test
  void as_many_are_begun_as_the_items_of_the_fire_would_need_and_one_for_all_on_an_agent() {
    Scenario s = prewarming(report().items(5).needs(1, 64)).at(BEFORE).offers("a1", "a2", "a3");

    assertThat(s.launches())
        .extracting(launch -> launch.agent().value())
        .containsExactlyInAnyOrder("a1", "a2", "a3");
    assertThat(s.launches()).extracting(TaskLaunch::id).doesNotHaveDuplicates();
  }

  @Test
  void no_more_than_a_job_may_run_at_once() {
    Scenario s = prewarming(report().items(5).needs(1, 64).limits(0, 1)).at(BEFORE);

    assertThat(s.offers("a1", "a2", "a3").launches()).hasSize(1);
  }

  @Test
  void the_rules_of_its_job_say_where() {
    Scenario s = prewarming(report().constraints("hostname:LIKE:a2.*")).at(BEFORE);

    assertThat(s.offers("a1", "a2").launch().agent()).isEqualTo(new AgentId("a2"));
  }

  @Test
  void the_wish_goes_on_until_there_is_room_and_ends_with_the_fire() {
    Scenario s = prewarming(report().items(2)).at(BEFORE);
    s.offers(s.offer("a1", 0.7, 2048));
    assertThat(s.launches()).hasSize(1);
    assertThat(s.calls(Call.Suppress.class)).isEmpty();
    assertThat(s.calls(Call.Accept.class).get(0).refuse()).isEqualTo(Offers.REFUSE_SHORT);

    s.offers(s.offer("a2", 0.5, 2048));
    assertThat(s.launches()).isEmpty();
    assertThat(s.calls(Call.Decline.class).get(0).refuse()).isEqualTo(Offers.REFUSE_SHORT);

    s.event(new Event.SwitchRequested("q", new JobName("report"), false));
    assertThat(s.at(FIRE).calls()).containsExactly(new Call.Suppress());
  }

  @Test
  void nothing_is_begun_for_what_is_rare_has_its_own_process_or_does_not_fire() {
    Scenario s =
        prewarming(
            job("rare").cron("0 10 0/2 * * ?"),
            job("last").trigger(new Trigger.At(Instant.parse(FIRE))),
            report().process(),
            job("off").cron("0 0/10 * * * ?").disabled(),
            job("command").cron("0 0/10 * * * ?").command("date"),
            job("daemon").cron("0 0/10 * * * ?").daemon(),
            job("hand"));
    s.offers("a9").runs(s.launch()); // the daemon's own

    assertThat(s.at(BEFORE).calls(Call.Revive.class)).isEmpty();
  }

  @Test
  void nothing_while_everything_is_paused_or_the_host_closes() {
    Scenario paused = prewarming(report()).event(new Event.PauseRequested("q", true));
    Scenario closing = prewarming(report()).event(new Event.Closing("q"));
    Scenario late = prewarming(report()).at(BEFORE).event(new Event.PauseRequested("q", true));

    assertThat(paused.at(BEFORE).calls()).isEmpty();
    assertThat(closing.at(BEFORE).calls()).isEmpty();
    assertThat(late.calls()).contains(new Call.Suppress());
    assertThat(late.offers("a1").launches()).isEmpty();
  }

  @Test
  void switched_off_nothing_is_done() {
    Scenario s = Scenario.scenario(report()).subscribed();

    assertThat(s.at(BEFORE).calls()).isEmpty();
    assertThat(s.at(BEFORE).facts()).isEmpty();
  }

  @Test
  void no_offers_are_asked_for_while_the_executors_of_the_latest_run_are_there_and_they_stay() {
    Scenario s = prewarming(report()).at(FIRE).offers("a1");
    s.succeeds(s.launch());

    // kept for ten minutes, it would end with the very instant of the next fire
    assertThat(s.at("2026-03-01T00:19:55Z").calls(Call.Revive.class)).isEmpty();
    s.at("2026-03-01T00:20:00Z");

    assertThat(s.calls(Call.Shutdown.class)).isEmpty();
    assertThat(s.offers(s.offer("a1", 0.5, 0, shared(s))).launches()).hasSize(1);
  }

  @Test
  void new_code_wants_new_executors() {
    Scenario s = prewarming(report()).at(FIRE).offers("a1");
    s.succeeds(s.launch()).deployBundle("b2", report());

    s.at("2026-03-01T00:19:55Z").offers("a1");

    assertThat(s.launch().executor().payload().bundle().value()).isEqualTo("b2");
  }

  @Test
  void items_that_wait_go_first_and_what_they_may_want_is_left_alone() {
    Scenario s = prewarming(report(), job("big").items(2).needs(4, 64)).trigger("big", "k");
    s.at(BEFORE);

    s.offers(s.offer("a1", 7, 4096));

    assertThat(s.launch().carrier().job()).isEqualTo(new JobName("big"));
    assertThat(s.offers(s.offer("a1", 2.9, 3328)).launches()).isEmpty();
  }

  @Test
  void with_what_a_waiting_item_leaves_executors_are_begun_in_the_same_call() {
    Scenario s = prewarming(report(), job("own").needs(1, 64).process()).trigger("own", "k");

    s.at(BEFORE).offers("a1");

    assertThat(s.calls(Call.Accept.class)).hasSize(1);
    assertThat(s.launches()).hasSize(2);
    assertThat(s.launches().get(1).id()).isInstanceOf(WarmUpId.class);
  }

  @Test
  void an_item_that_begins_the_executor_itself_is_enough() {
    Scenario s = prewarming(report(), job("own")).trigger("own", "k");

    s.at(BEFORE).offers("a1");

    assertThat(s.launch().carrier().job()).isEqualTo(new JobName("own"));
    assertThat(s.calls()).last().isEqualTo(new Call.Suppress());
  }

  @Test
  void offers_of_its_jobs_role_are_wanted_and_used() {
    Scenario s =
        prewarming(Duration.ofMinutes(10), List.of("web", "batch"), report().role("batch"));

    assertThat(s.at(BEFORE).calls()).containsExactly(new Call.Revive(Set.of("batch")));
    s.offers("a1");
    assertThat(s.launches()).isEmpty();
  }

  @Test
  void a_job_that_fires_all_the_time_is_looked_at_with_each_fire_and_asks_for_nothing_more() {
    Scenario s = prewarming(job("tick").cron("0/2 * * * * ?")).offers("a1");
    TaskLaunch warmUp = s.launch();
    warm(s, warmUp).later(Duration.ofSeconds(2)).offers(s.offer("a1", 3.9, 3328, shared(s)));
    s.succeeds(s.launch());

    assertThat(s.calls(Call.Revive.class)).isEmpty();
    assertThat(s.state().nextTimer()).hasValue(Instant.parse("2026-03-01T00:00:04Z"));
  }

  @Test
  void what_is_paused_between_runs_is_ready_when_the_pause_ends() {
    Scenario s = prewarming(job("poll").afterRuns(Duration.ofMinutes(30)));

    s.at("2026-03-01T00:29:55Z").offers("a1");

    assertThat(s.launch().id()).isInstanceOf(WarmUpId.class);
  }
}
