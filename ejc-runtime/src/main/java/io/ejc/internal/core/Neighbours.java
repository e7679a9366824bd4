package io.ejc.internal.core;

import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.match.Surroundings;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ExecutorKind;
import io.ejc.internal.model.ExecutorOptions;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.WarmExecutor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What runs already, as one step sees it: executors, heaps, and where the items of a run are. */
final class Neighbours implements Surroundings {

  private final ClusterState state;
  private final LaunchPlanner planner;
  private final Deployed deployed;
  private final Instant now;
  private final Map<Planned, ExecutorSpec> executors = new HashMap<>();
  private @Nullable Map<AgentId, Resources> own;
  private @Nullable List<ExecutorKind> kinds;

  Neighbours(ClusterState state, LaunchPlanner planner, Deployed deployed, Instant now) {
    this.state = state;
    this.planner = planner;
    this.deployed = deployed;
    this.now = now;
  }

  private record Planned(ExecutorKind kind, Allocation took) {}

  /** The shared executor of a kind that took this; its id is a hash of all of it. */
  ExecutorSpec shared(ExecutorKind kind, Allocation took) {
    return executors.computeIfAbsent(
        new Planned(kind, took), planned -> planner.shared(code(kind), kind.options(), took));
  }

  /** The code of an executor. */
  Bundle code(ExecutorKind kind) {
    return kind.code().isEmpty()
        ? deployed.bundle()
        : state.code.bundle(new BundleId(kind.code())).orElse(deployed.bundle());
  }

  /** All executors that attempts may run in: of the current code and what runs want. */
  private List<ExecutorKind> kinds() {
    if (kinds == null) {
      List<Bundle> codes = new ArrayList<>(state.code.kept());
      codes.add(0, deployed.bundle());
      Set<ExecutorOptions> options = options();
      kinds =
          codes.stream()
              .map(code -> code.id().value())
              .flatMap(code -> options.stream().map(of -> new ExecutorKind(code, of)))
              .toList();
    }
    return kinds;
  }

  /** What jobs, and runs that have not ended, ask of executors that they share. */
  private Set<ExecutorOptions> options() {
    Stream<JobDefinition> registered =
        state.jobs.all().stream().filter(Job::registered).map(Job::definition);
    Stream<JobDefinition> running =
        state.runs.all().stream().filter(run -> !run.state().ended()).map(Run::definition);
    Set<ExecutorOptions> options = new LinkedHashSet<>();
    options.add(ExecutorOptions.NONE);
    Stream.concat(registered, running)
        .map(JobDefinition::requirements)
        .filter(of -> of.isolation() == Isolation.SHARED)
        .forEach(of -> options.add(of.executor()));
    return options;
  }

  /**
   * Where an executor is told to get its own layers: those of an executor that runs are repeated to
   * the letter.
   */
  String addresses(AgentId agent, ExecutorId executor, BundleId code) {
    WarmExecutor running = state.executors.find(agent, executor);
    return running != null && running.addresses() != null
        ? running.addresses()
        : planner.ownLayers(served(agent, code));
  }

  /** Where layers are now. */
  List<String> served(AgentId agent, BundleId code) {
    List<String> live = state.code.addresses(code, agent);
    return live.isEmpty() ? List.of(planner.profile().layerBase()) : live;
  }

  /** Whether an executor is one that would be started again as it is. */
  boolean isCurrent(AgentId agent, ExecutorId executor, List<String> roles) {
    Allocation took = state.carriers.reservedBy(agent, executor);
    for (ExecutorKind kind : kinds()) {
      boolean same =
          (took != null && shared(kind, took).id().equals(executor))
              || roles.stream()
                  .anyMatch(role -> shared(kind, planner.unreserved(role)).id().equals(executor));
      if (same) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Optional<Allocation> warm(Offer offer, ExecutorKind kind) {
    String role = offer.offered().role();
    Allocation plain = planner.unreserved(role);
    for (ExecutorId executor : offer.executors()) {
      Allocation took = state.carriers.reservedBy(offer.agent(), executor);
      if (state.executors.isUnknown(offer.agent(), executor)) {
        continue;
      }
      if (took == null && shared(kind, plain).id().equals(executor)) {
        return Optional.of(plain);
      }
      if (took != null && took.role().equals(role) && shared(kind, took).id().equals(executor)) {
        return Optional.of(took);
      }
    }
    return Optional.empty();
  }

  @Override
  public long executorCpuMillis(Offer offer) {
    long sum = 0;
    for (WarmExecutor known : state.executors.of(offer.agent())) {
      boolean begins =
          state.warmUps.isIn(new CarrierTable.ExecutorOnAgent(known.agent(), known.id()));
      boolean there = begins || offer.executors().contains(known.id());
      if (there && !state.executors.takesNothing(known.agent(), known.id())) {
        sum += planner.executorResources(Isolation.SHARED).cpuMillis();
        sum += begins ? planner.probeTask().cpuMillis() : 0;
      }
    }
    return sum;
  }

  @Override
  public long heapMb() {
    return planner.profile().heapMb();
  }

  @Override
  public long bookedMb(AgentId agent, Allocation executor, ExecutorKind kind) {
    ExecutorId id = shared(kind, executor).id();
    // one that is told to end, or is held up, has no room for anything
    return state.executors.takesNothing(agent, id) || state.carriers.isHeldUp(agent, id)
        ? heapMb() + 1
        : state.carriers.heapBooked(agent, id);
  }

  @Override
  public List<Map<String, String>> running(String group) {
    Run run = state.runs.find(RunId.parse(group));
    List<Map<String, String>> places = new ArrayList<>();
    if (run == null || state.runs.launchedOf(run.id()) == 0) {
      return places;
    }
    for (Item item : run.items()) {
      Carrier carrier = state.carriers.ofLatest(run.id(), item);
      if (carrier != null) {
        places.add(carrier.place());
      }
    }
    return places;
  }

  /** What this framework's tasks and executors take of an agent. */
  Resources own(Offer offer) {
    if (own == null) {
      own = sums();
    }
    Resources tasks = own.getOrDefault(offer.agent(), Resources.NONE);
    for (ExecutorKind kind : kinds()) {
      tasks = tasks.plus(warm(offer, kind).map(Allocation::amounts).orElse(Resources.NONE));
    }
    return tasks;
  }

  private Map<AgentId, Resources> sums() {
    Map<AgentId, Resources> sums = new HashMap<>();
    Set<CarrierTable.ExecutorOnAgent> counted = new HashSet<>();
    for (Carrier carrier : state.carriers.all()) {
      Run run = state.runs.find(carrier.attempt().run());
      if (run != null) {
        JobDefinition job = run.definition();
        Resources task = LaunchPlanner.taskResources(job);
        boolean alone = job.requirements().isolation() == Isolation.PROCESS;
        boolean first =
            counted.add(new CarrierTable.ExecutorOnAgent(carrier.agent(), carrier.executor()));
        sums.merge(
            carrier.agent(),
            alone && first ? task.plus(planner.executorResources(job)) : task,
            Resources::plus);
      }
    }
    return sums;
  }
}
