package io.ejc.internal.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What bounds a trigger that comes again and again.
 *
 * @param start no instant before this one is due; null for no such bound
 * @param end no instant after this one is due; null for no such bound
 * @param repeat after so many due instants, whatever became of them, there is none any more; 0 for
 *     no such bound
 * @param excluded days without due instants, in the job's zone
 */
public record Bounds(
    @Nullable Instant start, @Nullable Instant end, long repeat, List<ExcludedDay> excluded) {

  /** No bounds. */
  public static final Bounds NONE = new Bounds(null, null, 0, List.of());

  /** Copies the list. */
  public Bounds {
    excluded = List.copyOf(excluded);
  }
}
