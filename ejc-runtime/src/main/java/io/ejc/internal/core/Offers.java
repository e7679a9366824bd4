package io.ejc.internal.core;

import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.match.Demand;
import io.ejc.internal.match.Match;
import io.ejc.internal.match.Match.AgentShare;
import io.ejc.internal.match.Matcher;
import io.ejc.internal.match.Placement;
import io.ejc.internal.match.Placer;
import io.ejc.internal.match.Shape;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.ExecutorKind;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskLaunch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides about offers. Every offer is used or given back in the step in which it arrives, so none
 * is ever held.
 *
 * <p>An offer races with its withdrawal. A RESCIND that comes (1) before the offer's ACCEPT reached
 * the master: the tasks come back as TASK_DROPPED with REASON_INVALID_OFFERS, and their items wait
 * again at no cost; (2) after the ACCEPT was carried out, or after a DECLINE: it says nothing new.
 * So a RESCIND needs no event of its own.
 */
final class Offers {

  /** With nothing to place, offers are not wanted for this long; REVIVE ends it early. */
  static final Duration REFUSE_IDLE = Duration.ofHours(1);

  /** With items that did not fit, an agent is looked at again after this time, as by default. */
  static final Duration REFUSE_SHORT = Duration.ofSeconds(5);

  /**
   * An agent that could take no waiting item even if it were empty. When more of it is free than
   * was refused, the master offers it all the same, and new work revives it.
   */
  static final Duration REFUSE_UNSUITED = Duration.ofMinutes(10);

  /** How many items are looked at for one batch of offers. */
  private static final int DEMANDS_MAX = 2_000;

  private final LaunchPlanner planner;
  private final Codes codes;
  private final Placer placer;
  private final WarmExecutors warm;
  private final WarmUpLaunches warmUps;
  private final List<String> roles;

  Offers(
      LaunchPlanner planner, Codes codes, Placer placer, WarmExecutors warm, List<String> roles) {
    this.planner = planner;
    this.codes = codes;
    this.placer = placer;
    this.warm = warm;
    this.warmUps = new WarmUpLaunches(planner, codes, placer, roles);
    this.roles = roles;
  }

  void arrived(Turn turn, Event.OffersArrived event) {
    boolean current = turn.state.session.isOpen() && event.session() == turn.state.session.number();
    if (!current || turn.state.deployed().isEmpty()) {
      return;
    }
    Deployed deployed = turn.state.deployed().get();
    Neighbours neighbours = new Neighbours(turn.state, planner, deployed, turn.now);
    warm.offered(turn, event.offers());
    Pass pass = pass(turn, event.offers(), neighbours);
    remember(turn, pass.match(), neighbours);
    List<Use> uses = new ArrayList<>();
    for (AgentShare share : pass.match().used()) {
      Duration refuse = pass.more() ? Duration.ZERO : refuse(turn, share, pass.match(), neighbours);
      List<TaskLaunch> launches = new ArrayList<>();
      for (Placement placement : share.placements()) {
        launches.add(intend(turn, placement, neighbours));
      }
      uses.add(new Use(share, launches, refuse));
    }
    for (AgentShare share : pass.match().unused()) {
      Duration refuse = refuse(turn, share, pass.match(), neighbours);
      uses.add(new Use(share, new ArrayList<>(), refuse));
    }
    answer(turn, warmUp(turn, uses, neighbours));
  }

  /** What becomes of the offers of one agent under one role. */
  private record Use(AgentShare share, List<TaskLaunch> launches, Duration refuse) {
    Use refusing(Duration shorter) {
      return new Use(share, launches, shorter);
    }
  }

  /** What no waiting item may want begins executors for items that are going to. */
  private List<Use> warmUp(Turn turn, List<Use> uses, Neighbours neighbours) {
    if (!turn.state.warmUps.isAnyWanted()) {
      return uses;
    }
    List<Offer> free =
        uses.stream()
            .filter(use -> use.refuse().compareTo(REFUSE_SHORT) > 0)
            .map(use -> use.share().left())
            .toList();
    Map<OfferId, List<TaskLaunch>> begun = warmUps.begin(turn, free, neighbours, DEMANDS_MAX);
    uses.forEach(
        use -> use.launches().addAll(begun.getOrDefault(use.share().left().id(), List.of())));
    // what is wanted still may fit there soon
    return turn.state.warmUps.isAnyWanted()
        ? uses.stream()
            .map(use -> use.refuse().compareTo(REFUSE_SHORT) > 0 ? use.refusing(REFUSE_SHORT) : use)
            .toList()
        : uses;
  }

  private static void answer(Turn turn, List<Use> uses) {
    Map<Duration, List<OfferId>> unused = new LinkedHashMap<>();
    for (Use use : uses) {
      if (use.launches().isEmpty()) {
        unused.computeIfAbsent(use.refuse(), d -> new ArrayList<>()).addAll(use.share().offers());
      } else {
        turn.send(new Call.Accept(use.share().offers(), use.launches(), use.refuse()));
      }
    }
    unused.forEach((refuse, offers) -> turn.send(new Call.Decline(offers, refuse)));
  }

  /** What was matched, and whether more items wait than were looked at. */
  private record Pass(Match match, boolean more) {}

  /** Items that fit nowhere do not keep the offers from those behind them in the line. */
  private Pass pass(Turn turn, List<Offer> offers, Neighbours neighbours) {
    Shapes shapes = new Shapes(planner, codes, roles, turn.state, offers);
    Set<Shape> refused = new LinkedHashSet<>();
    Set<RunId> passed = new HashSet<>();
    while (true) {
      List<Demand> demands = demands(turn.state, shapes, passed);
      Match match = placer.match(demands, offers, neighbours);
      refused.addAll(match.refused());
      boolean more = demands.size() == DEMANDS_MAX;
      if (!more || !match.used().isEmpty()) {
        return new Pass(new Match(match.used(), match.unused(), List.copyOf(refused)), more);
      }
      demands.forEach(demand -> passed.add(demand.item().run()));
    }
  }

  private static List<Demand> demands(ClusterState state, Shapes shapes, Set<RunId> passed) {
    if (state.placesNothing()) {
      return List.of();
    }
    return Line.of(state.runs, DEMANDS_MAX, passed).stream()
        .map(item -> shapes.demand(item, state.runs.get(item.run())))
        .toList();
  }

  /** While something waits, what is known of agents says why. */
  private static void remember(Turn turn, Match match, Neighbours neighbours) {
    if (match.refused().isEmpty()) {
      return;
    }
    List<KnownAgent> seen = new ArrayList<>();
    for (List<AgentShare> shares : List.of(match.used(), match.unused())) {
      for (AgentShare share : shares) {
        Resources taken = Resources.NONE;
        int ports = share.left().offered().portCount();
        for (Placement placement : share.placements()) {
          taken = taken.plus(placement.task().amounts());
          ports += placement.task().portCount();
        }
        Resources most = share.left().free().plus(taken).plus(neighbours.own(share.left()));
        seen.add(new KnownAgent(share.left(), most, ports, turn.now));
      }
    }
    turn.emit(new Fact.AgentsSeen(seen));
  }

  private static Duration refuse(Turn turn, AgentShare share, Match match, Neighbours neighbours) {
    String role = share.left().offered().role();
    List<Shape> waiting =
        match.refused().stream().filter(shape -> shape.role().equals(role)).toList();
    if (waiting.isEmpty()) {
      return REFUSE_IDLE;
    }
    KnownAgent known = turn.state.waits.agents.find(share.left());
    boolean suited =
        known == null
            || waiting.stream()
                .anyMatch(
                    shape ->
                        Matcher.couldEver(
                            shape, known.left(), known.most(), known.ports(), neighbours));
    return suited ? REFUSE_SHORT : REFUSE_UNSUITED;
  }

  private TaskLaunch intend(Turn turn, Placement placement, Neighbours neighbours) {
    ItemId id = placement.demand().item();
    ExecutorKind kind = placement.demand().shape().kind();
    Bundle code = neighbours.code(kind);
    Run run = turn.state.runs.get(id.run());
    Item item = run.item(id.item());
    codes.launching(turn, run, item, code.id());
    long token = turn.state.jobs.get(id.run().job()).counter() + 1;
    CarrierId carrierId = new CarrierId(id.run().job(), token);
    AttemptId attempt = new AttemptId(id.run(), id.item(), item.launches() + 1);
    Allocation took = placement.executor();
    ExecutorSpec executor =
        placement.demand().shape().shared()
            ? neighbours.shared(kind, took)
            : planner.process(code, carrierId, run.definition(), took);
    String addresses = neighbours.addresses(placement.agent(), executor.id(), code.id());
    Carrier carrier =
        Carrier.intended(
            carrierId,
            turn.state.framework().orElseThrow(),
            attempt,
            placement.agent(),
            executor.id(),
            placement.demand().shape().heapMb(),
            placement.place(),
            took.reserved() ? took : null);
    turn.emit(
        new Fact.AttemptIntended(
            attempt, token, code.id(), carrier, placement.hostname(), turn.now, addresses));
    return planner
        .task(
            carrierId,
            attempt,
            token,
            run.definition(),
            item.firings().until() == null ? run.scheduled() : item.firings().until(),
            executor.servedAt(addresses),
            placement.agent(),
            placement.task())
        .with(planner.layers(neighbours.served(placement.agent(), code.id())));
  }
}
