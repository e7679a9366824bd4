package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.InverseOffer;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.model.Unavailability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaintenanceTest {

  private static final List<OfferId> QUESTION = List.of(new OfferId("i1"));

  private static Unavailability in(Scenario s, Duration time) {
    return new Unavailability(s.now().plus(time), Optional.empty());
  }

  private static Offer leaving(Scenario s, String agent, Unavailability away) {
    Offer staying = s.offer(agent, 4, 4096);
    return new Offer(
        staying.id(),
        staying.agent(),
        staying.traits(),
        staying.offered(),
        staying.executors(),
        Optional.of(away));
  }

  private static Scenario asked(Scenario s, String agent, Duration time) {
    return s.event(
        new Event.InverseOffersArrived(
            s.state().session.number(),
            List.of(
                new InverseOffer(QUESTION.get(0), Optional.of(new AgentId(agent)), in(s, time)))));
  }

  private static Scenario running(Jobs job) {
    Scenario s = scenario(job).subscribed().trigger("report", "k").offers("a1");
    return s.runs(s.launch());
  }

  @Test
  void an_agent_without_work_may_go() {
    Scenario s = scenario(job("report")).subscribed();

    assertThat(asked(s, "a1", Duration.ofHours(1)).calls())
        .containsExactly(new Call.AcceptInverse(QUESTION, Maintenance.REFUSE_YES));
  }

  @Test
  void an_agent_whose_items_may_be_tried_elsewhere_may_go() {
    Scenario s = running(job("report"));

    assertThat(asked(s, "a1", Duration.ZERO).calls(Call.AcceptInverse.class)).hasSize(1);
  }

  @Test
  void an_agent_with_an_item_that_would_be_lost_for_good_had_better_stay() {
    Scenario s = running(job("report").noFailover());

    assertThat(asked(s, "a1", Duration.ofMinutes(1)).calls())
        .containsExactly(new Call.DeclineInverse(QUESTION, Maintenance.REFUSE_NO));
    assertThat(asked(s, "a2", Duration.ofMinutes(1)).calls(Call.AcceptInverse.class)).hasSize(1);
  }

  @Test
  void unless_that_item_is_likely_to_have_ended_by_then() {
    Scenario s = running(job("report").noFailover().timeout(Duration.ofMinutes(2)));

    assertThat(asked(s, "a1", Duration.ofMinutes(3)).calls(Call.AcceptInverse.class)).hasSize(1);
    assertThat(asked(s, "a1", Duration.ofMinutes(1)).calls(Call.DeclineInverse.class)).hasSize(1);
  }

  @Test
  void nothing_is_placed_where_it_would_not_end_in_time() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k");

    s.offers(leaving(s, "a1", in(s, Duration.ofMinutes(5))));
    assertThat(s.launches()).as("of an unknown job ten minutes are expected").isEmpty();

    s.offers(leaving(s, "a1", in(s, Duration.ofMinutes(15))));
    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void what_its_latest_runs_took_is_what_an_item_is_expected_to_take() {
    Scenario s = running(job("report")).later(Duration.ofSeconds(30));
    s.told(s.allLaunches().get(0), TaskState.FINISHED, Kind.SUCCEEDED);
    s.trigger("report", "k2");

    s.offers(leaving(s, "a1", in(s, Duration.ofMinutes(1))));

    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void an_agent_whose_announced_time_is_over_is_like_any_other() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k");
    Unavailability past =
        new Unavailability(s.now().minus(Duration.ofHours(2)), Optional.of(Duration.ofHours(1)));

    assertThat(s.offers(leaving(s, "a1", past)).launches()).hasSize(1);
  }

  @Test
  void a_drained_attempt_is_a_loss_and_starts_elsewhere() {
    Scenario s = running(job("report").retries(1));
    TaskLaunch launch = s.allLaunches().get(0);

    s.said(launch, TaskState.KILLED, "AGENT_DRAINING");

    assertThat(s.onlyItem().latest().state()).isEqualTo(AttemptState.LOST);
    assertThat(s.onlyItem().latest().message()).startsWith("its agent drains");
    assertThat(s.onlyItem().budgets()).isEqualTo(new Item.Budgets(0, 1, 0));
    assertThat(s.offers("a2").launches()).hasSize(1);
  }

  @Test
  void the_shared_executors_of_an_agent_that_drains_are_ended() {
    Scenario s = running(job("report"));
    TaskLaunch launch = s.allLaunches().get(0);

    s.said(launch, TaskState.KILLED, "AGENT_DRAINING");

    assertThat(s.calls(Call.Shutdown.class))
        .containsExactly(new Call.Shutdown(launch.agent(), launch.executor().id()));
  }

  @Test
  void an_agent_that_still_drains_is_tried_at_once_and_then_after_longer_and_longer_pauses() {
    Scenario s = running(job("report"));
    TaskLaunch launch = s.allLaunches().get(0);
    s.told(launch, TaskState.FINISHED, Kind.SUCCEEDED).trigger("report", "again");
    s.offers(s.offer("a1", 4, 4096, launch.executor().id()));

    s.said(s.launch(), TaskState.DROPPED, "AGENT_DRAINING");

    assertThat(s.calls(Call.Shutdown.class))
        .containsExactly(new Call.Shutdown(launch.agent(), launch.executor().id()));
    assertThat(s.offers("a1").launches()).as("at once").hasSize(1);
    s.said(s.launch(), TaskState.DROPPED, "AGENT_DRAINING");
    assertThat(s.offers("a1").launches()).as("not again at once").isEmpty();
    s.later(Duration.ofSeconds(10));
    assertThat(s.offers("a1").launches()).as("after a pause").hasSize(1);
    assertThat(s.runsOf("report").get(1).item(0).budgets()).isEqualTo(Item.Budgets.UNUSED);
  }

  @Test
  void a_drained_attempt_whose_end_was_asked_for_is_killed() {
    Scenario s = running(job("report"));
    TaskLaunch launch = s.allLaunches().get(0);

    s.kill("report.1.m.k", 0).said(launch, TaskState.KILLED, "AGENT_DRAINING");

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.KILLED);
  }
}
