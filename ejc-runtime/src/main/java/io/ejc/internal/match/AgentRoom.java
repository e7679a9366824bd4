package io.ejc.internal.match;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.Unavailability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is left on one agent while items are placed on it. */
final class AgentRoom {

  final AgentId agent;
  private final String hostname;
  private final List<OfferId> offers = new ArrayList<>();
  private final List<Placement> placements = new ArrayList<>();
  private final Set<ExecutorId> executors = new HashSet<>();
  private final Map<ExecutorId, Long> heapTaken = new HashMap<>();
  private final HeapBook heap;
  private final Optional<Unavailability> away;
  private Resources free = Resources.NONE;

  AgentRoom(Offer first, HeapBook heap) {
    this.agent = first.agent();
    this.hostname = first.hostname();
    this.heap = heap;
    this.away = first.unavailability();
  }

  void add(Offer offer) {
    offers.add(offer.id());
    executors.addAll(offer.executors());
    free = free.plus(offer.free());
  }

  List<OfferId> offers() {
    return offers;
  }

  List<Placement> placements() {
    return placements;
  }

  /** CPUs that would be left, for spreading items over agents. */
  long freeCpuMillis() {
    return free.cpuMillis();
  }

  Optional<Veto> veto(Demand demand) {
    Demand.Stay stay = demand.stay();
    if (away.filter(times -> times.meets(stay.from(), stay.until())).isPresent()) {
      return Optional.of(new Veto.Maintenance(away.get().start()));
    }
    Resources wanted = wanted(demand);
    if (!free.covers(wanted)) {
      return Optional.of(shortage(wanted));
    }
    return demand.shared().flatMap(executor -> heapVeto(executor, demand.heapMb()));
  }

  void place(Demand demand) {
    free = free.minus(wanted(demand));
    demand
        .shared()
        .ifPresent(
            executor -> {
              executors.add(executor);
              heapTaken.merge(executor, demand.heapMb(), Long::sum);
            });
    placements.add(new Placement(demand, agent, hostname));
  }

  private Resources wanted(Demand demand) {
    boolean warm = demand.shared().filter(executors::contains).isPresent();
    return warm ? demand.task() : demand.task().plus(demand.executor());
  }

  private Optional<Veto> heapVeto(ExecutorId executor, long wantedMb) {
    long freeMb =
        heap.capacityMb() - heap.bookedMb(agent, executor) - heapTaken.getOrDefault(executor, 0L);
    return wantedMb <= freeMb
        ? Optional.empty()
        : Optional.of(new Veto.HeapBooked(wantedMb, freeMb));
  }

  private Veto shortage(Resources wanted) {
    if (free.cpuMillis() < wanted.cpuMillis()) {
      return new Veto.NotEnough("cpus", wanted.cpuMillis() / 1000.0, free.cpuMillis() / 1000.0);
    }
    if (free.memMb() < wanted.memMb()) {
      return new Veto.NotEnough("mem", wanted.memMb(), free.memMb());
    }
    if (free.diskMb() < wanted.diskMb()) {
      return new Veto.NotEnough("disk", wanted.diskMb(), free.diskMb());
    }
    return new Veto.NotEnough("gpus", wanted.gpus(), free.gpus());
  }
}
