package io.ejc.internal.core;

import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.match.Demand;
import io.ejc.internal.match.Demand.Stay;
import io.ejc.internal.match.HeapBook;
import io.ejc.internal.match.Match;
import io.ejc.internal.match.Match.AgentShare;
import io.ejc.internal.match.Matcher;
import io.ejc.internal.match.Placement;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.TaskLaunch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides about offers. Every offer is used or given back in the step in which it arrives, so none
 * is ever held; and offers are asked for only while an item could use them.
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

  /** How many items are looked at for one batch of offers. */
  private static final int DEMANDS_MAX = 2_000;

  private final LaunchPlanner planner;
  private final WarmExecutors warm;

  Offers(LaunchPlanner planner, WarmExecutors warm) {
    this.planner = planner;
    this.warm = warm;
  }

  void arrived(Turn turn, Event.OffersArrived event) {
    boolean current = turn.state.session.isOpen() && event.session() == turn.state.session.number();
    Optional<Deployed> deployed = turn.state.deployed();
    if (!current || deployed.isEmpty()) {
      return;
    }
    ExecutorSpec shared = planner.shared(deployed.get().bundle(), deployed.get().layerBase());
    warm.offered(turn, event.offers());
    Match match =
        Matcher.match(demands(turn, event.offers(), shared.id()), event.offers(), heap(turn.state));
    boolean allPlaced = match.refused().isEmpty();
    Duration refuse = allPlaced ? REFUSE_IDLE : REFUSE_SHORT;
    for (AgentShare share : match.used()) {
      List<TaskLaunch> launches = new ArrayList<>();
      for (Placement placement : share.placements()) {
        launches.add(intend(turn, placement, deployed.get(), shared));
      }
      turn.send(new Call.Accept(share.offers(), launches, refuse));
    }
    List<OfferId> unused = match.unused();
    if (!unused.isEmpty()) {
      turn.send(new Call.Decline(unused, refuse));
    }
  }

  private List<Demand> demands(Turn turn, List<Offer> offers, ExecutorId shared) {
    ClusterState state = turn.state;
    if (state.placesNothing()) {
      return List.of();
    }
    Map<JobName, Stay> stays = new HashMap<>();
    boolean someLeave = offers.stream().anyMatch(offer -> offer.unavailability().isPresent());
    List<Demand> demands = new ArrayList<>();
    for (ItemId item : Line.of(state.runs, DEMANDS_MAX)) {
      JobDefinition job = state.runs.get(item.run()).definition();
      Stay stay = someLeave ? stays.computeIfAbsent(job.name(), any -> stay(turn, job)) : Stay.NONE;
      demands.add(demand(item, job, shared, stay));
    }
    return demands;
  }

  private static Stay stay(Turn turn, JobDefinition job) {
    return new Stay(turn.now, turn.now.plus(Maintenance.likely(turn.state, job)));
  }

  private Demand demand(ItemId item, JobDefinition job, ExecutorId shared, Stay stay) {
    Isolation isolation = job.requirements().isolation();
    boolean sharing = isolation == Isolation.SHARED;
    return new Demand(
        item,
        LaunchPlanner.taskResources(job),
        planner.executorResources(isolation),
        sharing ? Optional.of(shared) : Optional.empty(),
        sharing ? job.requirements().perItem().memMb() : 0,
        stay);
  }

  private HeapBook heap(ClusterState state) {
    return new HeapBook() {
      @Override
      public long capacityMb() {
        return planner.profile().heapMb();
      }

      @Override
      public long bookedMb(AgentId agent, ExecutorId executor) {
        // one that is told to end, or is held up, has no room for anything
        return state.executors.isRetired(agent, executor)
                || state.carriers.isHeldUp(agent, executor)
            ? planner.profile().heapMb() + 1
            : state.carriers.heapBooked(agent, executor);
      }
    };
  }

  private TaskLaunch intend(
      Turn turn, Placement placement, Deployed deployed, ExecutorSpec shared) {
    ItemId id = placement.demand().item();
    Run run = turn.state.runs.get(id.run());
    Item item = run.item(id.item());
    long token = turn.state.jobs.get(id.run().job()).counter() + 1;
    CarrierId carrierId = new CarrierId(id.run().job(), token);
    AttemptId attempt = new AttemptId(id.run(), id.item(), item.launches() + 1);
    ExecutorSpec executor =
        placement.demand().shared().isPresent()
            ? shared
            : planner.process(deployed.bundle(), deployed.layerBase(), carrierId, run.definition());
    Carrier carrier =
        new Carrier(
            carrierId,
            turn.state.framework().orElseThrow(),
            attempt,
            placement.agent(),
            executor.id(),
            placement.demand().heapMb(),
            CarrierState.INTENDED,
            null);
    turn.emit(
        new Fact.AttemptIntended(
            attempt, token, deployed.bundle().id(), carrier, placement.hostname(), turn.now));
    return planner.task(
        carrierId, attempt, token, run.definition(), run.scheduled(), executor, placement.agent());
  }

  /** At the end of every step: offers are wanted while an item could use them, and only then. */
  void adjust(Turn turn) {
    Session session = turn.state.session;
    if (!session.isOpen()) {
      return;
    }
    boolean wanted = !turn.state.placesNothing() && !Line.isEmpty(turn.state.runs);
    if (wanted && (!session.offersWanted() || turn.areOffersUseful())) {
      turn.emit(new Fact.OffersWanted(true));
      turn.send(new Call.Revive());
    } else if (!wanted && session.offersWanted()) {
      turn.emit(new Fact.OffersWanted(false));
      turn.send(new Call.Suppress());
    }
  }
}
