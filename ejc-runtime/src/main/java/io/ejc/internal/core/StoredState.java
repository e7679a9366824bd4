package io.ejc.internal.core;

import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was stored, as a restart or a new leader finds it.
 *
 * @param framework the framework's id, when the master gave one
 * @param bundle the deployed code, when there is some
 * @param paused whether everything is paused
 * @param jobs all jobs, removed ones too
 * @param runs all runs that are kept
 * @param carriers the carriers that had not ended
 */
public record StoredState(
    @Nullable FrameworkId framework,
    @Nullable Bundle bundle,
    boolean paused,
    List<Job> jobs,
    List<Run> runs,
    List<Carrier> carriers) {

  /** Nothing stored yet. */
  public static final StoredState EMPTY =
      new StoredState(null, null, false, List.of(), List.of(), List.of());
}
