package io.ejc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.api.spi.EjcApplication;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The keys of what is kept and started by the clock. */
class UpkeepSettingsTest {

  private final Map<String, String> properties = new TreeMap<>();
  private List<String> problems = List.of();

  private Settings.Upkeep read() {
    EjcApplication application = new EjcApplication(UpkeepSettingsTest.class, List.of(), Map.of());
    SettingsReader reader =
        new SettingsReader(application, Sources.read(application, properties, Map.of()));
    Settings settings = reader.read();
    problems = reader.problems();
    return settings.upkeep();
  }

  @Test
  void executors_are_started_five_seconds_ahead_unless_somebody_says_otherwise() {
    assertThat(read().prewarm()).isEqualTo(Duration.ofSeconds(5));

    properties.put("ejc.executor.prewarm", "0s");
    assertThat(read().prewarm()).isZero();
    assertThat(problems).isEmpty();
  }

  @Test
  void what_is_no_duration_is_refused_and_so_is_none_where_some_is_needed() {
    properties.put("ejc.executor.prewarm", "soon");
    properties.put("ejc.executor.keepAlive", "0s");

    read();

    assertThat(problems)
        .anyMatch(problem -> problem.startsWith("ejc.executor.prewarm: soon (expected: a duration"))
        .contains("ejc.executor.keepAlive: 0s (expected: more than nothing)");
  }
}
