package io.ejc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.ExecutorOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExecutorProfileTest {

  private static final ExecutorOptions OWN =
      new ExecutorOptions(
          "java21", List.of("-Dlast"), new TreeMap<>(Map.of("A", "job's", "B", "2")), "own:1");

  private static ExecutorProfile profile(boolean containers) {
    return new ExecutorProfile(
        "shop",
        "",
        "java",
        List.of("-Dfirst"),
        "",
        100,
        512,
        256,
        new TreeMap<>(),
        ExecutorProfile.Delivery.NONE,
        new ExecutorProfile.World(
            new TreeMap<>(Map.of("A", "application's", "C", "3")), "all:1", containers));
  }

  @Test
  void what_a_job_asks_comes_over_what_the_application_says() {
    ExecutorProfile own = profile(true).with(OWN);

    assertThat(own.java()).isEqualTo("java21");
    assertThat(own.jvmOptions()).containsExactly("-Dfirst", "-Dlast");
    assertThat(own.world().environment())
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "job's", "B", "2", "C", "3"));
    assertThat(own.world().image()).isEqualTo("own:1");
  }

  @Test
  void what_it_does_not_ask_stays() {
    ExecutorOptions one = new ExecutorOptions("", List.of("-Dx"), new TreeMap<>(), "");

    assertThat(profile(true).with(one).java()).isEqualTo("java");
    assertThat(profile(true).with(one).world().image()).isEqualTo("all:1");
    assertThat(profile(true).with(ExecutorOptions.NONE)).isEqualTo(profile(true));
  }

  @Test
  void where_agents_start_no_containers_nobody_gets_an_image() {
    assertThat(profile(false).world().image()).isEmpty();
    assertThat(profile(false).with(OWN).world().image()).isEmpty();
  }
}
