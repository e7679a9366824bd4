package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.ExecutorId;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The carriers that have not ended. */
final class CarrierTable {

  private final Map<CarrierId, Carrier> carriers = new LinkedHashMap<>();
  private final Map<AttemptId, CarrierId> byAttempt = new HashMap<>();
  private final Map<ExecutorOnAgent, Long> heapBooked = new HashMap<>();
  private final Timers timers;

  record ExecutorOnAgent(AgentId agent, ExecutorId executor) {}

  CarrierTable(Timers timers) {
    this.timers = timers;
  }

  Collection<Carrier> all() {
    return Collections.unmodifiableCollection(carriers.values());
  }

  @Nullable Carrier find(CarrierId id) {
    return carriers.get(id);
  }

  @Nullable Carrier ofAttempt(AttemptId attempt) {
    CarrierId id = byAttempt.get(attempt);
    return id == null ? null : carriers.get(id);
  }

  /** Memory booked against the heap of a shared executor, in MiB. */
  long heapBooked(AgentId agent, ExecutorId executor) {
    return heapBooked.getOrDefault(new ExecutorOnAgent(agent, executor), 0L);
  }

  void add(Carrier carrier) {
    carriers.put(carrier.id(), carrier);
    byAttempt.put(carrier.attempt(), carrier.id());
    book(carrier, carrier.bookedHeapMb());
    Instant until = carrier.waitUntil();
    if (until != null) {
      timers.set(new Timers.Key.Patience(carrier.id()), until);
    }
  }

  /** Moves a carrier along its lifecycle and returns it as it was before. */
  Carrier move(CarrierId id, CarrierState state, @Nullable Instant until) {
    Carrier before = carriers.get(id);
    if (before == null) {
      throw new IllegalStateException("carrier: " + id + " (expected: one that has not ended)");
    }
    Lifecycles.CARRIER.check(before.state(), state, id);
    timers.clear(new Timers.Key.Patience(id));
    if (state == CarrierState.ENDED) {
      carriers.remove(id);
      byAttempt.remove(before.attempt());
      book(before, -before.bookedHeapMb());
    } else {
      carriers.put(id, before.in(state, until));
      if (until != null) {
        timers.set(new Timers.Key.Patience(id), until);
      }
    }
    return before;
  }

  private void book(Carrier carrier, long heapMb) {
    heapBooked.merge(
        new ExecutorOnAgent(carrier.agent(), carrier.executor()),
        heapMb,
        (booked, more) -> booked + more == 0 ? null : booked + more);
  }
}
