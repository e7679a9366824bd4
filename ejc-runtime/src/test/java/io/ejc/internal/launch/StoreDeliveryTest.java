package io.ejc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.LayerSource;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where executors are told to get layers, and what Mesos may show of it. */
class StoreDeliveryTest {

  private static final String HOST = "http://a:8098/layers/";
  private static final String OTHER = "http://b:8098/layers/";

  private static LaunchPlanner planner(LayerSource.Store store) {
    return new LaunchPlanner(
        new ExecutorProfile(
            "shop",
            HOST,
            "java",
            List.of(),
            "",
            100,
            512,
            256,
            new TreeMap<>(),
            new ExecutorProfile.Delivery("", "s3cret", "none", Duration.ofSeconds(5), store),
            ExecutorProfile.World.AGENT));
  }

  @Test
  void an_open_store_is_asked_first_for_everything() {
    String shared = "file:///mnt/ejc/";
    LaunchPlanner planner = planner(new LayerSource.Store(shared, ""));

    assertThat(planner.layers(List.of(OTHER, shared, HOST)).addresses())
        .containsExactly(shared, OTHER, HOST);
    assertThat(planner.ownLayers(List.of(OTHER, shared, HOST)))
        .isEqualTo(shared + " " + OTHER + " " + HOST);
    assertThat(planner.layers(List.of(OTHER, HOST)).addresses()).containsExactly(OTHER, HOST);
  }

  @Test
  void a_store_with_credentials_is_in_the_data_of_tasks_alone() {
    String store = "http://store/ejc/";
    LaunchPlanner planner = planner(new LayerSource.Store(store, "Basic aHVzaA=="));

    LayerSource told = planner.layers(List.of(OTHER, store));

    assertThat(told.addresses()).containsExactly(store, OTHER);
    assertThat(told.store().authorization()).isEqualTo("Basic aHVzaA==");
    assertThat(planner.ownLayers(List.of(OTHER, store))).isEqualTo(OTHER);
    assertThat(planner.ownLayers(List.of(store))).isEqualTo(HOST);
    assertThat(told + " " + told.store() + planner.profile()).doesNotContain("aHVzaA", "s3cret");
  }

  @Test
  void the_boot_is_not_sent_to_a_store_that_speaks_tls() {
    String store = "https://store/ejc/";
    LaunchPlanner planner = planner(new LayerSource.Store(store, ""));

    assertThat(planner.ownLayers(List.of(store, OTHER))).isEqualTo(OTHER);
    assertThat(planner.layers(List.of(OTHER, store)).addresses()).containsExactly(store, OTHER);
  }
}
