package io.ejc.sim;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A seeded source of choices. Each purpose has its own, so that switching one fault off leaves the
 * choices of the others as they were.
 */
final class Dice {

  private final SplittableRandom random;

  Dice(long seed, String purpose) {
    random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + purpose.hashCode());
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A number between two, both included. */
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  <T> T pick(List<T> from) {
    return from.get((int) between(0, from.size() - 1));
  }

  /** The pause to the next of events that come at random, so often on average. */
  long pause(double meanMillis) {
    return 1 + (long) (-Math.log(1 - random.nextDouble()) * meanMillis);
  }

  double fraction() {
    return random.nextDouble();
  }
}
