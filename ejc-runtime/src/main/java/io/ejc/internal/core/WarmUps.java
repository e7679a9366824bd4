package io.ejc.internal.core;

import io.ejc.internal.core.CarrierTable.ExecutorOnAgent;
import io.ejc.internal.core.WarmUpTable.Plan;
import io.ejc.internal.core.WarmUpTable.Stage;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.ExecutorKind;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.WarmExecutor;
import io.ejc.internal.model.WarmUpId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides when shared executors are begun ahead of a fire, so that its items find them ready:
 * shortly before, for jobs that fire often, and only when those that its latest items ran in are
 * not there any more. Offers are wanted until every item of the fire would find an executor, or
 * until the fire.
 *
 * <p>No promise depends on it. What is lost or fails is not tried again before the next fire.
 */
final class WarmUps {

  /**
   * A job whose next two fires are no further apart is frequent. An executor takes some seconds to
   * start, and is kept for minutes: for a rarer job that is not worth another tenant's resources.
   */
  static final Duration FREQUENT = Duration.ofHours(1);

  private final LaunchPlanner planner;
  private final Duration lead;
  private final List<String> roles;

  WarmUps(LaunchPlanner planner, Duration lead, List<String> roles) {
    this.planner = planner;
    this.lead = lead;
    this.roles = roles;
  }

  /** At the end of every step: jobs whose next fire is another one are looked at. */
  void plan(Turn turn) {
    if (lead.isZero()) {
      return;
    }
    for (JobName name : turn.state.jobs.moved()) {
      Optional<Instant> fire =
          turn.state.jobs.nextFire(name).filter(next -> isToBeReady(turn.state, name, next));
      Instant warmAt = fire.map(next -> next.minus(lead)).orElse(turn.now);
      turn.emit(new Fact.FireAwaited(name, fire, warmAt));
      if (fire.isPresent() && !warmAt.isAfter(turn.now)) {
        due(turn, name);
      }
    }
  }

  /** Whether a job is frequent, and its items share executors. */
  private static boolean isToBeReady(ClusterState state, JobName name, Instant fire) {
    JobDefinition job = state.jobs.get(name).definition();
    return job.requirements().isolation() == Isolation.SHARED
        && !job.runsCommand()
        && !job.resident()
        && state
            .jobs
            .schedule(name)
            .flatMap(schedule -> schedule.nextAfter(fire))
            .filter(after -> !after.isAfter(fire.plus(FREQUENT)))
            .isPresent();
  }

  /** A fire comes near, or has come. */
  void due(Turn turn, JobName name) {
    Plan plan = turn.state.warmUps.plan(name);
    if (plan == null || plan.stage() == Stage.OVER) {
      return;
    }
    boolean begins =
        plan.stage() == Stage.AWAITED
            && plan.fire().isAfter(turn.now)
            && fires(turn.state, turn.state.jobs.get(name))
            && !isReady(turn, name, plan.fire());
    turn.emit(new Fact.WarmUpsWanted(name, begins));
    if (begins) {
      turn.offersUseful();
    }
  }

  private static boolean fires(ClusterState state, Job job) {
    return job.registered() && job.heldBackBecause().isEmpty() && !state.placesNothing();
  }

  /**
   * Whether executors of the current code are wherever the latest items of a job were. They are
   * kept for the fire, so that none is ended just before it.
   */
  private boolean isReady(Turn turn, JobName name, Instant fire) {
    Optional<Deployed> deployed = turn.state.deployed();
    Set<AgentId> agents = latest(turn.state, name);
    if (deployed.isEmpty() || agents.isEmpty()) {
      return false;
    }
    Neighbours neighbours = new Neighbours(turn.state, planner, deployed.get(), turn.now);
    JobDefinition job = turn.state.jobs.get(name).definition();
    Set<WarmExecutor> found = new LinkedHashSet<>();
    for (AgentId agent : agents) {
      Optional<WarmExecutor> there =
          turn.state.executors.of(agent).stream()
              .filter(known -> !turn.state.executors.takesNothing(agent, known.id()))
              .filter(known -> is(turn.state, known, neighbours, job))
              .findFirst();
      if (there.isEmpty()) {
        return false;
      }
      found.add(there.get());
    }
    found.forEach(executor -> keep(turn, executor, fire.plus(WarmUpTable.BEYOND_FIRE)));
    return true;
  }

  /** Whether an executor is the one that a job's items would share now. */
  private boolean is(
      ClusterState state, WarmExecutor executor, Neighbours neighbours, JobDefinition job) {
    String role = Shapes.role(job, roles);
    ExecutorKind current = new ExecutorKind("", job.requirements().executor());
    Allocation reserved = state.carriers.reservedBy(executor.agent(), executor.id());
    Allocation took = reserved == null ? planner.unreserved(role) : reserved;
    return took.role().equals(role) && neighbours.shared(current, took).id().equals(executor.id());
  }

  private static void keep(Turn turn, WarmExecutor executor, Instant until) {
    ExecutorOnAgent key = new ExecutorOnAgent(executor.agent(), executor.id());
    turn.state
        .timerAt(new Timers.Key.Executor(key))
        .filter(ends -> ends.isBefore(until))
        .ifPresent(
            ends -> turn.emit(new Fact.ExecutorIdle(executor.agent(), executor.id(), until)));
  }

  /**
   * Where the items of a job's latest run were tried last; nowhere when it was another job then.
   */
  private static Set<AgentId> latest(ClusterState state, JobName name) {
    List<RunId> current = state.runs.currentOf(name);
    List<RunId> runs = current.isEmpty() ? state.runs.endedOf(name) : current;
    Set<AgentId> agents = new LinkedHashSet<>();
    if (runs.isEmpty()) {
      return agents;
    }
    Run run = state.runs.get(runs.get(runs.size() - 1));
    JobDefinition now = state.jobs.get(name).definition();
    boolean alike =
        now.placement().equals(run.definition().placement())
            && now.requirements().equals(run.definition().requirements())
            && now.sharding().totalCount() == run.size();
    if (alike) {
      for (Item item : run.items()) {
        Attempt latest = item.latest();
        if (latest != null) {
          agents.add(latest.agent());
        }
      }
    }
    return agents;
  }

  /** Nothing was heard of a warm-up for long: its executor is as any other from now on. */
  static void overdue(Turn turn, WarmUpId task) {
    ExecutorOnAgent executor = turn.state.warmUps.find(task);
    if (executor != null) {
      turn.emit(new Fact.WarmUpEnded(task, executor.agent(), executor.executor(), ""));
    }
  }

  /** Executors are ended without waiting for what makes them ready. */
  static void giveUpAll(Turn turn) {
    for (WarmUpId task : List.copyOf(turn.state.warmUps.tasks())) {
      overdue(turn, task);
    }
  }
}
