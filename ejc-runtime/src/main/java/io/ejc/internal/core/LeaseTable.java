package io.ejc.internal.core;

import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When the executors of exclusive items were last answered, by this host's clock; never stored. A
 * carrier that an earlier leader left may have been answered until this leader's own subscription.
 */
final class LeaseTable {

  private final Map<CarrierId, Instant> answered = new HashMap<>();
  private final Set<CarrierId> inherited = new HashSet<>();
  private @Nullable Instant countedSince;

  void inherit(Collection<Carrier> carriers) {
    carriers.forEach(carrier -> inherited.add(carrier.id()));
  }

  boolean isInherited(CarrierId carrier) {
    return inherited.contains(carrier);
  }

  /** Whether this leader knows since when no earlier one can have answered. */
  boolean isCounted() {
    return countedSince != null;
  }

  /** The latest instant at which it may have been answered; empty when it never was. */
  Optional<Instant> lastAnswer(CarrierId carrier, Instant now) {
    Instant own = answered.get(carrier);
    if (own != null) {
      return Optional.of(own);
    }
    if (!inherited.contains(carrier)) {
      return Optional.empty();
    }
    return Optional.of(countedSince == null ? now : countedSince);
  }

  void answered(CarrierId carrier, Instant at) {
    answered.put(carrier, at);
  }

  void countedSince(Instant since) {
    countedSince = since;
  }

  void shift(Duration by) {
    answered.replaceAll((carrier, at) -> at.plus(by));
    countedSince = countedSince == null ? null : countedSince.plus(by);
  }

  void ended(CarrierId carrier) {
    answered.remove(carrier);
    inherited.remove(carrier);
  }
}
