package io.ejc.internal.core;

import static io.ejc.internal.core.Annotations.texts;
import static io.ejc.internal.core.Annotations.version;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.Effective.From;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Jobs that are registered, changed and removed at run time. */
class RegistryTest {

  private static final String REPORT = "com.acme.Report";
  private static final String MAIL = "com.acme.Mail";

  private final Deployment v1 =
      version("v1").job("report", REPORT, "cron", "0 * * * * ?").type(MAIL).build();
  private final Deployment withoutMail =
      version("v2").job("report", REPORT, "cron", "0 * * * * ?").build();
  private final Deployment mailAgain =
      version("v3").job("report", REPORT, "cron", "0 * * * * ?").type(MAIL).build();

  private Scenario first() {
    return scenario().leaderChanges(v1).subscribed();
  }

  private static Scenario register(Scenario s, String job, String type, String... attributes) {
    return s.event(
        new Event.RegisterRequested("q", new JobName(job), type, texts(attributes), "host-1"));
  }

  private static Scenario update(Scenario s, String job, String... attributes) {
    return s.event(new Event.UpdateRequested("q", new JobName(job), texts(attributes), "host-1"));
  }

  private static Scenario reset(Scenario s, String job, String... attributes) {
    return s.event(new Event.ResetRequested("q", new JobName(job), Set.of(attributes), "host-1"));
  }

  private static Scenario remove(Scenario s, String job) {
    return s.event(new Event.RemoveRequested("q", new JobName(job)));
  }

  private static JobOverride decided(Scenario s, String job) {
    return s.state().override(new JobName(job)).orElseThrow();
  }

  private static void isDone(Scenario s) {
    assertThat(s.answer()).as(s::text).isEqualTo(new Call.Result.Done());
  }

  private static String refusal(Scenario s) {
    assertThat(s.answer()).as(s::text).isInstanceOf(Call.Result.Refused.class);
    assertThat(s.facts()).as(s::text).isEmpty();
    return ((Call.Result.Refused) s.answer()).message();
  }

  private static String cron(Scenario s, String job) {
    return s.job(job).definition().schedule().cron();
  }

  @Test
  void a_job_registered_from_code_fires_and_is_there_after_a_restart() {
    Scenario s = register(first(), "mail", MAIL, "cron", "30 * * * * ?", "retries", "2");
    isDone(s);
    assertThat(s.job("mail").registered()).isTrue();
    assertThat(s.job("mail").definition().jobClass()).isEqualTo(MAIL);
    assertThat(s.job("mail").definition().retry().max()).isEqualTo(2);

    s.leaderChanges(v1).subscribed().at("2026-03-01T00:00:30Z");

    assertThat(s.runsOf("mail")).hasSize(1);
    assertThat(decided(s, "mail").by()).isEqualTo("host-1");
    assertThat(decided(s, "mail").problem()).isEmpty();
  }

  @Test
  void the_same_registration_again_changes_nothing_and_another_one_is_refused() {
    Scenario s = register(first(), "mail", MAIL, "cron", "30 * * * * ?");

    register(s, "mail", MAIL, "cron", "30 * * * * ?");
    isDone(s);
    assertThat(s.facts()).isEmpty();
    register(s, "mail", MAIL, "cron", "0 0 * * * ?");

    assertThat(refusal(s)).startsWith("job: mail (expected: ").contains("use update(...)");
  }

  @Test
  void a_program_registers_at_each_start_what_somebody_has_changed_since() {
    Scenario s = register(first(), "mail", MAIL, "cron", "30 * * * * ?");
    update(s, "mail", "cron", "0 0 * * * ?", "retries", "3");

    register(s, "mail", MAIL, "cron", "30 * * * * ?");

    isDone(s);
    assertThat(cron(s, "mail")).isEqualTo("0 0 * * * ?");
    reset(s, "mail", "cron");
    assertThat(cron(s, "mail")).isEqualTo("30 * * * * ?");
    assertThat(s.job("mail").definition().retry().max()).isEqualTo(3);
    reset(s, "mail");
    assertThat(cron(s, "mail")).isEqualTo("30 * * * * ?");
    assertThat(s.job("mail").definition().retry().max()).isZero();
  }

  @Test
  void what_breaks_a_rule_is_refused_with_attribute_value_and_rule_and_nothing_is_stored() {
    Scenario s = first();

    register(s, "mail", MAIL, "cron", "0 99 * * * ?", "retrys", "1", "retries", "many");
    assertThat(refusal(s))
        .contains("job mail (" + MAIL + ") cron: 0 99 * * * ? (expected: ")
        .contains("retrys: no attribute (expected: an attribute of @ElasticJob); did you mean")
        .contains("retries: many (expected: a whole number)");
    register(s, "mail", "com.acme.Nothing");
    assertThat(refusal(s)).contains("job mail class: com.acme.Nothing (expected: a class of the");
    register(s, "report", MAIL);
    assertThat(refusal(s)).contains("that of " + REPORT + " has it, use update(...)");
    update(s, "report", "name", "other");
    assertThat(refusal(s)).contains("name: cannot be changed (expected: the name stays)");
    update(s, "nobody", "retries", "1");
    assertThat(refusal(s)).contains("job: nobody (expected: a registered job)");
    update(s, "report", "jobParameter", "x".repeat(40_000));
    assertThat(refusal(s)).contains("attributes of at most 32768 characters");
  }

  @Test
  void an_update_settles_what_was_due_before_by_the_schedule_of_then() {
    Scenario s = first().asleepUntil("2026-03-01T00:02:30Z");

    update(s, "report", "cron", "0 0 * * * ?", "overlap", "QUEUE");

    isDone(s);
    assertThat(s.job("report").ledger().ranges())
        .extracting(Range::outcome)
        .containsExactly(Outcome.COALESCED, Outcome.RUN);
    assertThat(cron(s, "report")).isEqualTo("0 0 * * * ?");
    assertThat(s.state().nextTimer())
        .hasValueSatisfying(next -> assertThat(next).isBefore("2026-03-01T01:00:01Z"));
    s.leaderChanges(v1);
    assertThat(s.facts()).noneMatch(Fact.JobChanged.class::isInstance);
    assertThat(cron(s, "report")).isEqualTo("0 0 * * * ?");
  }

  @Test
  void a_run_that_is_under_way_goes_on_as_it_began() {
    Scenario s = first().at("2026-03-01T00:01:00Z").offers("a1");
    var launch = s.launch();

    update(s.runs(launch), "report", "shardingTotalCount", "3", "timeout", "1s");

    assertThat(s.onlyRun().definition().sharding().totalCount()).isEqualTo(1);
    s.succeeds(launch).at("2026-03-01T00:02:00Z");
    assertThat(s.runsOf("report")).hasSize(2);
    assertThat(s.runsOf("report").get(1).size()).isEqualTo(3);
  }

  @Test
  void the_origin_of_each_attribute_is_told_and_a_reset_gives_it_back_to_the_annotation() {
    Scenario s = update(first(), "report", "cron", "0 0 * * * ?", "retries", "4");

    s.event(new Event.DefinitionAsked("q", new JobName("report")));
    Call.Result.Defined defined = (Call.Result.Defined) s.answer();
    assertThat(defined.effective().attributes())
        .filteredOn(said -> List.of("cron", "retries", "overlap", "timeZone").contains(said.name()))
        .extracting(said -> said.name() + " " + said.text() + " " + said.origin())
        .containsExactly(
            "cron 0 0 * * * ? " + From.OVERRIDE,
            "overlap SKIP " + From.DEFAULT,
            "retries 4 " + From.OVERRIDE,
            "timeZone Z " + From.CONFIGURATION);

    reset(s, "report", "cron");
    isDone(s);
    assertThat(cron(s, "report")).isEqualTo("0 * * * * ?");
    assertThat(s.job("report").definition().retry().max()).isEqualTo(4);
    reset(s, "report");
    isDone(s);
    assertThat(s.state().allOverrides()).isEmpty();
    s.leaderChanges(v1);
    assertThat(s.job("report").definition()).isEqualTo(v1.definitions().get(0));
  }

  @Test
  void a_job_that_is_removed_fires_no_more_and_its_run_goes_on() {
    Scenario s =
        register(first(), "mail", MAIL, "cron", "30 * * * * ?")
            .at("2026-03-01T00:00:30Z")
            .offers("a1");
    var launch = s.launch();

    remove(s.runs(launch), "mail");

    isDone(s);
    assertThat(s.job("mail").registered()).isFalse();
    assertThat(s.runsOf("mail")).noneMatch(run -> run.state().ended());
    s.succeeds(launch).at("2026-03-01T00:05:30Z");
    assertThat(s.runsOf("mail")).hasSize(1).allMatch(run -> run.state().ended());
    register(s, "mail", MAIL, "cron", "30 * * * * ?");
    assertThat(s.job("mail").incarnation()).isEqualTo(2);
    remove(s, "report");
    assertThat(refusal(s)).contains("an annotation declares this one: disable(...)");
  }

  @Test
  void while_its_class_is_gone_a_job_is_held_back_and_nothing_due_is_lost() {
    Scenario s = register(first(), "mail", MAIL, "cron", "30 * * * * ?");

    s.hostsCarry(withoutMail);
    Job held = s.job("mail");
    assertThat(held.registered()).isTrue();
    assertThat(held.heldBackBecause()).contains("class " + MAIL + " is gone");
    assertThat(decided(s, "mail").problem()).contains("class " + MAIL + " is gone");
    s.trigger("mail", "k");
    assertThat(((Call.Result.Refused) s.answer()).message()).contains("is gone");
    s.leaderChanges(withoutMail).subscribed().at("2026-03-01T00:02:45Z");
    assertThat(s.runsOf("mail")).isEmpty();
    assertThat(s.job("mail").ledger().ranges())
        .singleElement()
        .satisfies(
            range -> {
              assertThat(range.outcome()).isEqualTo(Outcome.SKIPPED);
              assertThat(range.count()).isEqualTo(3);
              assertThat(range.reason()).contains("is gone");
            });

    s.hostsCarry(mailAgain);

    assertThat(s.job("mail").heldBackBecause()).isEmpty();
    assertThat(decided(s, "mail").problem()).isEmpty();
    s.at("2026-03-01T00:03:30Z");
    assertThat(s.runsOf("mail")).hasSize(1);
  }

  @Test
  void an_override_that_no_longer_fits_leaves_the_annotation_in_force_and_a_problem() {
    Scenario s = update(first(), "report", "cron", "0 0 * * * ?");
    Deployment other = version("v2").job("report", REPORT, "fixedRate", "5m").type(MAIL).build();

    s.hostsCarry(other);

    assertThat(decided(s, "report").problem()).contains("it does not fit: ").contains("fixedRate");
    assertThat(s.job("report").definition()).isEqualTo(other.definitions().get(0));
    assertThat(s.job("report").heldBackBecause()).isEmpty();
    update(s, "report", "fixedRate", "");
    isDone(s);
    assertThat(decided(s, "report").problem()).isEmpty();
    assertThat(cron(s, "report")).isEqualTo("0 0 * * * ?");
  }

  @Test
  void a_job_that_an_override_switched_off_stays_off_when_the_override_no_longer_fits() {
    Scenario s = update(first(), "report", "cron", "0 0 * * * ?", "disabled", "true");

    s.hostsCarry(version("v2").job("report", REPORT, "fixedRate", "5m").build());

    assertThat(decided(s, "report").problem()).contains("it does not fit");
    assertThat(s.job("report").definition().enabled()).isFalse();
    assertThat(s.job("report").definition().schedule().words()).contains("every");
  }

  @Test
  void an_override_is_left_over_when_its_job_is_gone_and_takes_no_effect_until_it_is_back() {
    Scenario s = update(first(), "report", "cron", "0 0 * * * ?");

    s.hostsCarry(version("v2").job("other", REPORT, "cron", "0 * * * * ?").build());

    assertThat(s.job("report").registered()).isFalse();
    assertThat(decided(s, "report").problem()).contains("no class of the deployed application");
    update(s, "report", "retries", "1");
    assertThat(refusal(s)).contains("its override is left over, remove(...) it");
    remove(s, "report");
    isDone(s);
    assertThat(s.state().allOverrides()).isEmpty();
    s.hostsCarry(v1);
    assertThat(cron(s, "report")).isEqualTo("0 * * * * ?");
  }

  @Test
  void an_override_stays_with_a_job_whose_class_has_another_name_now() {
    Scenario s = update(first(), "report", "cron", "0 0 * * * ?");

    s.hostsCarry(version("v2").job("report", "com.acme.Reports", "cron", "0 * * * * ?").build());

    assertThat(cron(s, "report")).isEqualTo("0 0 * * * ?");
    assertThat(s.job("report").definition().jobClass()).isEqualTo("com.acme.Reports");
    assertThat(decided(s, "report").jobClass()).isEqualTo(REPORT);
    assertThat(decided(s, "report").problem()).isEmpty();
  }

  @Test
  void an_annotation_wins_over_a_registration_of_its_name_until_that_is_removed() {
    Scenario s = register(first(), "mail", MAIL, "cron", "30 * * * * ?");

    s.hostsCarry(version("v2").job("mail", MAIL, "cron", "0 0 12 * * ?").build());

    assertThat(cron(s, "mail")).isEqualTo("0 0 12 * * ?");
    assertThat(decided(s, "mail").problem()).contains("the annotation of " + MAIL);
    update(s, "mail", "retries", "1");
    assertThat(refusal(s)).contains("remove(...) the registration first");
    remove(s, "mail");
    isDone(s);
    assertThat(s.job("mail").registered()).isTrue();
    assertThat(s.state().allOverrides()).isEmpty();
  }

  @Test
  void an_operator_s_word_wins_over_the_attribute() {
    Scenario s = update(first(), "report", "disabled", "true");
    assertThat(s.job("report").heldBackBecause()).isEqualTo("the job is disabled");

    s.event(new Event.SwitchRequested("q", new JobName("report"), true));
    assertThat(s.job("report").heldBackBecause()).isEmpty();
    s.event(new Event.SwitchRequested("q", new JobName("report"), false));
    update(s, "report", "disabled", "false");

    assertThat(s.job("report").heldBackBecause()).isEqualTo("disabled by an operator");
  }

  @Test
  void whatever_is_stored_of_a_change_when_its_host_ends_the_next_leader_makes_it_whole() {
    for (int prefix = 0; prefix <= 4; prefix++) {
      Scenario s = first().asleepUntil("2026-03-01T00:02:30Z").cutAfter(prefix);
      update(s, "report", "cron", "0 0 * * * ?");
      s.leaderChanges(v1).subscribed();

      boolean there = s.state().override(new JobName("report")).isPresent();
      assertThat(cron(s, "report")).as(s::text).isEqualTo(there ? "0 0 * * * ?" : "0 * * * * ?");
      assertThat(there).isEqualTo(prefix > 0);
      assertThat(s.job("report").ledger().ranges().stream().mapToLong(Range::count).sum())
          .as(s::text)
          .isEqualTo(there ? 2 : s.job("report").ledger().count());
    }
  }

  @Test
  void whatever_is_stored_of_a_registration_or_a_removal_the_next_leader_makes_it_whole() {
    for (int prefix = 0; prefix <= 3; prefix++) {
      Scenario s = register(first().cutAfter(prefix), "mail", MAIL, "cron", "30 * * * * ?");
      s.leaderChanges(v1).subscribed();
      boolean there = s.state().override(new JobName("mail")).isPresent();
      assertThat(s.state().job(new JobName("mail")).filter(Job::registered).isPresent())
          .as(s::text)
          .isEqualTo(there);

      Scenario r = register(first(), "mail", MAIL, "cron", "30 * * * * ?");
      remove(r.asleepUntil("2026-03-01T00:00:45Z").cutAfter(prefix), "mail");
      r.leaderChanges(v1).subscribed();
      boolean stays = r.state().override(new JobName("mail")).isPresent();
      assertThat(r.job("mail").registered()).as(r::text).isEqualTo(stays);
      assertThat(r.job("mail").ledger().count()).as(r::text).isEqualTo(1);
    }
  }

  @Test
  void an_unreadable_record_leaves_its_job_as_it_is_stored() {
    Scenario s = update(first(), "report", "cron", "0 0 * * * ?");

    s.spoil("overrides/report").leaderChanges(v1).subscribed();

    assertThat(s.state().setAside()).hasSize(1);
    assertThat(cron(s, "report")).isEqualTo("0 0 * * * ?");
    update(s, "report", "retries", "1");
    assertThat(refusal(s)).contains("one whose records can be read");
  }
}
