package io.ejc.internal.match;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorId;

/** How much of the heaps of shared executors is taken by items that run in them. */
public interface HeapBook {

  /** The heap of a shared executor, in MiB. */
  long capacityMb();

  /** What running items have booked of it, in MiB. */
  long bookedMb(AgentId agent, ExecutorId executor);
}
