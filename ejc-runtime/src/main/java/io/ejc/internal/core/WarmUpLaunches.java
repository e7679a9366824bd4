package io.ejc.internal.core;

import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.match.Demand;
import io.ejc.internal.match.Match;
import io.ejc.internal.match.Match.AgentShare;
import io.ejc.internal.match.Placement;
import io.ejc.internal.match.Placer;
import io.ejc.internal.match.Stock;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ExecutorKind;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.WarmExecutor;
import io.ejc.internal.model.WarmUpId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Begins executors ahead of fires with what waiting items have left of offers. The items of the
 * next run are placed as if they were due; where one would need an executor that is not there, a
 * task that runs nothing begins it, one for each executor.
 */
final class WarmUpLaunches {

  private final LaunchPlanner planner;
  private final Codes codes;
  private final Placer placer;
  private final List<String> roles;

  WarmUpLaunches(LaunchPlanner planner, Codes codes, Placer placer, List<String> roles) {
    this.planner = planner;
    this.codes = codes;
    this.placer = placer;
    this.roles = roles;
  }

  /**
   * Uses what is left.
   *
   * @param left what is left, one offer for each agent and role
   * @param most how many items are placed at most
   * @return the tasks to launch, by the offer that they use
   */
  Map<OfferId, List<TaskLaunch>> begin(
      Turn turn, List<Offer> left, Neighbours neighbours, int most) {
    Map<OfferId, List<TaskLaunch>> launches = new HashMap<>();
    Map<JobName, Instant> wanted = turn.state.warmUps.wanted();
    if (wanted.isEmpty() || left.isEmpty() || turn.state.placesNothing()) {
      return launches;
    }
    List<Offer> offers = left.stream().map(offer -> withAllThere(turn.state, offer)).toList();
    List<Demand> demands = demands(turn, wanted, offers, most);
    Match match = placer.match(demands, offers, neighbours);
    Set<ItemId> placed = new LinkedHashSet<>();
    for (AgentShare share : match.used()) {
      List<TaskLaunch> here = new ArrayList<>();
      for (Placement placement : share.placements()) {
        placed.add(placement.demand().item());
        JobName job = placement.demand().item().run().job();
        begin(turn, placement, neighbours, wanted.getOrDefault(job, turn.now), here);
      }
      launches.put(share.left().id(), here);
    }
    for (JobName job : wanted.keySet()) {
      if (demands.stream()
          .map(Demand::item)
          .allMatch(item -> !item.run().job().equals(job) || placed.contains(item))) {
        turn.emit(new Fact.WarmUpsWanted(job, false));
      }
    }
    return launches;
  }

  /** Offers may be older than what was begun since; an executor that is begun is there. */
  private static Offer withAllThere(ClusterState state, Offer offer) {
    Set<ExecutorId> there = new LinkedHashSet<>(offer.executors());
    for (WarmExecutor known : state.executors.of(offer.agent())) {
      if (!state.executors.takesNothing(known.agent(), known.id())) {
        there.add(known.id());
      }
    }
    return offer.with(offer.offered(), there);
  }

  /** The items of the next runs, the earliest fire first. */
  private List<Demand> demands(
      Turn turn, Map<JobName, Instant> wanted, List<Offer> offers, int most) {
    Shapes shapes = new Shapes(planner, codes, roles, turn.state, offers);
    List<Demand> demands = new ArrayList<>();
    wanted.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(
            next -> {
              Run run = nextRun(turn, turn.state.jobs.get(next.getKey()), next.getValue());
              int items = Math.min(atOnce(run.definition()), most - demands.size());
              for (int item = 0; item < items; item++) {
                demands.add(shapes.demand(new ItemId(run.id(), item), run));
              }
            });
    return demands;
  }

  private static Run nextRun(Turn turn, Job job, Instant fire) {
    RunId id = RunId.scheduled(job.name(), job.incarnation(), fire);
    return Run.fresh(id, job.definition(), fire, turn.now, false)
        .running(Codes.ofNew(turn.state, job.definition()).orElse(null));
  }

  private static int atOnce(JobDefinition job) {
    int most = job.limits().maxParallelItems();
    int items = job.sharding().totalCount();
    return most == 0 ? items : Math.min(items, most);
  }

  private void begin(
      Turn turn, Placement placement, Neighbours around, Instant fire, List<TaskLaunch> launches) {
    Allocation took = placement.executor();
    ExecutorKind kind = placement.demand().shape().kind();
    Bundle code = around.code(kind);
    ExecutorSpec executor = around.shared(kind, took);
    if (turn.state.executors.find(placement.agent(), executor.id()) != null) {
      return;
    }
    Job job = turn.state.jobs.get(placement.demand().item().run().job());
    WarmUpId task = new WarmUpId(job.name(), job.counter() + 1);
    String addresses = around.addresses(placement.agent(), executor.id(), code.id());
    turn.emit(
        new Fact.WarmUpIntended(
            task,
            placement.agent(),
            executor.id(),
            took.reserved() ? took : null,
            addresses,
            fire,
            turn.now));
    Stock stock = new Stock(took.role());
    stock.add(placement.task());
    Allocation little =
        stock.take(planner.probeTask().least(placement.task().amounts()), /* wantedPorts= */ 0);
    launches.add(
        planner
            .warmUp(
                task,
                job.incarnation(),
                executor.servedAt(addresses),
                new LaunchPlanner.ProbePlace(placement.agent(), took, little),
                turn.now)
            .with(planner.layers(around.served(placement.agent(), code.id()))));
  }
}
