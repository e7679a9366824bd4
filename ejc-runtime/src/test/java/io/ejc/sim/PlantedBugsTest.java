package io.ejc.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The simulation can fail: it finds every bug that is planted, within a stated number of seeds. */
class PlantedBugsTest {

  private static final QuietLog LOG = new QuietLog();

  @BeforeAll
  static void quiet() {
    LOG.off();
  }

  @AfterAll
  static void loud() {
    LOG.on();
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void every_planted_bug_is_found() {
    Map<Planted, Long> found = new EnumMap<>(Planted.class);
    List<Planted> all = List.of(Planted.values());
    Map<Planted, Long> seeds =
        all.parallelStream()
            .collect(Collectors.toMap(bug -> bug, PlantedBugsTest::seedsUntilFound));
    seeds.forEach(
        (bug, needed) -> {
          if (needed <= bug.seeds()) {
            found.put(bug, needed);
          }
        });
    long worst = found.values().stream().mapToLong(Long::longValue).max().orElse(0);
    System.out.printf(
        Locale.ROOT,
        "planted: found=%d/%d worst_seeds=%d %s%n",
        found.size(),
        all.size(),
        worst,
        found);
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(all);
  }

  /** How many seeds it takes; a seed that fails without the bug as well does not count. */
  private static long seedsUntilFound(Planted bug) {
    for (long seed = 1; seed <= bug.seeds(); seed++) {
      SimOptions options = bug.options(seed);
      if (Simulation.run(options.with(bug)).failed() && !Simulation.run(options).failed()) {
        return seed;
      }
    }
    return Long.MAX_VALUE;
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void a_failing_history_is_shrunk_and_printed() {
    SimOptions options = SimOptions.harsh(2).with(Planted.TOKEN_PER_RUN);
    Simulation.Result first = Simulation.run(options);

    SimOptions shrunk = Shrinker.shrunk(options);
    String report = Shrinker.report(options);

    assertThat(first.failed()).isTrue();
    assertThat(shrunk.faults()).hasSizeLessThan(options.faults().size());
    assertThat(report)
        .contains("seed 2 breaks a promise", "-Dejc.sim.seed=2", " hears ", " sends ", "BROKEN");
  }

  @Test
  void the_same_seed_tells_the_same_story() {
    SimOptions options = SimOptions.harsh(7);

    List<String> once = Simulation.run(options, true).script();
    List<String> again = Simulation.run(options, true).script();

    assertThat(once).isEqualTo(again).hasSizeGreaterThan(100);
  }

  @Test
  void every_fault_is_part_of_some_seed() {
    assertThat(
            java.util.stream.LongStream.rangeClosed(1, 50)
                .mapToObj(SimOptions::of)
                .flatMap(options -> options.faults().stream())
                .distinct())
        .containsAll(Arrays.asList(Fault.values()));
  }
}
