package io.ejc.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as it stands now.
 *
 * @param id the run's id
 * @param jobName its job
 * @param manual whether it was triggered by hand, not by the schedule
 * @param scheduledInstant the instant for which it was due
 * @param createdAt when the scheduler recorded it
 * @param endedAt when its last item ended; empty while it is active
 * @param state how it stands
 * @param jobParameter what its items are given: the parameter of its trigger, or the job's
 * @param items its items, in order
 */
public record RunView(
    String id,
    String jobName,
    boolean manual,
    Instant scheduledInstant,
    Instant createdAt,
    Optional<Instant> endedAt,
    RunState state,
    String jobParameter,
    List<ItemView> items) {

  /** Copies the list. */
  public RunView {
    items = List.copyOf(items);
  }
}
