package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * People who do not like the latest version: they start a host with an earlier one, go back to it,
 * and let the latest count again. What they chose counts as long as a host carries it.
 */
final class SimRollBacks {

  private final World world;
  private final Dice dice;
  private final Map<DeploymentId, Deployment> made = new LinkedHashMap<>();
  private final Map<String, Deployment> kept = new LinkedHashMap<>();
  private final Set<DeploymentId> mayBeChosen = new HashSet<>();
  private boolean mayBeForgotten;
  private int asked;

  SimRollBacks(World world) {
    this.world = world;
    this.dice = world.dice("roll-backs");
  }

  /** What a host that starts now carries. */
  Deployment deployment(SimHost host) {
    Deployment carried = kept.getOrDefault(host.name, world.operators.deployment());
    made.putIfAbsent(carried.id(), carried);
    return carried;
  }

  /** There is a new version, with which every host is to start. */
  void deployed() {
    kept.clear();
  }

  void operate() {
    List<Deployment> earlier = List.copyOf(made.values());
    if (dice.chance(0.3)) {
      forward();
      return;
    }
    Deployment wanted = dice.pick(earlier);
    SimHost host = dice.pick(world.hosts);
    kept.put(host.name, wanted);
    world.note(() -> host.name + " is to carry " + wanted.id());
    host.crash("for an earlier version");
    world.time.in(dice.between(50, 3_000), () -> world.election.start(host));
    world.time.in(dice.between(1_000, 20_000), () -> back(wanted));
  }

  private void back(Deployment wanted) {
    if (world.isCalm()) {
      return;
    }
    Optional<String> bundle =
        dice.chance(0.5) ? Optional.empty() : Optional.of(wanted.bundle().id().value());
    made.values().stream()
        .filter(one -> bundle.isEmpty() || one.bundle().id().value().startsWith(bundle.get()))
        .forEach(one -> mayBeChosen.add(one.id()));
    ask(
        new Answered() {
          @Override
          public Event event(String request) {
            return new Event.RollBackRequested(request, bundle);
          }

          @Override
          public boolean isIn(Deployed stored) {
            return isChosen(stored) && mayBeChosen.contains(stored.id());
          }
        });
  }

  /** The latest counts again, in the calm too. */
  void forward() {
    mayBeForgotten = true;
    ask(
        new Answered() {
          @Override
          public Event event(String request) {
            return new Event.RollForwardRequested(request);
          }

          @Override
          public boolean isIn(Deployed stored) {
            return stored.chosen() == null;
          }
        });
  }

  /** A wish, and what is stored when it is answered. */
  private interface Answered {
    Event event(String request);

    boolean isIn(Deployed stored);
  }

  private void ask(Answered wish) {
    int mine = ++asked;
    world.operators.ask(
        wish::event,
        result -> {
          Deployed stored = world.judge.stored().deployed();
          boolean done = result instanceof Call.Result.Done && stored != null;
          if (done && asked == mine && !wish.isIn(stored)) {
            throw new Violation("answers", "Done, and stored is " + stored);
          }
        });
  }

  /** What is chosen was asked for. */
  void stored(Deployed before, Deployed after) {
    DeploymentId chosen = after.chosen();
    boolean same = Optional.ofNullable(chosen).equals(Optional.ofNullable(before.chosen()));
    boolean asForAsked = chosen == null ? mayBeForgotten : mayBeChosen.contains(chosen);
    if (!same && !asForAsked) {
      throw new Violation("deployments", after + " (expected: what somebody asked for)");
    }
  }

  /** Whether somebody chose what is current. */
  static boolean isChosen(@Nullable Deployed deployed) {
    return deployed != null && deployed.id().equals(deployed.chosen());
  }
}
