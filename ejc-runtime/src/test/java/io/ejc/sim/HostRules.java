package io.ejc.sim;

import io.ejc.internal.engine.ClockWatch;
import io.ejc.internal.engine.Clocks;
import io.ejc.internal.model.Deployed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a host may do depends on its clock, and what is deployed on the hosts that live. */
final class HostRules {

  /** So long after its start every leader has heard of a host, and has stored what follows. */
  private static final long HEARD_OF_MILLIS = 12_000;

  private final World world;

  HostRules(World world) {
    this.world = world;
  }

  /** What the host itself does about its clock. */
  static ClockWatch watch(World world, SimHost host) {
    boolean trusted = world.planted(Planted.SKEW_IGNORED);
    return new ClockWatch(
        new Clocks(
            host::clock,
            () -> world.time.now() * 1_000_000,
            () -> trusted ? host.clock() : world.instant(world.time.now()),
            World.MAX_SKEW));
  }

  /** A host stores something: it decided about that by its clock. */
  void stored(SimHost host) {
    SimHost.Term term = host.term();
    if (term == null || !term.isReady()) {
      return;
    }
    Shadow shadow = term.shadow();
    Duration off = Duration.between(shadow.turnTruth(), shadow.turnInstant()).abs();
    if (off.compareTo(World.MAX_SKEW) > 0) {
      throw new Violation(
          "clock", host.name + " settles with a clock that is off by " + off.toMillis() + " ms");
    }
  }

  /**
   * The current deployment may have changed: to an older one only when no host carries the newer,
   * unless somebody chose it; from the chosen one only when no host carries that.
   */
  void deployed(@Nullable Deployed before, @Nullable Deployed after) {
    if (before == null || after == null) {
      return;
    }
    world.rollBacks.stored(before, after);
    boolean later = version(after) > version(before);
    boolean rightly =
        SimRollBacks.isChosen(after) || (later && !before.id().equals(after.chosen()));
    if (after.id().equals(before.id()) || rightly) {
      return;
    }
    for (SimHost host : world.hosts) {
      if (host.aliveFor() > HEARD_OF_MILLIS && host.deployment().id().equals(before.id())) {
        throw new Violation(
            "deployments",
            after.id() + " takes over, while " + host.name + " lives with " + before.id());
      }
    }
  }

  /** In the calm the latest deployment that a host carries is the current one. */
  String unquiet(@Nullable Deployed current) {
    for (SimHost host : world.hosts) {
      if (host.isAlive() && current != null && !host.deployment().id().equals(current.id())) {
        return host.name + " carries " + host.deployment().id() + ", current is " + current.id();
      }
    }
    return "";
  }

  private static int version(Deployed deployed) {
    return Integer.parseInt(deployed.id().value().substring(1));
  }
}
