package io.ejc.sim;

import java.util.Locale;
import java.util.Objects;

/** Looks for the shortest history that breaks the same promise, and prints it. */
final class Shrinker {

  private static final int LINES_MAX = 400;

  private Shrinker() {}

  /** The smallest options found that break the same rule, always the same for the same options. */
  static SimOptions shrunk(SimOptions failing) {
    Simulation.Result best = Simulation.run(failing);
    if (!best.failed()) {
      throw new IllegalStateException(failing + " (expected: options that fail, every time)");
    }
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (Fault fault : Fault.values()) {
        if (best.options().has(fault)) {
          Simulation.Result tried = Simulation.run(best.options().without(fault));
          if (same(best, tried)) {
            best = tried;
            smaller = true;
          }
        }
      }
    }
    return shorter(best).options();
  }

  private static Simulation.Result shorter(Simulation.Result of) {
    Simulation.Result best = of;
    for (long step = of.options().chaosMillis() / 2; step >= 1_000; step /= 2) {
      long millis = best.options().chaosMillis() - step;
      if (millis > 0) {
        Simulation.Result tried = Simulation.run(best.options().lasting(millis));
        best = same(best, tried) ? tried : best;
      }
    }
    return best;
  }

  private static boolean same(Simulation.Result one, Simulation.Result other) {
    return other.violation() != null
        && Objects.requireNonNull(one.violation()).rule().equals(other.violation().rule());
  }

  /** A script for people: the seed, the options, what happened, and what was broken. */
  static String report(SimOptions failing) {
    Simulation.Result result = Simulation.run(shrunk(failing), true);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "seed %d breaks a promise after %d events; replay it with -Dejc.sim.seed=%d%n"
                + "shrunk to faults %s and %d ms of chaos%n",
            failing.seed(),
            result.events(),
            failing.seed(),
            result.options().faults(),
            result.options().chaosMillis()));
    int from = Math.max(0, result.script().size() - LINES_MAX);
    if (from > 0) {
      text.append(from).append(" lines before\n");
    }
    result.script().subList(from, result.script().size()).forEach(l -> text.append(l).append('\n'));
    Violation violation = Objects.requireNonNull(result.violation());
    text.append("BROKEN ").append(violation.getMessage()).append('\n');
    for (Throwable cause = violation.getCause(); cause != null; cause = cause.getCause()) {
      text.append(cause).append('\n');
      for (int i = 0; i < Math.min(12, cause.getStackTrace().length); i++) {
        text.append("    at ").append(cause.getStackTrace()[i]).append('\n');
      }
    }
    return text.toString();
  }
}
