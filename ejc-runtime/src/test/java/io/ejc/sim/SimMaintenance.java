package io.ejc.sim;

import io.ejc.internal.core.Event;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.InverseOffer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Unavailability;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators announce that agents go away, and the master asks whether they may. */
final class SimMaintenance {

  /** So long something may have been on its way. */
  private static final long NEWS_MILLIS = 6_000;

  private final World world;
  private final Map<AgentId, Unavailability> announced = new LinkedHashMap<>();
  private final Map<OfferId, AgentId> asked = new LinkedHashMap<>();
  private int count;

  SimMaintenance(World world) {
    this.world = world;
  }

  Optional<Unavailability> of(AgentId agent) {
    return Optional.ofNullable(announced.get(agent));
  }

  /** Whether it is the announced time by every clock, and by what was said on the way. */
  boolean surelyAway(Unavailability times) {
    Instant early = world.instant(world.time.now() - Judge.CLOCK_OFFSET_MAX - NEWS_MILLIS);
    Instant late = world.instant(world.time.now() + Judge.CLOCK_OFFSET_MAX);
    boolean over =
        times.duration().map(lasts -> !times.start().plus(lasts).isAfter(late)).orElse(false);
    return !times.start().isAfter(early) && !over;
  }

  /** The agent that a question is about. */
  Optional<AgentId> askedFor(OfferId question) {
    return Optional.ofNullable(asked.get(question));
  }

  /** An agent is announced to be away, until the announcement is withdrawn. */
  void announce(SimAgent agent, Dice dice) {
    long start = world.time.now() + dice.between(-5_000, 60_000);
    Optional<Duration> lasts =
        dice.chance(0.5) ? Optional.of(Duration.ofSeconds(dice.between(5, 60))) : Optional.empty();
    Unavailability away = new Unavailability(world.instant(start), lasts);
    announced.put(agent.id, away);
    world.note(() -> "agent " + agent.id + " is announced to be away: " + away);
    world.master.offers().withdraw(agent.id);
    ask(agent, away);
    world.time.in(
        dice.between(10_000, 90_000),
        () -> {
          if (announced.remove(agent.id, away)) {
            world.master.offers().withdraw(agent.id);
          }
        });
  }

  private void ask(SimAgent agent, Unavailability away) {
    for (SimMaster.Framework framework : world.master.frameworks.values()) {
      SimStream stream = framework.stream;
      if (stream != null && world.master.slots.containsKey(agent.id)) {
        OfferId id = new OfferId("i" + ++count);
        asked.put(id, agent.id);
        stream.down(
            new Event.InverseOffersArrived(
                stream.session, List.of(new InverseOffer(id, Optional.of(agent.id), away))));
      }
    }
  }
}
