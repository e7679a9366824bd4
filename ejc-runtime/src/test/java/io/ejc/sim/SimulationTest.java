package io.ejc.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many seeds, no violation. {@code -Dejc.sim.seeds=N} runs as many as asked, {@code
 * -Dejc.sim.seed=N} replays one. docs/simulation.md says what is simulated.
 */
class SimulationTest {

  private static final QuietLog LOG = new QuietLog();
  private static final long SEEDS = Long.getLong("ejc.sim.seeds", 120);
  private static final long SEED = Long.getLong("ejc.sim.seed", -1);

  @BeforeAll
  static void quiet() {
    LOG.off();
  }

  @AfterAll
  static void loud() {
    LOG.on();
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void no_seed_breaks_a_promise() {
    long first = SEED >= 0 ? SEED : 1;
    long last = SEED >= 0 ? SEED : SEEDS;
    AtomicLong events = new AtomicLong();
    long began = System.nanoTime();
    long[] broken =
        LongStream.rangeClosed(first, last)
            .parallel()
            .filter(seed -> isBroken(SimOptions.of(seed), events))
            .toArray();
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "simulation: seeds=%d events=%d violations=%d events_per_s=%.0f%n",
        last - first + 1,
        events.get(),
        broken.length,
        events.get() / seconds);
    assertThat(broken.length == 0 ? "" : Shrinker.report(SimOptions.of(broken[0]))).isEmpty();
  }

  private static boolean isBroken(SimOptions options, AtomicLong events) {
    Simulation.Result result = Simulation.run(options);
    events.addAndGet(result.events());
    return result.failed();
  }
}
