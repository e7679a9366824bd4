package io.ejc.runtime;

import io.ejc.api.AttemptView;
import io.ejc.api.DefinitionView;
import io.ejc.api.FindingView;
import io.ejc.api.FiringsView;
import io.ejc.api.ItemState;
import io.ejc.api.ItemView;
import io.ejc.api.JobView;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.api.StartUpView;
import io.ejc.api.WaitingView;
import io.ejc.api.WaitingView.AgentVeto;
import io.ejc.internal.core.Call.Result;
import io.ejc.internal.core.Waiting;
import io.ejc.internal.doctor.Finding;
import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Firings;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition.Schedule;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.Origin;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.trigger.FireTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the state holds, in the words of the API. Not API: public for our own test kit alone. */
public final class Views {

  private Views() {}

  /**
   * A job.
   *
   * @param underWay whether a run of its schedule has not ended
   */
  static JobView job(Job job, boolean underWay) {
    Schedule schedule = job.definition().schedule();
    return new JobView(
        job.name().value(),
        job.definition().description(),
        schedule.cron(),
        schedule.words(),
        schedule.zone(),
        job.definition().sharding().totalCount(),
        job.heldBackBecause().isEmpty(),
        schedule.afterRuns() && underWay ? Optional.empty() : nextFire(job, schedule),
        job.ledger().watermark());
  }

  private static Optional<Instant> nextFire(Job job, Schedule schedule) {
    return job.heldBackBecause().isEmpty() && !job.definition().resident()
        ? FireTimes.of(schedule, job.ledger())
            .flatMap(times -> times.nextAfter(job.ledger().watermark()))
        : Optional.empty();
  }

  /** What a job is, attribute by attribute. */
  static DefinitionView definition(JobName job, Result.Defined defined) {
    return new DefinitionView(
        job.value(),
        defined.jobClass(),
        defined.override().filter(override -> override.registers()).isPresent(),
        defined.effective().attributes().stream()
            .map(
                said ->
                    new DefinitionView.Attribute(
                        said.name(),
                        said.text(),
                        DefinitionView.Origin.valueOf(said.origin().name())))
            .toList(),
        defined
            .override()
            .map(
                override ->
                    new DefinitionView.Change(
                        override.by(),
                        override.at(),
                        override.jobClass(),
                        Optional.of(override.problem()).filter(text -> !text.isEmpty()))));
  }

  static FindingView finding(Finding finding) {
    return new FindingView(
        FindingView.Level.valueOf(finding.level().name()), finding.what(), finding.nextStep());
  }

  /** A run. */
  public static RunView run(Run run) {
    return new RunView(
        run.id().toString(),
        run.id().job().value(),
        run.id().origin() == Origin.MANUAL,
        run.scheduled(),
        run.created(),
        Optional.ofNullable(run.ended()),
        RunState.valueOf(run.state().name()),
        run.definition().sharding().jobParameter(),
        run.items().stream().map(item -> item(run, item)).toList());
  }

  private static ItemView item(Run run, Item item) {
    return new ItemView(
        item.number(),
        run.definition().sharding().parameterOf(item.number()),
        ItemState.valueOf(item.state().name()),
        Optional.of(item.reason()).filter(reason -> !reason.isEmpty()),
        item.attempts().stream().map(attempt -> attempt(run.id(), item, attempt)).toList(),
        Optional.ofNullable(item.firings().until()).map(until -> firings(item.firings(), until)));
  }

  private static FiringsView firings(Firings firings, Instant until) {
    return new FiringsView(
        firings.succeeded(),
        firings.failed(),
        firings.coalesced(),
        firings.skipped(),
        until,
        firings.latest().stream()
            .map(
                range ->
                    new FiringsView.Entry(
                        range.from(), range.to(), range.count(), outcome(range), range.reason()))
            .toList());
  }

  private static FiringsView.Outcome outcome(Ledger.Range range) {
    return switch (range.outcome()) {
      case RUN ->
          range.reason().isEmpty() ? FiringsView.Outcome.SUCCEEDED : FiringsView.Outcome.FAILED;
      case COALESCED -> FiringsView.Outcome.COALESCED;
      case SKIPPED -> FiringsView.Outcome.SKIPPED;
    };
  }

  static WaitingView waiting(Waiting waiting) {
    return new WaitingView(
        waiting.item().run().toString(),
        waiting.item().item(),
        WaitingView.Reason.valueOf(waiting.verdict().name()),
        waiting.why(),
        waiting.agents().stream()
            .map(veto -> new AgentVeto(veto.agent().value(), veto.hostname(), veto.why()))
            .toList(),
        waiting.change());
  }

  private static AttemptView attempt(RunId run, Item item, Attempt attempt) {
    return new AttemptView(
        new AttemptId(run, item.number(), attempt.number()).toString(),
        attempt.number(),
        attempt.token(),
        attempt.hostname(),
        attempt.state().name(),
        Optional.ofNullable(attempt.startedAt()),
        Optional.ofNullable(attempt.endedAt()),
        failure(attempt),
        attempt.bundle().value(),
        startUp(attempt));
  }

  private static Optional<StartUpView> startUp(Attempt attempt) {
    return Optional.ofNullable(attempt.startUp())
        .map(
            cold ->
                new StartUpView(
                    attempt.tillProcess(cold),
                    Duration.ofMillis(cold.jvm()),
                    Duration.ofMillis(cold.subscribed()),
                    Duration.ofMillis(cold.loaded()),
                    Duration.ofMillis(cold.begun())));
  }

  private static Optional<AttemptView.Failure> failure(Attempt attempt) {
    boolean wrong = attempt.state().ended() && attempt.state() != AttemptState.SUCCEEDED;
    return wrong
        ? Optional.of(new AttemptView.Failure(attempt.exceptionClass(), attempt.message()))
        : Optional.empty();
  }
}
