package io.ejc.internal.match;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.ExecutorKind;
import io.ejc.internal.model.Offer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What matching must know beside items and offers: what runs already, and the time. */
public interface Surroundings {

  /** The instant at which offers are looked at. */
  Instant now();

  /**
   * What the shared executor of this kind that runs on an offer's agent took; empty when none does.
   */
  Optional<Allocation> warm(Offer offer, ExecutorKind kind);

  /**
   * The CPUs, in thousandths, that shared executors on an offer's agent take besides their items:
   * where one is ready is no worse a place for it.
   */
  long executorCpuMillis(Offer offer);

  /** The heap of a shared executor, in MiB. */
  long heapMb();

  /**
   * What running items have booked of the heap of the executor of this kind that took this, in MiB.
   */
  long bookedMb(AgentId agent, Allocation executor, ExecutorKind kind);

  /** Where the running items of a group are, in the fields that their rules count. */
  List<Map<String, String>> running(String group);
}
