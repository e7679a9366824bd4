package io.ejc.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The lease of an attempt, as an executor that obeys it keeps it: it runs from the question that
 * was answered. The executor's clock may be a little slow.
 */
final class SimLease {

  private static final double SLOWEST = 1.047;
  private static final long HALT_MAX = 400;
  private static final long FIRST_ANSWER_MAX = 600_000;

  private final World world;
  private final SimAgent agent;
  private final SimExecutor executor;
  private final SimTask task;
  private final Dice dice;
  private final long length;
  private final long endGrace;
  private final Map<String, Long> questions = new HashMap<>();
  private final long began;
  private long heldUntil = -1;
  private int unanswered;
  private int planned;

  SimLease(World world, SimAgent agent, SimExecutor executor, SimTask task) {
    this.world = world;
    this.agent = agent;
    this.executor = executor;
    this.task = task;
    this.dice = world.dice("leases");
    this.began = world.time.now();
    double slow = 1 + dice.fraction() * (SLOWEST - 1);
    long written = task.launch.payload().lease().toMillis();
    this.length = (long) (written * slow);
    this.endGrace = Math.min(task.launch.killGrace().toMillis(), written / 4);
  }

  /** Asks, and again until the attempt has ended. */
  void ask() {
    if (executor.isDead() || task.ended()) {
      return;
    }
    if (heldUntil < 0 && world.time.now() - began > FIRST_ANSWER_MAX) {
      executor.giveUp(task);
      return;
    }
    String nonce = world.uuid();
    questions.put(nonce, world.time.now());
    SimMessages.toScheduler(world, agent, task, nonce);
    long pause = Math.min(length / 12, 500L << Math.min(unanswered, 6));
    unanswered++;
    askIn(pause);
  }

  private void askIn(long pause) {
    int mine = ++planned;
    world.time.in(
        pause,
        () -> {
          if (planned == mine) {
            ask();
          }
        });
  }

  void granted(String nonce) {
    Long asked = questions.remove(nonce);
    if (asked == null || executor.isDead()) {
      return;
    }
    long from = world.planted(Planted.LEASE_FROM_ANSWER) ? world.time.now() : asked;
    if (from + length <= heldUntil) {
      return;
    }
    heldUntil = from + length;
    unanswered = 0;
    askIn(length / 4);
    if (heldUntil > world.time.now()) {
      executor.beginWork(task);
    }
    long until = heldUntil;
    world.time.at(until - endGrace, () -> endsSoon(until));
    world.time.at(until, () -> isOver(until));
  }

  private void endsSoon(long until) {
    if (heldUntil == until && task.runs()) {
      task.mark(SimTask.Mark.LEASE_ENDING);
      executor.cancel(task);
    }
  }

  private void isOver(long until) {
    if (heldUntil == until && task.runs()) {
      world.note(() -> "the lease of " + Objects.requireNonNull(task.entry) + " is over");
      world.time.in(dice.between(0, HALT_MAX), () -> executor.exitWith(task, 17 << 8));
    }
  }
}
