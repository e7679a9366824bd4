package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Carrier.Hold;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The carriers that have not ended. */
final class CarrierTable {

  /** Executors outlive their carriers; one that is forgotten is retired when it is seen. */
  private static final int RESERVED_KEPT = 10_000;

  private final Map<CarrierId, Carrier> carriers = new LinkedHashMap<>();
  private final Map<AttemptId, CarrierId> byAttempt = new HashMap<>();
  private final Map<ExecutorOnAgent, Long> heapBooked = new HashMap<>();
  private final Map<ExecutorOnAgent, Integer> occupied = new HashMap<>();
  private final Map<ExecutorOnAgent, Allocation> reserved = new LinkedHashMap<>();
  private final Map<ExecutorOnAgent, Integer> stuck = new HashMap<>();
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

  /** The carrier of an item's latest attempt; null when there is none, or it has ended. */
  @Nullable Carrier ofLatest(RunId run, Item item) {
    Attempt latest = item.latest();
    return latest == null ? null : ofAttempt(new AttemptId(run, item.number(), latest.number()));
  }

  /** Memory booked against the heap of a shared executor, in MiB. */
  long heapBooked(AgentId agent, ExecutorId executor) {
    return heapBooked.getOrDefault(new ExecutorOnAgent(agent, executor), 0L);
  }

  /** Whether an attempt runs, or may run, in an executor. */
  boolean anyIn(AgentId agent, ExecutorId executor) {
    return occupied.containsKey(new ExecutorOnAgent(agent, executor));
  }

  /** What an executor took, some of it reserved; null when nothing was, or nobody remembers. */
  @Nullable Allocation reservedBy(AgentId agent, ExecutorId executor) {
    return reserved.get(new ExecutorOnAgent(agent, executor));
  }

  private void remember(Carrier carrier) {
    remember(new ExecutorOnAgent(carrier.agent(), carrier.executor()), carrier.executorTook());
  }

  /** What an executor took, some of it reserved; nothing when none of it is. */
  void remember(ExecutorOnAgent executor, @Nullable Allocation took) {
    if (took != null) {
      reserved.put(executor, took);
      if (reserved.size() > RESERVED_KEPT) {
        reserved.remove(reserved.keySet().iterator().next());
      }
    }
  }

  void add(Carrier carrier) {
    remember(carrier);
    carriers.put(carrier.id(), carrier);
    byAttempt.put(carrier.attempt(), carrier.id());
    book(carrier, carrier.bookedHeapMb(), 1);
    Instant until = carrier.waitUntil();
    if (until != null) {
      timers.set(new Timers.Key.Patience(carrier.id()), until);
    }
  }

  /** Moves a carrier along its lifecycle and returns it as it was before. */
  Carrier move(CarrierId id, CarrierState state, @Nullable Instant until) {
    Carrier before = get(id);
    Lifecycles.CARRIER.check(before.state(), state, id);
    timers.clear(new Timers.Key.Patience(id));
    if (state == CarrierState.ENDED) {
      carriers.remove(id);
      byAttempt.remove(before.attempt());
      book(before, -before.bookedHeapMb(), -1);
    } else {
      carriers.put(id, before.in(state, until));
      if (until != null) {
        timers.set(new Timers.Key.Patience(id), until);
      }
    }
    return before;
  }

  Carrier get(CarrierId id) {
    Carrier carrier = carriers.get(id);
    if (carrier == null) {
      throw new IllegalStateException("carrier: " + id + " (expected: one that has not ended)");
    }
    return carrier;
  }

  /** Whether an attempt that does not end holds an executor up. */
  boolean isHeldUp(AgentId agent, ExecutorId executor) {
    return stuck.containsKey(new ExecutorOnAgent(agent, executor));
  }

  /** Marks a carrier as stuck, and those beside it; returns all that are marked anew. */
  List<Carrier> holdUp(Carrier cause) {
    List<Carrier> marked = new ArrayList<>();
    for (Carrier each : in(cause.agent(), cause.executor())) {
      boolean isCause = each.id().equals(cause.id());
      if (isCause || each.hold() == Hold.NONE) {
        marked.add(hold(each, isCause ? Hold.STUCK : Hold.BESIDE));
      }
    }
    return marked;
  }

  /** Takes the marks of an executor away and returns its carriers. */
  List<Carrier> free(AgentId agent, ExecutorId executor) {
    List<Carrier> all = in(agent, executor);
    all.forEach(each -> hold(each, Hold.NONE));
    return all;
  }

  private List<Carrier> in(AgentId agent, ExecutorId executor) {
    return carriers.values().stream()
        .filter(each -> each.agent().equals(agent) && each.executor().equals(executor))
        .toList();
  }

  private Carrier hold(Carrier before, Hold hold) {
    Carrier after = before.held(hold);
    carriers.put(after.id(), after);
    countStuck(after, isStuck(after) - isStuck(before));
    return after;
  }

  private static int isStuck(Carrier carrier) {
    return carrier.hold() == Hold.STUCK ? 1 : 0;
  }

  private void countStuck(Carrier carrier, int more) {
    if (more != 0) {
      stuck.merge(
          new ExecutorOnAgent(carrier.agent(), carrier.executor()),
          more,
          (before, change) -> before + change == 0 ? null : before + change);
    }
  }

  private void book(Carrier carrier, long heapMb, int tasks) {
    countStuck(carrier, isStuck(carrier) * tasks);
    ExecutorOnAgent executor = new ExecutorOnAgent(carrier.agent(), carrier.executor());
    heapBooked.merge(executor, heapMb, (booked, more) -> booked + more == 0 ? null : booked + more);
    occupied.merge(executor, tasks, (before, more) -> before + more == 0 ? null : before + more);
  }
}
