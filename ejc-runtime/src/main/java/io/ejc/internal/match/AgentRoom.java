package io.ejc.internal.match;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AgentTraits;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.ExecutorKind;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.Unavailability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is left on one agent, under one role, while items are placed on it. */
final class AgentRoom {

  final AgentId agent;
  final int index;
  private final AgentTraits traits;
  private final Rules rules;
  private final String role;
  private final Surroundings surroundings;
  private final List<Offer> offers = new ArrayList<>();
  private final List<Placement> placements = new ArrayList<>();
  private final Stock stock;
  private final Optional<Unavailability> unavailability;
  private final Map<ExecutorKind, SharedExecutor> executors = new HashMap<>();
  private long executorCpuMillis;

  /** The executor that items of one code share here: it runs, or would be started. */
  private static final class SharedExecutor {
    private @Nullable Allocation warm;
    private @Nullable Allocation cold;
    private long heapTaken;
  }

  AgentRoom(Offer first, int index, Surroundings surroundings, Rules rules) {
    this.rules = rules;
    this.agent = first.agent();
    this.index = index;
    this.traits = first.traits();
    this.role = first.offered().role();
    this.surroundings = surroundings;
    this.stock = new Stock(role);
    this.unavailability = first.unavailability();
  }

  void add(Offer offer) {
    offers.add(offer);
    executorCpuMillis = Math.max(executorCpuMillis, surroundings.executorCpuMillis(offer));
    stock.add(offer.offered());
    executors.clear(); // this offer may say more of what runs here
  }

  private SharedExecutor executor(Shape shape) {
    return executors.computeIfAbsent(
        shape.kind(),
        kind -> {
          SharedExecutor executor = new SharedExecutor();
          for (Offer offer : offers) {
            if (executor.warm == null) {
              executor.warm = surroundings.warm(offer, kind).orElse(null);
            }
          }
          return executor;
        });
  }

  AgentTraits traits() {
    return traits;
  }

  List<OfferId> offers() {
    return offers.stream().map(Offer::id).toList();
  }

  Offer firstOffer() {
    return offers.get(0);
  }

  Allocation left() {
    return stock.left();
  }

  List<Placement> placements() {
    return placements;
  }

  /** CPUs that would be left, for packing. */
  long freeCpuMillis() {
    return stock.free().cpuMillis();
  }

  /** CPUs that items leave, for spreading: shared executors are no load. */
  long itemCpuMillis() {
    return stock.free().cpuMillis() + executorCpuMillis;
  }

  /** Whether a shared executor is here, or would be by now. */
  boolean hasExecutor() {
    return executorCpuMillis > 0;
  }

  /** Why no item of a shape can be here, whatever else is placed or runs. */
  Optional<Veto> standing(Shape shape) {
    if (!shape.role().equals(role)) {
      return Optional.of(new Veto.OtherRole(shape.role(), role));
    }
    Instant now = surroundings.now();
    if (unavailability.filter(away -> away.meets(now, now.plus(shape.stay()))).isPresent()) {
      return Optional.of(new Veto.Maintenance(unavailability.get().start()));
    }
    return rules.broken(shape.placement().constraints(), traits);
  }

  /** Why what is left is too little; once it is, it stays so. */
  Optional<Veto> shortage(Shape shape) {
    Resources executor = isWarm(shape) ? Resources.NONE : shape.executor();
    Optional<Veto> tooLittle =
        Veto.NotEnough.of(wanted(shape), stock.free(), executor)
            .or(() -> Veto.NotEnough.ofPorts(shape.placement().ports(), stock.ports()));
    return tooLittle.isPresent() || !shape.shared() ? tooLittle : heapVeto(shape);
  }

  /** What an item would take of what is left, its executor included where it is to be started. */
  Resources wanted(Shape shape) {
    return isWarm(shape) ? shape.task() : shape.task().plus(shape.executor());
  }

  private boolean isWarm(Shape shape) {
    return shape.shared() && executor(shape).warm != null;
  }

  void place(Demand demand, Map<String, String> place) {
    Shape shape = demand.shape();
    Allocation warm = shape.shared() ? executor(shape).warm : null;
    Allocation executor = warm != null ? warm : stock.take(shape.executor(), 0);
    // what would be left for others that are to be started is less now
    executors.values().forEach(shared -> shared.cold = null);
    if (shape.shared()) {
      executorCpuMillis += warm == null ? shape.executor().cpuMillis() : 0;
      executor(shape).warm = executor;
      executor(shape).heapTaken += shape.heapMb();
    }
    Allocation task = stock.take(shape.task(), shape.placement().ports());
    placements.add(
        new Placement(
            demand, agent, traits.hostname(), task, executor, new java.util.TreeMap<>(place)));
  }

  private Optional<Veto> heapVeto(Shape shape) {
    SharedExecutor shared = executor(shape);
    if (shared.warm == null && shared.cold == null) {
      // an executor that was started since the offer was made would be the same
      shared.cold = stock.peek(shape.executor());
    }
    Allocation executor = shared.warm == null ? shared.cold : shared.warm;
    long booked = executor == null ? 0 : surroundings.bookedMb(agent, executor, shape.kind());
    long freeMb = surroundings.heapMb() - booked - shared.heapTaken;
    return shape.heapMb() <= freeMb
        ? Optional.empty()
        : Optional.of(new Veto.HeapBooked(shape.heapMb(), freeMb));
  }
}
