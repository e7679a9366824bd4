package io.ejc.internal.core;

import io.ejc.internal.core.StoredState.SetAside;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Origin;
import io.ejc.internal.model.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is stored and cannot be read, and what must not be done because of it. */
final class SetAsides {

  private final List<SetAside> asides = new ArrayList<>();

  void add(SetAside aside) {
    asides.add(aside);
  }

  List<SetAside> all() {
    return List.copyOf(asides);
  }

  /** Whether a job is stored and cannot be read: its numbers are not known. */
  boolean holds(JobName job) {
    return asides.stream().anyMatch(aside -> aside.job().equals(Optional.of(job)));
  }

  /** Whether what was decided about a job at run time is stored and cannot be read. */
  boolean holdsOverride(JobName job) {
    return asides.stream().anyMatch(aside -> aside.record().equals("overrides/" + job));
  }

  /** Whether a run is stored and cannot be read: nothing may be written in its place. */
  boolean holds(RunId run) {
    return asides.stream().anyMatch(aside -> aside.run().equals(Optional.of(run)));
  }

  /** Whether a run may go on that keeps items of a job on agents. */
  boolean mayHaveResidents(JobName job) {
    return asides.stream()
        .flatMap(aside -> aside.run().stream())
        .anyMatch(run -> run.job().equals(job) && run.origin() == Origin.DAEMON);
  }

  /** Whether tasks of a job may run that nothing is known of. */
  boolean mayHaveTasksOf(JobName job) {
    return holds(job)
        || asides.stream()
            .anyMatch(aside -> aside.run().filter(run -> run.job().equals(job)).isPresent());
  }

  /** Whether tasks may run that nothing is known of. */
  boolean mayHaveTasks() {
    return asides.stream().anyMatch(aside -> aside.job().isPresent() || aside.run().isPresent());
  }
}
