package io.ejc.internal.core;

import io.ejc.internal.core.Call.Result;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides about what programs of this process ask at run time of the jobs that there are. What is
 * refused stores nothing; what is taken is stored before it has an effect.
 */
final class Registrars {

  /** No node of the store has more children. */
  private static final int JOBS_MAX = 1_000;

  /** A record of a job must be small enough to be stored with others. */
  private static final int TEXT_MAX = 32_768;

  private final Registry registry;
  private final Residents residents;
  private final Wants wants;

  Registrars(Registry registry, Residents residents, Wants wants) {
    this.registry = registry;
    this.residents = residents;
    this.wants = wants;
  }

  void handle(Turn turn, Event.OfRegistry event) {
    turn.send(new Call.Answer(event.request(), answer(turn, event)));
  }

  private Result answer(Turn turn, Event.OfRegistry event) {
    Optional<Deployment> current = turn.state.overrides.deployment();
    if (current.isEmpty()) {
      return new Result.Refused("this host has only begun to lead; try again");
    }
    JobName job = event.job();
    if (turn.state.setAsides.holds(job) || turn.state.setAsides.holdsOverride(job)) {
      return new Result.Refused(
          "job: "
              + job
              + " (expected: one whose records can be read); look at problems(), restore the record"
              + " or remove it");
    }
    if (event instanceof Event.RegisterRequested register) {
      return register(turn, current.get(), register);
    }
    if (event instanceof Event.UpdateRequested update) {
      return update(turn, current.get(), update);
    }
    if (event instanceof Event.ResetRequested reset) {
      return reset(turn, current.get(), reset);
    }
    return event instanceof Event.RemoveRequested
        ? remove(turn, current.get(), job)
        : defined(turn, current.get(), job);
  }

  private Result register(Turn turn, Deployment current, Event.RegisterRequested event) {
    JobName job = event.job();
    Optional<JobDefinition> declared = current.definition(job);
    if (declared.isPresent()) {
      return refused(
          job,
          "a name that no annotation has; that of "
              + declared.get().jobClass()
              + " has it, use update(...) to override its attributes");
    }
    Optional<JobOverride> known = turn.state.overrides.find(job);
    JobOverride asked =
        JobOverride.registered(job, event.jobClass(), event.attributes(), event.by(), turn.now);
    if (known.isPresent()) {
      return again(known.get(), asked);
    }
    if (turn.state.jobs.find(job) == null && turn.state.allJobs().size() >= JOBS_MAX) {
      return refused(
          job,
          "one of at most "
              + JOBS_MAX
              + " names, removed ones too, in one application; use names again");
    }
    return decide(turn, current, asked);
  }

  /** An application may register its jobs at each start, whatever was changed of them since. */
  private static Result again(JobOverride known, JobOverride asked) {
    if (!known.registers()) {
      return refused(
          asked.job(),
          "a name without an override; one is left of a job that was declared, remove(...) it"
              + " first");
    }
    boolean same =
        known.jobClass().equals(asked.jobClass()) && known.registered().equals(asked.attributes());
    return same
        ? new Result.Done()
        : refused(
            asked.job(),
            "a name that is not registered, or the same class and attributes; it is registered"
                + " with class "
                + known.jobClass()
                + " and "
                + known.registered()
                + ", use update(...), or remove(...) it first");
  }

  private Result update(Turn turn, Deployment current, Event.UpdateRequested event) {
    JobName job = event.job();
    Optional<JobOverride> known = turn.state.overrides.find(job);
    Optional<Result> none = unchangeable(current, job, known);
    if (none.isPresent()) {
      return none.get();
    }
    SortedMap<String, String> all =
        new TreeMap<>(known.map(JobOverride::attributes).orElseGet(TreeMap::new));
    all.putAll(event.attributes());
    boolean same = known.filter(before -> before.attributes().equals(all)).isPresent();
    return same && known.get().problem().isEmpty()
        ? new Result.Done()
        : decide(turn, current, made(current, job, known, all, event.by(), turn));
  }

  private Result reset(Turn turn, Deployment current, Event.ResetRequested event) {
    JobName job = event.job();
    Optional<JobOverride> known = turn.state.overrides.find(job);
    Optional<Result> none = unchangeable(current, job, known);
    if (none.isPresent()) {
      return none.get();
    }
    if (known.isEmpty()) {
      return new Result.Done();
    }
    NavigableMap<String, String> left = new TreeMap<>(known.get().attributes());
    if (event.attributes().isEmpty()) {
      left.clear();
    }
    left.keySet().removeAll(event.attributes());
    known.get().registered().forEach(left::putIfAbsent);
    if (left.isEmpty() && !known.get().registers()) {
      turn.emit(new Fact.OverrideRemoved(job));
      adjusted(turn, current, job);
      return new Result.Done();
    }
    return left.equals(known.get().attributes())
        ? new Result.Done()
        : decide(turn, current, known.get().with(left, event.by(), turn.now));
  }

  /** What there is nothing to change of. */
  private static Optional<Result> unchangeable(
      Deployment current, JobName job, Optional<JobOverride> known) {
    boolean declared = current.definition(job).isPresent();
    if (known.isPresent() && known.get().registers() == declared) {
      return Optional.of(
          refused(
              job,
              declared
                  ? "a job that is not registered from code beside its annotation; remove(...) the"
                      + " registration first"
                  : "a job that is declared; its override is left over, remove(...) it, or deploy"
                      + " the job again"));
    }
    return declared || known.isPresent() ? Optional.empty() : Optional.of(unknown(job));
  }

  private static JobOverride made(
      Deployment current,
      JobName job,
      Optional<JobOverride> known,
      SortedMap<String, String> attributes,
      String by,
      Turn turn) {
    String jobClass = current.definition(job).map(JobDefinition::jobClass).orElseGet(() -> "");
    return known
        .filter(JobOverride::registers)
        .map(registered -> registered.with(attributes, by, turn.now))
        .orElseGet(() -> JobOverride.over(job, jobClass, attributes, by, turn.now));
  }

  private Result decide(Turn turn, Deployment current, JobOverride decided) {
    int length =
        decided.attributes().entrySet().stream()
            .mapToInt(each -> each.getKey().length() + each.getValue().length())
            .sum();
    if (length > TEXT_MAX) {
      return refused(
          decided.job(),
          "attributes of at most " + TEXT_MAX + " characters together, not " + length);
    }
    List<String> problems = registry.problemsOf(current, decided);
    if (!problems.isEmpty()) {
      return new Result.Refused(
          decided.registers() && !current.catalog().carries(decided.jobClass())
              ? noClass(decided)
              : String.join("\n", problems));
    }
    turn.emit(new Fact.OverrideStored(decided));
    adjusted(turn, current, decided.job());
    return new Result.Done();
  }

  private static String noClass(JobOverride decided) {
    return "job "
        + decided.job()
        + " class: "
        + decided.jobClass()
        + " (expected: a class of the deployed application, in one of ejc.scan.packages, that is"
        + " public, implements one job interface and can be made; commands and methods need their"
        + " annotation)";
  }

  private void adjusted(Turn turn, Deployment current, JobName job) {
    registry.adjust(turn, current, job);
    if (turn.state.jobs.find(job) != null) {
      residents.adjust(turn, job);
    }
    wants.tell(turn);
  }

  private Result remove(Turn turn, Deployment current, JobName job) {
    Optional<JobOverride> known = turn.state.overrides.find(job);
    boolean declared = current.definition(job).isPresent();
    if (declared && known.filter(JobOverride::registers).isEmpty()) {
      return refused(
          job,
          "a job that code registered; an annotation declares this one: disable(...) it, or take"
              + " the annotation away. What was overridden is taken back by reset(...)");
    }
    if (known.isEmpty()) {
      return unknown(job);
    }
    turn.emit(new Fact.OverrideRemoved(job));
    adjusted(turn, current, job);
    return new Result.Done();
  }

  private Result defined(Turn turn, Deployment current, JobName job) {
    Optional<JobOverride> known = turn.state.overrides.find(job);
    Optional<JobDefinition> declared = current.definition(job);
    if (known.isEmpty() && declared.isEmpty()) {
      return unknown(job);
    }
    String jobClass =
        declared
            .map(JobDefinition::jobClass)
            .orElseGet(() -> known.map(JobOverride::jobClass).orElse(""));
    return new Result.Defined(jobClass, known, registry.inForce(current, job, known));
  }

  private static Result refused(JobName job, String rule) {
    return new Result.Refused("job: " + job + " (expected: " + rule + ")");
  }

  private static Result unknown(JobName job) {
    return new Result.Refused(
        "job: " + job + " (expected: a registered job); look at jobs() for their names");
  }
}
