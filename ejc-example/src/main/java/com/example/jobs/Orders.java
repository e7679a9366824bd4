package com.example.jobs;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The shop's orders. They are made up, and the same for the same city and instant on every agent.
 */
final class Orders {

  /**
   * An order.
   *
   * @param number its number
   * @param amount what was paid, in CNY
   */
  record Order(String number, BigDecimal amount) {}

  /** What was paid in a city in the time before an instant. */
  List<Order> paid(@Nullable String city, Instant until) {
    Random random = new Random(Objects.hash(city, until));
    return IntStream.range(0, 5 + random.nextInt(20))
        .mapToObj(i -> new Order(city + "-" + i, BigDecimal.valueOf(random.nextInt(1_000_00), 2)))
        .toList();
  }
}
