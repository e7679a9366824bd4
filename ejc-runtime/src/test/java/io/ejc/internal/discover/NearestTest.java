package io.ejc.internal.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  @Test
  void the_nearest_word_is_found_if_it_is_near() {
    List<String> zones = List.of("Europe/Berlin", "Europe/Bern", "Asia/Tokyo");

    assertThat(Nearest.to("europe/berln", zones)).contains("Europe/Berlin");
    assertThat(Nearest.to("Asia/Tokio", zones)).contains("Asia/Tokyo");
    assertThat(Nearest.to("Mars", zones)).isEmpty();
  }
}
