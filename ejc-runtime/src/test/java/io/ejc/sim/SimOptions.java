package io.ejc.sim;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * All that a simulation depends on.
 *
 * @param seed of every choice
 * @param faults what may go wrong
 * @param chaosMillis for how long it may, in virtual time
 * @param planted a bug that is planted, if any
 */
record SimOptions(long seed, Set<Fault> faults, long chaosMillis, Optional<Planted> planted) {

  private static final long CHAOS_MILLIS = 120_000;

  /** What a seed means: some faults, so that each also meets quiet surroundings. */
  static SimOptions of(long seed) {
    Dice dice = new Dice(seed, "faults");
    EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
    double share = dice.pick(java.util.List.of(0.2, 0.4, 0.6, 0.9));
    for (Fault fault : Fault.values()) {
      if (dice.chance(share)) {
        faults.add(fault);
      }
    }
    return new SimOptions(seed, faults, CHAOS_MILLIS, Optional.empty());
  }

  /** Almost every fault at once: for bugs that need several. */
  static SimOptions harsh(long seed) {
    Dice dice = new Dice(seed, "harsh");
    EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
    for (Fault fault : Fault.values()) {
      if (dice.chance(0.9)) {
        faults.add(fault);
      }
    }
    return new SimOptions(seed, faults, CHAOS_MILLIS, Optional.empty());
  }

  /** What endangers leases, and little else that would end the items before. */
  static SimOptions leases(long seed) {
    return new SimOptions(
        seed,
        EnumSet.of(
            Fault.PARTITION,
            Fault.RIVAL,
            Fault.CLOCK_STEP,
            Fault.SLOW_NETWORK,
            Fault.JOB_LONG,
            Fault.JOB_STUBBORN,
            Fault.TRIGGER,
            Fault.BAD_MESSAGES),
        CHAOS_MILLIS,
        Optional.empty());
  }

  SimOptions without(Fault fault) {
    EnumSet<Fault> fewer = EnumSet.noneOf(Fault.class);
    faults.stream().filter(other -> other != fault).forEach(fewer::add);
    return new SimOptions(seed, fewer, chaosMillis, planted);
  }

  SimOptions lasting(long millis) {
    return new SimOptions(seed, faults, millis, planted);
  }

  SimOptions with(Planted bug) {
    return new SimOptions(seed, faults, chaosMillis, Optional.of(bug));
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }
}
