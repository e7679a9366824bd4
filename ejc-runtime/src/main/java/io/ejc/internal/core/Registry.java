package io.ejc.internal.core;

import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.Effective;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes registered what is to be: the jobs of the current deployment with what was decided about
 * them at run time laid over, and the jobs that code registered. It compares what is with what is
 * to be, and may be asked to do so at any time.
 *
 * <p>What cannot be carried out now leaves a problem and harms nothing else: an override that does
 * not fit leaves the annotation in force, one whose job is gone rests, and a job from code whose
 * class is gone, or does not fit any more, is held back until that changes.
 */
final class Registry {

  private static final String DISABLED = "disabled";

  private final EffectiveDefinitions effective;
  private final Fires fires;
  private final Runs runs;

  Registry(EffectiveDefinitions effective, Fires fires, Runs runs) {
    this.effective = effective;
    this.fires = fires;
    this.runs = runs;
  }

  /**
   * What is to be of a job.
   *
   * @param definition its definition; empty when there can be none now
   * @param problem why what was decided at run time has no effect; empty when it has
   */
  private record Standing(Optional<JobDefinition> definition, String problem) {}

  /** A deployment is the current one: all jobs are looked at. */
  void deployed(Turn turn, Deployment current) {
    if (!turn.state.overrides.deployment().equals(Optional.of(current))) {
      turn.emit(new Fact.DeploymentKnown(current));
    }
    Set<JobName> names = new TreeSet<>();
    current.definitions().forEach(definition -> names.add(definition.name()));
    turn.state.overrides.all().forEach(override -> names.add(override.job()));
    turn.state.jobs.all().stream().filter(Job::registered).map(Job::name).forEach(names::add);
    names.forEach(name -> adjust(turn, current, name));
  }

  /** Makes one job what it is to be. */
  void adjust(Turn turn, Deployment current, JobName name) {
    Job job = turn.state.jobs.find(name);
    boolean unreadable = turn.state.setAsides.holdsOverride(name) && job != null;
    if (turn.state.setAsides.holds(name) || unreadable) {
      // registered anew it would begin to count again, and its fencing tokens would fall; and what
      // was decided and cannot be read stays in force as it was
      return;
    }
    Optional<JobOverride> override = turn.state.overrides.find(name);
    Standing standing = standing(current, name, override);
    override
        .filter(known -> !known.problem().equals(standing.problem()))
        .ifPresent(known -> turn.emit(new Fact.OverrideJudged(name, standing.problem())));
    if (standing.definition().isPresent()) {
      register(turn, standing.definition().get());
    } else if (override.filter(JobOverride::registers).isPresent()) {
      hold(turn, job, standing.problem());
    } else if (job != null && job.registered()) {
      remove(turn, name);
    }
  }

  private Standing standing(Deployment current, JobName name, Optional<JobOverride> override) {
    Optional<JobDefinition> base = current.definition(name);
    if (override.isEmpty()) {
      return new Standing(base, "");
    }
    JobOverride decided = override.get();
    if (base.isPresent() && decided.registers()) {
      return new Standing(base, "the annotation of " + base.get().jobClass() + " has its name");
    }
    if (base.isEmpty()) {
      Optional<String> gone = gone(current, decided);
      if (gone.isPresent()) {
        return new Standing(Optional.empty(), gone.get());
      }
    }
    Effective all = effective.of(current, decided);
    if (all.definition().isPresent()) {
      return new Standing(all.definition(), "");
    }
    String problem = "it does not fit: " + String.join("; ", all.problems());
    return new Standing(base.map(alone -> withoutOthers(current, decided, alone)), problem);
  }

  private static Optional<String> gone(Deployment current, JobOverride decided) {
    if (!decided.registers()) {
      return Optional.of("no class of the deployed application declares the job");
    }
    return current.catalog().carries(decided.jobClass())
        ? Optional.empty()
        : Optional.of(
            "class "
                + decided.jobClass()
                + " is gone: the deployed application has no such job class");
  }

  /** Of an override that does not fit a job that was switched off stays off. */
  private JobDefinition withoutOthers(
      Deployment current, JobOverride decided, JobDefinition annotated) {
    return switchedOff(current, decided).flatMap(Effective::definition).orElse(annotated);
  }

  private Optional<Effective> switchedOff(Deployment current, JobOverride decided) {
    boolean off = decided.attributes().getOrDefault(DISABLED, "").strip().equals("true");
    SortedMap<String, String> alone = new TreeMap<>(Map.of(DISABLED, "true"));
    return off
        ? Optional.of(effective.of(current, decided.with(alone, decided.by(), decided.at())))
        : Optional.empty();
  }

  /** What is in force of a job, attribute by attribute. */
  Effective inForce(Deployment current, JobName name, Optional<JobOverride> override) {
    Optional<JobDefinition> base = current.definition(name);
    JobOverride decided = override.orElseGet(() -> nothing(name, base));
    Effective all = effective.of(current, decided);
    if (base.isEmpty() || (all.definition().isPresent() && !decided.registers())) {
      return all;
    }
    return switchedOff(current, decided)
        .filter(off -> !decided.registers() && off.definition().isPresent())
        .orElseGet(() -> effective.of(current, nothing(name, base)));
  }

  private static JobOverride nothing(JobName name, Optional<JobDefinition> base) {
    return JobOverride.over(
        name, base.map(JobDefinition::jobClass).orElse(""), new TreeMap<>(), "", Instant.EPOCH);
  }

  /** What would keep a decision from having an effect; none when it would have one. */
  List<String> problemsOf(Deployment current, JobOverride decided) {
    Optional<String> gone =
        current.definition(decided.job()).isPresent() ? Optional.empty() : gone(current, decided);
    return gone.map(List::of).orElseGet(() -> effective.of(current, decided).problems());
  }

  private void register(Turn turn, JobDefinition definition) {
    Job job = turn.state.jobs.find(definition.name());
    if (job == null) {
      turn.emit(new Fact.JobRegistered(definition, 1, turn.now));
      return;
    }
    if (!job.registered()) {
      turn.emit(new Fact.JobRegistered(definition, job.incarnation() + 1, turn.now));
      return;
    }
    if (!job.held().isEmpty()) {
      fires.settle(turn, job.name());
      turn.emit(new Fact.JobHeld(job.name(), ""));
    }
    if (!job.definition().equals(definition)) {
      fires.settleEnd(turn, job.name());
      turn.emit(new Fact.JobChanged(definition, turn.now));
      runs.releaseNext(turn, job.name()); // more may be under way than before
    }
  }

  /** What is due while it cannot be run is skipped with the reason. */
  private void hold(Turn turn, @Nullable Job job, String why) {
    if (job != null && job.registered() && !job.held().equals(why)) {
      fires.settle(turn, job.name());
      turn.emit(new Fact.JobHeld(job.name(), why));
    }
  }

  private void remove(Turn turn, JobName name) {
    fires.settleEnd(turn, name);
    turn.emit(new Fact.JobRemoved(name, turn.now));
  }
}
