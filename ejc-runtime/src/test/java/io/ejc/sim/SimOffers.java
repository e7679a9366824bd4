package io.ejc.sim;

import io.ejc.internal.core.Event;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.Unavailability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The master's allocator: who is offered what, and what is out. */
final class SimOffers {

  private static final long TICK_MILLIS = 1_000;
  private static final Resources LEAST = new Resources(10, 32, 0, 0);

  /** An offer that is out. */
  record Open(
      OfferId id,
      SimMaster.Framework framework,
      AgentId agent,
      Resources free,
      Set<ExecutorId> executors,
      Optional<Unavailability> away) {}

  private final Map<OfferId, Open> open = new LinkedHashMap<>();
  private final World world;
  private final SimMaster master;
  private int count;

  SimOffers(World world, SimMaster master) {
    this.world = world;
    this.master = master;
  }

  /** Allocates every second. */
  void start() {
    world.time.in(TICK_MILLIS, this::tick);
  }

  private void tick() {
    allocate();
    start();
  }

  void allocate() {
    if (!master.up) {
      return;
    }
    for (SimMaster.Framework framework : List.copyOf(master.frameworks.values())) {
      SimStream stream = framework.stream;
      if (stream != null && !framework.suppressed) {
        List<Offer> offers = new ArrayList<>();
        for (SimMaster.Slot slot : master.slots.values()) {
          Offer offer = slot.connected ? offer(framework, slot) : null;
          if (offer != null) {
            offers.add(offer);
          }
        }
        if (!offers.isEmpty()) {
          stream.down(new Event.OffersArrived(stream.session, offers));
        }
      }
    }
  }

  private @Nullable Offer offer(SimMaster.Framework framework, SimMaster.Slot slot) {
    Resources free = free(slot);
    SimMaster.Filter filter = framework.filters.get(slot.agent.id);
    boolean filtered =
        filter != null && filter.until() > world.time.now() && filter.resources().covers(free);
    if (filtered || !free.covers(LEAST)) {
      return null;
    }
    OfferId id = new OfferId("o" + master.incarnation() + "-" + ++count);
    Optional<Unavailability> away = world.maintenance.of(slot.agent.id);
    Set<ExecutorId> executors = new LinkedHashSet<>();
    slot.executors.keySet().stream()
        .filter(key -> key.framework().equals(framework.id))
        .forEach(key -> executors.add(key.executor()));
    open.put(id, new Open(id, framework, slot.agent.id, free, executors, away));
    return new Offer(
        id, slot.agent.id, slot.agent.id + ".example.com", free, Map.of(), executors, away);
  }

  private Resources free(SimMaster.Slot slot) {
    Resources free = slot.agent.total;
    for (Resources executor : slot.executors.values()) {
      free = free.minus(executor);
    }
    for (SimTask task : slot.tasks.values()) {
      if (!task.ended()) {
        free = free.minus(task.launch.resources());
      }
    }
    for (Open offer : open.values()) {
      if (offer.agent().equals(slot.agent.id)) {
        free = free.minus(offer.free());
      }
    }
    return free;
  }

  /** Takes an offer for use; null when it is not there any more. */
  @Nullable Open take(SimMaster.Framework framework, OfferId id) {
    Open offer = open.get(id);
    if (offer == null || offer.framework() != framework) {
      return null;
    }
    open.remove(id);
    return offer;
  }

  void filter(SimMaster.Framework framework, AgentId agent, Resources left, Duration refuse) {
    if (!refuse.isZero()) {
      framework.filters.put(
          agent, new SimMaster.Filter(left, world.time.now() + refuse.toMillis()));
    }
  }

  void decline(SimMaster.Framework framework, List<OfferId> ids, Duration refuse) {
    for (OfferId id : ids) {
      Open offer = take(framework, id);
      if (offer != null) {
        filter(framework, offer.agent(), offer.free(), refuse);
      }
    }
  }

  void withdrawAll(SimMaster.Framework framework) {
    open.values().removeIf(offer -> offer.framework() == framework);
  }

  void withdraw(AgentId agent) {
    open.values().removeIf(offer -> offer.agent().equals(agent));
  }

  /** The master takes one offer back. */
  void rescind(Dice dice) {
    if (!open.isEmpty()) {
      OfferId id = dice.pick(List.copyOf(open.keySet()));
      world.note(() -> "master: rescinds " + id);
      open.remove(id);
    }
  }

  void clear() {
    open.clear();
  }

  Set<OfferId> open() {
    return Set.copyOf(open.keySet());
  }
}
