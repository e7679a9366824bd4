package io.ejc.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who leads: one host at a time, though a deposed one may not know yet. */
final class Election {

  private final World world;
  private final Dice dice;
  private @Nullable SimHost leader;
  private int round;

  Election(World world) {
    this.world = world;
    this.dice = world.dice("election");
  }

  @Nullable SimHost leader() {
    return leader;
  }

  void start(SimHost host) {
    host.start();
  }

  /** A host stands for leadership. */
  void stands() {
    if (leader == null) {
      electSoon(dice.between(1, 500));
    }
  }

  /** It leads no more, because it must not. */
  void withdrawn(SimHost host) {
    if (leader == host) {
      leader = null;
      electSoon(dice.between(1, 500));
    }
  }

  /** Its session runs out some time later. */
  void crashed(SimHost host) {
    if (leader == host) {
      leader = null;
      electSoon(dice.between(500, 8_000));
    }
  }

  private void electSoon(long millis) {
    int mine = ++round;
    world.time.in(
        millis,
        () -> {
          if (mine == round && leader == null) {
            elect(null);
          }
        });
  }

  private void elect(@Nullable SimHost except) {
    List<SimHost> standing =
        world.hosts.stream().filter(host -> host.stands() && host != except).toList();
    if (!standing.isEmpty()) {
      SimHost elected = dice.pick(standing);
      leader = elected;
      elected.elected();
    }
  }

  /** The leader's session is lost, which it hears later than the host that is elected. */
  void rival() {
    SimHost old = leader;
    if (old == null || !old.isAlive()) {
      return;
    }
    leader = null;
    elect(old);
    if (leader == null) {
      electSoon(dice.between(2_000, 8_000));
    }
    world.time.in(
        dice.between(0, 8_000),
        () -> {
          if (leader != old && old.isAlive() && old.leads()) {
            old.deposed();
          }
        });
  }
}
