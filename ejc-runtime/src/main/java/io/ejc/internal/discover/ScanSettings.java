package io.ejc.internal.discover;

import java.time.ZoneId;
import java.util.List;

/**
 * What the configuration says about jobs.
 *
 * @param defaultZone the zone of jobs that name none
 * @param sharedHeapMb the heap of a shared executor in MiB; no SHARED item may ask for more
 * @param roles the roles that jobs may name; none for any
 */
public record ScanSettings(ZoneId defaultZone, int sharedHeapMb, List<String> roles) {

  /** Copies the list. */
  public ScanSettings {
    roles = List.copyOf(roles);
  }
}
