package io.ejc.internal.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.localcluster.Ranges.Span;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantitiesTest {

  @Test
  void tenths_add_up_exactly() {
    Quantities tenth = Quantities.scalar("cpus", 100);
    Quantities sum = Quantities.NONE;
    for (int i = 0; i < 10; i++) {
      sum = sum.plus(tenth);
    }
    assertThat(sum).isEqualTo(Quantities.scalar("cpus", 1000));
    assertThat(sum.minus(Quantities.scalar("cpus", 1000)).isEmpty()).isTrue();
  }

  @Test
  void more_than_there_is_cannot_be_taken() {
    assertThatThrownBy(() -> Quantities.scalar("mem", 1).minus(Quantities.scalar("mem", 2)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void ranges_split_and_merge_again() {
    Ranges all = Ranges.of(List.of(new Span(31000, 31999)));
    Ranges some = Ranges.of(List.of(new Span(31005, 31006), new Span(31000, 31000)));
    Ranges rest = all.minus(some);
    assertThat(rest.toString()).isEqualTo("[31001-31004, 31007-31999]");
    assertThat(rest.contains(some)).isFalse();
    assertThat(rest.plus(some)).isEqualTo(all);
  }

  @Test
  void the_dominant_share_is_the_largest() {
    Quantities total = Quantities.scalar("cpus", 4000).plus(Quantities.scalar("mem", 8000));
    Quantities used = Quantities.scalar("cpus", 1000).plus(Quantities.scalar("mem", 6000));
    assertThat(used.dominantShare(total)).isEqualTo(0.75);
  }

  @Test
  void amounts_and_durations_read_as_in_mesos() {
    Quantities needs = Quantities.scalar("mem", 32_000).plus(Quantities.scalar("cpus", 100_500));
    assertThat(needs.describe("*")).isEqualTo("cpus(allocated: *):100.5; mem(allocated: *):32");
    assertThat(MesosDuration.text(Duration.ofSeconds(8))).isEqualTo("8secs");
    assertThat(MesosDuration.text(Duration.ofMinutes(1))).isEqualTo("1mins");
    assertThat(MesosDuration.text(Duration.ofMillis(1500))).isEqualTo("1.5secs");
  }
}
