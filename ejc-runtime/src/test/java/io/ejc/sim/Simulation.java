package io.ejc.sim;

import io.ejc.sim.SimHost.Term;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one seed: chaos first, and then a calm in which everything due must finish. */
final class Simulation {

  private static final long CALM_STEP_MILLIS = 1_000;
  private static final long CALM_MILLIS = 3 * 3_600_000L;

  /**
   * What came of it.
   *
   * @param options what was run
   * @param events how much happened
   * @param violation the promise that was broken, if one was
   * @param script what happened, if it was asked for
   */
  record Result(
      SimOptions options, long events, @Nullable Violation violation, List<String> script) {

    boolean failed() {
      return violation != null;
    }
  }

  private Simulation() {}

  static Result run(SimOptions options) {
    return run(options, false);
  }

  static Result run(SimOptions options, boolean scripted) {
    World world = new World(options, scripted);
    Violation violation = null;
    try {
      world.time.runUntil(options.chaosMillis());
      calm(world);
    } catch (Violation broken) {
      violation = broken;
    } catch (RuntimeException e) {
      violation = new Violation("exceptions", e.toString(), e);
    }
    return new Result(options, world.time.events(), violation, world.script());
  }

  /** What is to stay on agents is there again, before it is ended. */
  private static void awaitDaemons(World world) {
    long until = world.time.now() + CALM_MILLIS;
    String absent = absent(world);
    while (!absent.isEmpty() && world.time.now() < until) {
      world.time.runUntil(world.time.now() + CALM_STEP_MILLIS);
      absent = absent(world);
    }
    if (!absent.isEmpty()) {
      throw new Violation("calm", "not there after hours of calm: " + absent);
    }
  }

  /** What is not there, or not as it is to be. */
  private static String absent(World world) {
    String daemons = world.daemons.absent(world.judge.stored());
    return daemons.isEmpty() ? world.registry.unlike(world.judge.stored()) : daemons;
  }

  private static void calm(World world) {
    world.note(() -> "calm");
    world.calmDown();
    for (SimHost host : world.hosts) {
      host.clockOffset = 0;
      host.clockStepped();
      world.election.start(host);
    }
    awaitDaemons(world);
    world.operators.letAllEnd();
    long until = world.time.now() + CALM_MILLIS;
    world.time.runUntil(world.time.now() + 10 * CALM_STEP_MILLIS);
    String unquiet = world.judge.unquiet();
    while (!unquiet.isEmpty() && world.time.now() < until) {
      world.time.runUntil(world.time.now() + CALM_STEP_MILLIS);
      unquiet = world.judge.unquiet();
    }
    if (!unquiet.isEmpty()) {
      throw new Violation("calm", "not finished after hours of calm: " + unquiet);
    }
    for (SimHost host : world.hosts) {
      Term term = host.term();
      if (term != null && term.isReady() && host == world.election.leader()) {
        term.shadow().requireRestorable();
      }
    }
  }
}
