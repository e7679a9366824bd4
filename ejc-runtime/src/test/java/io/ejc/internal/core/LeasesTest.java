package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Exclusive items: a lease of two minutes, a grace of ten seconds, so 136 s from the last answer.
 */
class LeasesTest {

  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration WAIT = Duration.ofSeconds(136);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Jobs exclusive() {
    return job("report").exclusive(LEASE).failoverAfter(Duration.ofSeconds(5));
  }

  private static Scenario launched() {
    return scenario(exclusive()).subscribed().trigger("report", "k").offers("a1");
  }

  private static Scenario asks(Scenario s, TaskLaunch launch, String nonce) {
    return s.event(
        new Event.LeaseAsked(
            s.state().session.number(),
            launch.agent(),
            launch.executor().id(),
            launch.carrier(),
            nonce));
  }

  private static Call.GrantLease grant(TaskLaunch launch, String nonce) {
    return new Call.GrantLease(launch.agent(), launch.executor().id(), launch.carrier(), nonce);
  }

  @Test
  void the_executor_is_told_the_lease_and_every_question_is_answered() {
    Scenario s = launched();
    TaskLaunch launch = s.launch();

    assertThat(launch.payload().lease()).isEqualTo(LEASE);
    assertThat(asks(s, launch, "n1").calls()).containsExactly(grant(launch, "n1"));
    s.runs(launch);
    assertThat(asks(s, launch, "n2").calls()).containsExactly(grant(launch, "n2"));
    assertThat(asks(s, launch, "n2").calls()).containsExactly(grant(launch, "n2"));
  }

  @Test
  void an_attempt_in_doubt_is_waited_for_until_its_lease_has_run_out_since_the_last_answer() {
    Scenario s = launched();
    TaskLaunch launch = s.launch();
    asks(s, launch, "n1");
    s.runs(launch);
    s.later(Duration.ofSeconds(30));
    asks(s, launch, "n2");
    s.later(Duration.ofSeconds(75)).said(launch, TaskState.UNREACHABLE, "AGENT_REMOVED");

    s.later(WAIT.minusSeconds(75).minus(SECOND));
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.RUNNING);
    s.later(SECOND);
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
    assertThat(s.onlyItem().reason()).isEqualTo("no news of it until its lease had run out");
    assertThat(s.offers("a2").launch().payload().fencingToken()).isEqualTo(2);
  }

  @Test
  void nothing_is_waited_for_when_it_never_had_a_lease() {
    Scenario s = launched();

    s.said(s.launch(), TaskState.UNREACHABLE, "AGENT_REMOVED").later(SECOND);

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
  }

  @Test
  void while_it_is_in_doubt_it_gets_no_answer_and_afterwards_it_does() {
    Scenario s = launched();
    TaskLaunch launch = s.launch();
    asks(s, launch, "n1");
    s.runs(launch).said(launch, TaskState.UNREACHABLE, "AGENT_REMOVED");

    assertThat(asks(s, launch, "n2").calls()).isEmpty();
    s.said(launch, TaskState.RUNNING, "AGENT_REREGISTERED");
    assertThat(asks(s, launch, "n3").calls()).containsExactly(grant(launch, "n3"));
    s.later(WAIT.plus(SECOND));
    assertThat(s.onlyItem().state()).as("it is known to run").isEqualTo(ItemState.RUNNING);
  }

  @Test
  void only_its_own_executor_of_this_session_is_answered() {
    Scenario s = launched();
    TaskLaunch launch = s.launch();
    long session = s.state().session.number();
    ExecutorId executor = launch.executor().id();

    s.event(new Event.LeaseAsked(session - 1, launch.agent(), executor, launch.carrier(), "n"));
    assertThat(s.calls()).isEmpty();
    AgentId other = new AgentId("a9");
    s.event(new Event.LeaseAsked(session, other, executor, launch.carrier(), "n"));
    assertThat(s.calls()).isEmpty();
    ExecutorId stranger = new ExecutorId("ejc.other");
    s.event(new Event.LeaseAsked(session, launch.agent(), stranger, launch.carrier(), "n"));
    assertThat(s.calls()).isEmpty();
    s.succeeds(launch);
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.SUCCEEDED);
  }

  @Test
  void an_attempt_that_was_given_up_and_asks_again_is_killed() {
    Scenario s = launched();
    TaskLaunch launch = s.launch();
    s.said(launch, TaskState.UNREACHABLE, "AGENT_REMOVED").later(SECOND);

    assertThat(asks(s, launch, "n").calls())
        .containsExactly(
            new Call.Kill(
                launch.carrier().toString(), Optional.of(launch.agent()), Optional.empty()));
  }

  @Test
  void a_job_that_is_not_exclusive_gets_no_lease() {
    Scenario s = scenario(job("report").process()).subscribed().trigger("report", "k").offers("a1");

    assertThat(asks(s, s.launch(), "n").calls()).isEmpty();
  }

  @Test
  void a_new_leader_counts_from_its_own_subscription() {
    Scenario s = launched();
    TaskLaunch launch = s.launch();
    asks(s, launch, "n1");
    s.runs(launch).said(launch, TaskState.UNREACHABLE, "AGENT_REMOVED");
    s.later(WAIT.minus(SECOND)).restart();

    s.later(Duration.ofHours(1));
    assertThat(s.onlyItem().state()).as("not subscribed yet").isEqualTo(ItemState.RUNNING);
    s.subscribed().later(WAIT.minus(SECOND));
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.RUNNING);
    s.later(SECOND);
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
  }

  @Test
  void a_second_session_of_the_same_leader_changes_nothing() {
    Scenario s = launched();
    TaskLaunch launch = s.launch();
    asks(s, launch, "n1");
    s.runs(launch).said(launch, TaskState.UNREACHABLE, "AGENT_REMOVED");
    s.later(Duration.ofSeconds(100)).sessionEnded(false).later(Duration.ofSeconds(30)).subscribed();

    s.later(Duration.ofSeconds(6));

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
  }

  @Test
  void tasks_of_a_removed_framework_are_waited_for_by_their_lease_too() {
    Scenario s = launched();
    TaskLaunch launch = s.launch();
    asks(s, launch, "n1");
    s.runs(launch).restart().sessionEnded(true);

    s.later(SECOND).subscribed().later(WAIT.minus(SECOND));
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.RUNNING);
    s.later(SECOND);
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
  }

  @Test
  void a_clock_that_is_set_forward_ends_no_lease() {
    Scenario s = launched();
    TaskLaunch launch = s.launch();
    asks(s, launch, "n1");
    s.runs(launch).said(launch, TaskState.UNREACHABLE, "AGENT_REMOVED");

    s.asleepUntil(s.now().plus(Duration.ofHours(1)).toString())
        .event(new Event.ClockStepped(Duration.ofHours(1)));
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.RUNNING);
    s.later(WAIT.minus(SECOND));
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.RUNNING);
    s.later(SECOND);
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
  }

  @Test
  void a_clock_that_is_set_back_makes_nobody_wait_longer() {
    Scenario s = launched();
    TaskLaunch launch = s.launch();
    asks(s, launch, "n1");
    s.runs(launch).said(launch, TaskState.UNREACHABLE, "AGENT_REMOVED");

    s.asleepUntil(s.now().minus(Duration.ofHours(1)).toString())
        .event(new Event.ClockStepped(Duration.ofHours(-1)))
        .later(WAIT);

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.WAITING);
  }

  @Test
  void a_killed_item_whose_agent_is_gone_for_an_operator_ends_with_its_lease() {
    Scenario s = launched();
    TaskLaunch launch = s.launch();
    asks(s, launch, "n1");
    s.runs(launch).kill(s.onlyRun().id().toString(), 0);
    s.said(launch, TaskState.GONE_BY_OPERATOR, "AGENT_REMOVED_BY_OPERATOR");

    s.later(WAIT.minus(SECOND));
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.RUNNING);
    s.later(SECOND);
    assertThat(s.onlyItem().state()).isEqualTo(ItemState.KILLED);
  }

  @Test
  void without_failover_the_run_ends_when_the_lease_has_run_out() {
    Scenario s =
        scenario(exclusive().noFailover()).subscribed().trigger("report", "k").offers("a1");
    TaskLaunch launch = s.launch();
    asks(s, launch, "n1");
    s.runs(launch).said(launch, TaskState.UNKNOWN, "RECONCILIATION").later(WAIT);

    assertThat(s.onlyItem().state()).isEqualTo(ItemState.LOST);
  }
}
