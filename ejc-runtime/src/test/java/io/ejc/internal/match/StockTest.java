package io.ejc.internal.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.Portion;
import io.ejc.internal.model.Ports;
import io.ejc.internal.model.Reservation;
import io.ejc.internal.model.Resources;
import java.util.List;
import org.junit.jupiter.api.Test;

class StockTest {

  private static final Reservation KEPT = new Reservation("web", "d29yZHM=");

  @Test
  void reserved_resources_are_used_before_others_and_are_filled_up_with_them() {
    Stock stock = new Stock("web");
    stock.add(
        new Allocation(
            "web",
            List.of(
                new Portion(
                    Reservation.NONE, new Resources(4_000, 1_000, 10, 1), ports(31_000, 31_009)),
                new Portion(KEPT, new Resources(1_000, 300, 0, 0), ports(80, 81)))));

    Allocation taken = stock.take(new Resources(1_500, 200, 5, 0), 3);

    assertThat(taken.portions())
        .containsExactly(
            new Portion(KEPT, new Resources(1_000, 200, 0, 0), ports(80, 81)),
            new Portion(Reservation.NONE, new Resources(500, 0, 5, 0), ports(31_000, 31_000)));
    assertThat(taken.amounts()).isEqualTo(new Resources(1_500, 200, 5, 0));
    assertThat(taken.ports()).containsExactly(80, 81, 31_000);
    assertThat(stock.left().portions())
        .containsExactly(
            new Portion(KEPT, new Resources(0, 100, 0, 0), Ports.NONE),
            new Portion(
                Reservation.NONE, new Resources(3_500, 1_000, 5, 1), ports(31_001, 31_009)));
    assertThat(stock.free()).isEqualTo(stock.left().amounts());
    assertThat(stock.ports()).isEqualTo(9);
  }

  private static Ports ports(int from, int to) {
    return new Ports(List.of(new Ports.Range(from, to)));
  }
}
