package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.deployment;
import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of the deployments that live hosts carry is the current one (CORRECTNESS 9). */
class DeploymentsTest {

  private static final String A = "http://a:8098/layers/s/";
  private static final String B = "http://b:8098/layers/s/";

  private final Deployment v1 =
      deployment("v1", A, job("report").cron("0 * * * * ?"), job("clean"));
  private final Deployment v2 = deployment("v2", B, job("report").cron("0 0 * * * ?"), job("ship"));

  private static Deployed current(Scenario s) {
    return s.state().deployed().orElseThrow();
  }

  private static String cron(Scenario s) {
    return s.job("report").definition().schedule().cron();
  }

  private static List<String> registered(Scenario s) {
    return s.state().allJobs().stream()
        .filter(Job::registered)
        .map(job -> job.name().value())
        .toList();
  }

  private Scenario first() {
    return scenario().leaderChanges(v1);
  }

  @Test
  void a_deployment_never_seen_before_becomes_current_whoever_leads() {
    Scenario s = first().subscribed();
    assertThat(registered(s)).containsExactly("clean", "report");

    s.hostsCarry(v1, v2);

    assertThat(current(s).id()).isEqualTo(v2.id());
    assertThat(registered(s)).containsExactly("report", "ship");
    assertThat(cron(s)).isEqualTo("0 0 * * * ?");
    assertThat(s.calls(Call.Subscribe.class)).isEmpty();
  }

  @Test
  void an_older_one_that_comes_back_waits_until_no_host_carries_the_current_one() {
    Scenario s = first().hostsCarry(v1, v2);

    // the host of v1 restarts, and even leads
    s.hostsCarry(v2).hostsCarry(v2, v1);
    assertThat(current(s).id()).isEqualTo(v2.id());
    s.leaderChanges(v2, v1);
    assertThat(current(s).id()).isEqualTo(v2.id());
    assertThat(registered(s)).containsExactly("report", "ship");

    s.hostsCarry(v1);
    assertThat(current(s).id()).isEqualTo(v1.id());
    assertThat(registered(s)).containsExactly("clean", "report");
  }

  @Test
  void a_later_one_takes_over_again_when_its_host_comes_back() {
    Scenario s = first().hostsCarry(v1, v2).hostsCarry(v1);
    assertThat(current(s).id()).isEqualTo(v1.id());

    s.hostsCarry(v1, v2);

    assertThat(current(s).id()).isEqualTo(v2.id());
  }

  @Test
  void of_several_new_ones_the_one_whose_host_came_last_is_current_and_all_are_known() {
    Deployment v3 = deployment("v3", B, job("report"));

    Scenario s = first().hostsCarry(v1, v3, v2);

    assertThat(current(s).id()).isEqualTo(v2.id());
    assertThat(current(s).known()).endsWith(v1.id(), v3.id(), v2.id());
    s.hostsCarry(v1, v3);
    assertThat(current(s).id()).isEqualTo(v3.id());
  }

  @Test
  void the_same_hosts_told_again_change_nothing() {
    Scenario s = first().hostsCarry(v1, v2);

    s.hostsCarry(v1, v2);

    assertThat(s.facts()).isEmpty();
    assertThat(s.calls()).isEmpty();
  }

  @Test
  void a_run_goes_on_with_the_jobs_and_the_code_that_it_began_with() {
    Scenario s = first().subscribed().trigger("report", "k").hostsCarry(v1, v2);

    s.offers("a1");

    ExecutorSpec executor = s.launch().executor();
    assertThat(executor.payload().bundle()).isEqualTo(v1.bundle().id());
    assertThat(executor.environment()).containsEntry(ExecutorSpec.ADDRESSES, A);
    assertThat(s.launch().layers().addresses()).containsExactly(A);
    assertThat(executor.layers()).isEmpty();
    assertThat(s.onlyRun().definition().schedule().cron()).isEqualTo("0 * * * * ?");
  }

  @Test
  void an_executor_is_described_as_it_was_first_whatever_hosts_live_and_lead_now() {
    Scenario s = first().subscribed().trigger("report", "k1").offers("a1");
    ExecutorSpec cold = s.launch().executor();
    s.succeeds(s.launch());
    assertThat(cold.environment()).containsEntry(ExecutorSpec.ADDRESSES, A);

    s.leaderChanges(new Deployment(v1.id(), v1.bundle(), v1.definitions(), List.of(B)));
    s.subscribed().trigger("report", "k2").offers(s.offer("a1", 4, 4096, cold.id()));

    assertThat(s.launch().executor()).isEqualTo(cold);
    assertThat(s.launch().layers().addresses()).containsExactly(B);
  }

  @Test
  void layers_come_from_every_live_host_that_carries_them() {
    Scenario s = first().subscribed();
    s.hostsCarry(new Deployment(v1.id(), v1.bundle(), v1.definitions(), List.of(B, A)));

    s.trigger("report", "k1").offers("a1");

    assertThat(s.launch().layers().addresses()).containsExactlyInAnyOrder(A, B);
    assertThat(s.launch().executor().environment().get(ExecutorSpec.ADDRESSES).split(" ", -1))
        .containsExactlyInAnyOrder(A, B);
  }

  @Test
  void an_executor_that_nobody_knows_how_it_was_begun_gets_nothing_and_is_ended() {
    Scenario s = first().subscribed().trigger("report", "k1").offers("a1");
    ExecutorSpec cold = s.launch().executor();
    s.succeeds(s.launch());
    s.offers("a1"); // it does not name the executor
    s.trigger("report", "k2").offers(s.offer("a1", 4, 4096, cold.id()));

    assertThat(s.calls()).contains(new Call.Shutdown(new AgentId("a1"), cold.id()));
    assertThat(s.calls()).noneMatch(Call.Accept.class::isInstance);
  }

  @Test
  void what_was_due_before_a_deployment_is_judged_by_the_jobs_of_its_time() {
    Scenario s = first().subscribed().asleepUntil("2026-03-01T00:02:30Z");

    s.hostsCarry(v1, v2);

    assertThat(s.facts())
        .filteredOn(Fact.FiresSettled.class::isInstance)
        .hasSize(2)
        .allMatch(fact -> ((Fact.FiresSettled) fact).job().equals(new JobName("report")));
  }

  @Test
  void a_ledger_that_is_ahead_of_now_is_set_back_and_instants_after_now_are_due_again() {
    Scenario s = first().subscribed().asleepUntil("2026-03-01T01:00:30Z");
    s.at("2026-03-01T01:00:30Z").asleepUntil("2026-03-01T00:10:30Z");
    assertThat(s.job("report").ledger().watermark()).isEqualTo("2026-03-01T01:00:00Z");

    s.event(new Event.LedgerSetBackRequested("q", new JobName("report")));

    assertThat(s.answer()).isEqualTo(new Call.Result.Done());
    assertThat(s.job("report").ledger().watermark()).isEqualTo(s.now());
    assertThat(s.job("report").ledger().ranges()).allMatch(range -> !range.to().isAfter(s.now()));
    assertThat(s.state().nextTimer())
        .hasValueSatisfying(next -> assertThat(next).isEqualTo("2026-03-01T00:11:00Z"));
    s.event(new Event.LedgerSetBackRequested("q", new JobName("report")));
    assertThat(s.answer())
        .isInstanceOfSatisfying(
            Call.Result.Refused.class,
            refused -> assertThat(refused.message()).contains("there is nothing to set back"));
    s.event(new Event.LedgerSetBackRequested("q", new JobName("nobody")));
    assertThat(Optional.of(s.answer())).containsInstanceOf(Call.Result.Refused.class);
  }
}
