package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AgentTraits;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.Attribute;
import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FaultDomain;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Portion;
import io.ejc.internal.model.Ports;
import io.ejc.internal.model.Reservation;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.model.Unavailability;
import io.ejc.internal.model.Wishes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private int offers;

  /** An agent in a zone, with room for some items. */
  private Offer offer(String agent, String zone, double cpus, ExecutorId... executors) {
    return offer(agent, zone, "*", new Resources(Resources.cpuMillis(cpus), 4_096, 1_000, 0))
        .with(
            Allocation.unreserved("*", new Resources(Resources.cpuMillis(cpus), 4_096, 1_000, 0)),
            Set.of(executors));
  }

  private Offer offer(String agent, String zone, String role, Resources free) {
    return new Offer(
        new OfferId("p" + ++offers),
        new AgentId(agent),
        new AgentTraits(
            agent,
            Map.of("rack", Attribute.text(agent.substring(0, 1))),
            Optional.of(new FaultDomain("north", zone))),
        Allocation.unreserved(role, free),
        Set.of(),
        Optional.empty());
  }

  private static List<String> agents(Scenario s) {
    return s.launches().stream().map(launch -> launch.agent().value()).toList();
  }

  @Test
  void items_just_placed_count_as_those_that_run() {
    Scenario s = scenario(job("report").items(4).constraints("hostname:UNIQUE")).subscribed();
    s.trigger("report", "k");

    assertThat(agents(s.offers(offer("a1", "a", 8), offer("a2", "a", 8))))
        .containsExactlyInAnyOrder("a1", "a2");
    assertThat(agents(s.offers(offer("a1", "a", 8), offer("a3", "b", 8)))).containsExactly("a3");
    assertThat(agents(s.offers(offer("a1", "a", 8)))).isEmpty();
    s.succeeds(s.allLaunches().get(0));
    String freed = s.allLaunches().get(0).agent().value();
    assertThat(agents(s.offers(offer(freed, "a", 8)))).containsExactly(freed);
  }

  @Test
  void what_rules_count_survives_a_restart() {
    Scenario s = scenario(job("report").items(2).constraints("@zone:MAX_PER:1")).subscribed();
    s.trigger("report", "k").offers(offer("a1", "a", 8));

    s.restart().subscribed();

    assertThat(agents(s.offers(offer("a2", "a", 8)))).isEmpty();
    assertThat(agents(s.offers(offer("b1", "b", 8)))).containsExactly("b1");
  }

  @Test
  void group_by_fills_the_emptiest_value_first() {
    Scenario s = scenario(job("report").items(6).constraints("@zone:GROUP_BY")).subscribed();
    s.trigger("report", "k");

    s.offers(offer("a1", "a", 32), offer("a2", "a", 32), offer("b1", "b", 8), offer("c1", "c", 8));

    assertThat(agents(s).stream().map(agent -> agent.substring(0, 1)))
        .containsExactlyInAnyOrder("a", "a", "b", "b", "c", "c");
  }

  @Test
  void cluster_keeps_a_run_together_and_each_run_chooses_anew() {
    Scenario s = scenario(job("report").items(3).constraints("rack:CLUSTER")).subscribed();
    s.trigger("report", "k");

    s.offers(offer("a1", "a", 1), offer("b1", "a", 8), offer("b2", "b", 1));

    assertThat(agents(s)).allMatch(agent -> agent.startsWith("b")).hasSize(3);
  }

  @Test
  void pack_fills_an_agent_before_it_takes_another() {
    Scenario s = scenario(job("report").items(3).needs(0.5, 64).pack()).subscribed();
    s.trigger("report", "k");

    s.offers(offer("a1", "a", 8), offer("a2", "a", 2), offer("a3", "a", 4));

    assertThat(agents(s)).containsExactly("a2", "a2", "a2");
  }

  @Test
  void the_agent_that_just_failed_an_item_is_taken_last() {
    Scenario s = scenario(job("report").retries(3)).subscribed().trigger("report", "k");
    s.offers(offer("a1", "a", 8));
    s.throwsException(s.launch()).later(Duration.ofSeconds(10));

    assertThat(agents(s.offers(offer("a1", "a", 8), offer("a2", "a", 1)))).containsExactly("a2");
    s.throwsException(s.launch()).later(Duration.ofSeconds(20));
    assertThat(agents(s.offers(offer("a2", "a", 8)))).containsExactly("a2");
  }

  @Test
  void an_agent_in_maintenance_is_left_alone() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k");
    Instant now = s.now();

    s.offers(unavailable("a1", now, 60));
    assertThat(agents(s)).isEmpty();
    assertThat(why(s).why()).contains("the agent is to be taken away at " + now);
    s.offers(unavailable("a1", now.plusSeconds(3_600), 60));

    assertThat(agents(s)).containsExactly("a1");
  }

  private Offer unavailable(String agent, Instant from, long seconds) {
    Offer offer = offer(agent, "a", 8);
    return new Offer(
        offer.id(),
        offer.agent(),
        offer.traits(),
        offer.offered(),
        offer.executors(),
        Optional.of(new Unavailability(from, Optional.of(Duration.ofSeconds(seconds)))));
  }

  @Test
  void a_job_uses_the_resources_of_its_role_and_only_that_role_is_revived() {
    Scenario s =
        Scenario.inRoles(List.of("web", "batch"), job("report").role("batch"), job("other"))
            .subscribed();
    assertThat(s.calls()).containsExactly(new Call.Suppress());
    Resources free = new Resources(4_000, 4_096, 0, 0);

    assertThat(s.trigger("report", "k").calls()).contains(new Call.Revive(Set.of("batch")));
    assertThat(agents(s.offers(offer("a1", "a", "web", free)))).isEmpty();
    assertThat(s.calls(Call.Decline.class).get(0).refuse()).isEqualTo(Offers.REFUSE_IDLE);
    s.offers(offer("a1", "a", "batch", free));

    assertThat(s.launch().allocation().role()).isEqualTo("batch");
    assertThat(s.launch().executor().allocation().role()).isEqualTo("batch");
    assertThat(s.calls()).endsWith(new Call.Suppress(Set.of("batch")));
    s.trigger("other", "k").offers(offer("a1", "a", "web", free));
    assertThat(s.launch().executor().id()).isNotEqualTo(s.allLaunches().get(0).executor().id());
  }

  private static final Reservation KEPT = new Reservation("web", "d29yZHM=");

  private Offer reserved(Resources kept, Resources free, ExecutorId... executors) {
    Offer offer = offer("a1", "a", "web", free);
    return offer.with(
        new Allocation(
            "web",
            List.of(
                new Portion(Reservation.NONE, free, Ports.NONE),
                new Portion(KEPT, kept, Ports.NONE))),
        Set.of(executors));
  }

  @Test
  void reserved_resources_carry_executor_and_task_and_the_executor_stays_what_it_was() {
    Scenario s = Scenario.inRoles(List.of("web"), job("report").items(3).needs(1, 64)).subscribed();
    s.trigger("report", "k");

    // the executor takes 0.1 CPUs and 768 MiB
    s.offers(reserved(new Resources(500, 500, 0, 0), new Resources(700, 500, 0, 0)));
    TaskLaunch first = s.launch();
    assertThat(first.executor().allocation().portions())
        .containsExactly(
            new Portion(KEPT, new Resources(100, 500, 0, 0), Ports.NONE),
            new Portion(Reservation.NONE, new Resources(0, 268, 0, 0), Ports.NONE));
    assertThat(first.allocation().portions())
        .containsExactly(
            new Portion(KEPT, new Resources(400, 0, 0, 0), Ports.NONE),
            new Portion(Reservation.NONE, new Resources(600, 0, 0, 0), Ports.NONE));

    s.runs(first).restart().subscribed();
    s.offers(reserved(Resources.NONE, new Resources(1_000, 0, 0, 0), first.executor().id()));

    assertThat(s.calls(Call.Shutdown.class)).isEmpty();
    assertThat(s.launch().executor()).isEqualTo(first.executor());
    assertThat(s.launch().allocation().reserved()).isFalse();
  }

  @Test
  void ports_of_the_agent_are_given_to_the_item() {
    Scenario s = scenario(job("report").items(2).ports(2)).subscribed().trigger("report", "k");
    Offer plain = offer("a1", "a", 8);

    s.offers(
        plain.with(
            new Allocation(
                "*",
                List.of(
                    new Portion(
                        Reservation.NONE,
                        plain.free(),
                        new Ports(List.of(new Ports.Range(80, 80), new Ports.Range(8080, 8081)))))),
            Set.of()));

    assertThat(s.launch().payload().ports()).containsExactly(80, 8080);
    assertThat(s.launch().allocation().ports()).containsExactly(80, 8080);
  }

  @Test
  void the_master_is_told_of_which_agents_offers_are_of_use() {
    Scenario s =
        scenario(
            job("report").constraints("@zone:IS:a"), job("other").constraints("rack:LIKE:r.*"));
    assertThat(s.calls(Call.Subscribe.class).get(0).wishes())
        .isEqualTo(
            new Wishes(
                false,
                new TreeMap<>(
                    Map.of(
                        "*",
                        List.of(
                            List.of(Constraint.parse("@zone:IS:a")),
                            List.of(Constraint.parse("rack:LIKE:r.*")))))));

    s.event(new Event.Subscribed(1, Scenario.FRAMEWORK, "1.11.0"));
    s.deploy(job("report").gpus(1), job("other").constraints("rack:LIKE:r.*"));
    assertThat(s.calls(Call.UpdateFramework.class))
        .containsExactly(new Call.UpdateFramework(new Wishes(true, new TreeMap<>()), Set.of("*")));

    s.deploy(job("report").gpus(1), job("other").constraints("rack:LIKE:x.*"));
    assertThat(s.calls(Call.UpdateFramework.class)).isEmpty();
  }

  @Test
  void a_master_before_1_11_is_not_told_of_changes() {
    Scenario s = scenario(job("report").constraints("@zone:IS:a"));
    s.event(new Event.Subscribed(1, Scenario.FRAMEWORK, "1.10.2"));

    assertThat(s.deploy(job("report")).calls(Call.UpdateFramework.class)).isEmpty();
  }

  @Test
  void items_behind_those_that_fit_nowhere_are_placed() {
    Scenario s =
        scenario(job("huge").items(2_000).needs(64, 64).process(), job("small")).subscribed();
    s.trigger("huge", "k").trigger("small", "k");

    assertThat(s.offers(offer("a1", "a", 8)).launches())
        .extracting(launch -> launch.payload().attempt().run().job().value())
        .containsExactly("small");
  }

  @Test
  void a_run_of_higher_priority_that_fits_nowhere_does_not_keep_others_from_the_offers() {
    Scenario s =
        scenario(
                job("huge").items(5_000).needs(64, 64).process().limits(9, 0),
                job("small").items(2))
            .subscribed();
    s.trigger("huge", "k").trigger("small", "k");

    assertThat(s.offers(offer("a1", "a", 8)).launches()).hasSize(2);
  }

  private static Waiting why(Scenario s) {
    s.event(new Event.WhyAsked("w", new io.ejc.internal.model.ItemId(s.onlyRun().id(), 0)));
    return ((Call.Result.Explained) s.answer()).waiting();
  }

  @Test
  void an_item_that_only_waits_for_room_says_how_much_is_missing_where() {
    Scenario s =
        scenario(job("report").needs(0.5, 600).process()).subscribed().trigger("report", "k");
    assertThat(why(s).verdict()).isEqualTo(Waiting.Verdict.NO_OFFERS);

    s.offers(offer("a1", "a", 0.2), offer("a2", "a", 0.3));
    assertThat(why(s).verdict()).isEqualTo(Waiting.Verdict.IMPOSSIBLE);
    s.trigger("report", "k");
    Offer large = offer("a1", "a", 8);
    s.offers(large.with(Allocation.unreserved("*", new Resources(8_000, 100, 0, 0)), Set.of()));
    s.offers(large.with(Allocation.unreserved("*", new Resources(300, 9_000, 0, 0)), Set.of()));

    Waiting busy = why(s);
    assertThat(busy.verdict()).isEqualTo(Waiting.Verdict.BUSY);
    assertThat(busy.why())
        .isEqualTo(
            "none of 2 agents has room now; the nearest is a1: cpus short by 0.3 (wanted 0.6, 0.1"
                + " of it for the executor, offered 0.3)");
    assertThat(busy.change())
        .isEqualTo("a1 takes it when it frees 0.3 cpus or cpuCount is at most 0.2");
    assertThat(busy.agents()).extracting(Waiting.AgentVeto::hostname).containsExactly("a1", "a2");
  }

  @Test
  void an_item_that_no_agent_could_ever_take_says_so_and_what_would_help() {
    Scenario s =
        scenario(job("report").constraints("@zone:IS:b")).subscribed().trigger("report", "k");

    s.offers(offer("a1", "a", 8));

    assertThat(s.calls(Call.Decline.class).get(0).refuse()).isEqualTo(Offers.REFUSE_UNSUITED);
    assertThat(why(s).verdict()).isEqualTo(Waiting.Verdict.IMPOSSIBLE);
    assertThat(why(s).why())
        .isEqualTo("the one agent known could never take it; a1: @zone is a (wanted @zone:IS:b)");
    assertThat(why(s).change()).isEqualTo("a1 is nearest without the rule @zone:IS:b");
  }

  @Test
  void a_full_heap_is_told_from_a_full_agent() {
    Scenario s = scenario(job("report").items(3).needs(0.1, 200)).subscribed();
    s.trigger("report", "k").offers(offer("a1", "a", 8));
    assertThat(s.launches()).hasSize(2);

    s.event(new Event.WhyAsked("w", new io.ejc.internal.model.ItemId(s.onlyRun().id(), 2)));

    Waiting waiting = ((Call.Result.Explained) s.answer()).waiting();
    assertThat(waiting.verdict()).isEqualTo(Waiting.Verdict.BUSY);
    assertThat(waiting.why()).contains("heap of the shared executor short by 88 MiB");
    assertThat(waiting.change()).contains("ejc.executor.heapMB is raised by 88");
  }

  @Test
  void what_keeps_an_item_from_the_line_is_said_too() {
    Scenario s = scenario(job("report").items(2).limits(0, 1)).trigger("report", "k");
    assertThat(why(s).verdict()).isEqualTo(Waiting.Verdict.NO_SESSION);
    s.subscribed().offers(offer("a1", "a", 8));
    assertThat(why(s).verdict()).isEqualTo(Waiting.Verdict.NOT_WAITING);
    s.event(new Event.PauseRequested("p", true));
    s.said(s.allLaunches().get(0), TaskState.DROPPED, "INVALID_OFFERS");
    assertThat(why(s).verdict()).isEqualTo(Waiting.Verdict.PAUSED);
    s.event(new Event.WhyAsked("w", new io.ejc.internal.model.ItemId(s.onlyRun().id(), 7)));
    assertThat(s.answer()).isInstanceOf(Call.Result.Refused.class);
  }

  @Test
  void a_run_that_waits_is_told_of_after_a_minute_and_then_rarely() {
    Scenario s = scenario(job("report")).subscribed().trigger("report", "k");
    s.offers(offer("a1", "a", 0.1));

    assertThat(told(s.later(Duration.ofSeconds(59)))).isEmpty();
    assertThat(told(s.later(Duration.ofSeconds(1)))).hasSize(1);
    assertThat(told(s.later(Duration.ofMinutes(9)))).isEmpty();
    assertThat(told(s.later(Duration.ofMinutes(1)))).hasSize(1);
    assertThat(told(s.later(Duration.ofMinutes(59)))).isEmpty();
    assertThat(told(s.later(Duration.ofMinutes(1)))).hasSize(1);
    s.offers(offer("a1", "a", 8));
    assertThat(told(s.later(Duration.ofHours(2)))).isEmpty();
  }

  private static List<Fact> told(Scenario s) {
    return s.facts().stream().filter(Fact.WaitExplained.class::isInstance).toList();
  }
}
