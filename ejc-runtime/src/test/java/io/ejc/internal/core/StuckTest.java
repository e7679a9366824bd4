package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A shared executor with a thread that does not end: drained, ended, and nobody beside it pays. */
class StuckTest {

  private static Scenario stuck(Jobs job) {
    Scenario s = scenario(job.items(2)).subscribed().trigger("report", "k").offers("a1");
    List<TaskLaunch> launches = s.launches();
    launches.forEach(s::runs);
    return s.kill(s.onlyRun().id().toString(), 0)
        .told(launches.get(0), TaskState.KILLING, Kind.STUCK);
  }

  private static void trigger(Scenario s) {
    s.deploy(job("report").items(2), job("next")).trigger("next", "k");
  }

  @Test
  void its_item_says_so_and_nothing_more_is_placed_in_that_executor() {
    Scenario s = stuck(job("report"));
    TaskLaunch first = s.allLaunches().get(0);

    assertThat(s.onlyItem().reason()).isEqualTo("killed on request; stuck in shared executor");
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.RUNNING);
    trigger(s);
    assertThat(s.offers(s.offer("a1", 4, 4096, first.executor().id())).launches()).isEmpty();
    assertThat(s.offers(s.offer("a2", 4, 4096)).launches()).hasSize(1);
  }

  @Test
  void a_new_leader_knows_it() {
    Scenario s = stuck(job("report")).restart().subscribed();
    TaskLaunch first = s.allLaunches().get(0);
    trigger(s);

    assertThat(s.offers(s.offer("a1", 4, 4096, first.executor().id())).launches()).isEmpty();
  }

  @Test
  void when_the_jvm_is_halted_those_beside_it_go_on_elsewhere_at_no_cost() {
    Scenario s = stuck(job("report"));
    List<TaskLaunch> launches = s.allLaunches();

    s.said(launches.get(0), TaskState.FAILED, "EXECUTOR_TERMINATED");
    s.said(launches.get(1), TaskState.FAILED, "EXECUTOR_TERMINATED");

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.KILLED);
    Item beside = s.onlyRun().item(1);
    assertThat(beside.state()).isEqualTo(ItemState.WAITING);
    assertThat(beside.budgets()).isEqualTo(Item.Budgets.UNUSED);
    assertThat(s.offers("a1").launches()).hasSize(1);
  }

  @Test
  void without_failover_a_neighbour_is_lost() {
    Scenario s = stuck(job("report").noFailover());
    List<TaskLaunch> launches = s.allLaunches();

    s.said(launches.get(0), TaskState.FAILED, "EXECUTOR_TERMINATED");
    s.said(launches.get(1), TaskState.FAILED, "EXECUTOR_TERMINATED");

    assertThat(s.onlyRun().item(1).state()).isEqualTo(ItemState.LOST);
  }

  @Test
  void when_it_ends_after_all_the_executor_is_as_good_as_any() {
    Scenario s = stuck(job("report"));
    List<TaskLaunch> launches = s.allLaunches();

    s.told(launches.get(0), TaskState.KILLED, Kind.KILLED);

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.KILLED);
    trigger(s);
    assertThat(s.offers(s.offer("a1", 4, 4096, launches.get(0).executor().id())).launches())
        .hasSize(1);
    s.said(launches.get(1), TaskState.FAILED, "EXECUTOR_TERMINATED");
    assertThat(s.runsOf("report").get(0).item(1).budgets().losses()).isOne();
  }

  @Test
  void an_attempt_that_is_over_its_timeout_can_be_stuck_too() {
    Scenario s =
        scenario(job("report").timeout(Duration.ofMinutes(1)))
            .subscribed()
            .trigger("report", "k")
            .offers("a1");
    TaskLaunch launch = s.launch();
    s.runs(launch).later(Duration.ofMinutes(1)).told(launch, TaskState.KILLING, Kind.STUCK);

    assertThat(s.onlyItem().reason()).isEqualTo("stuck in shared executor");
    s.said(launch, TaskState.FAILED, "EXECUTOR_TERMINATED");
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.FAILED);
  }
}
