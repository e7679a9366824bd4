package io.ejc.internal.discover;

import java.time.ZoneId;

/**
 * What the configuration says about jobs.
 *
 * @param defaultZone the zone of jobs that name none
 * @param sharedHeapMb the heap of a shared executor in MiB; no SHARED item may ask for more
 */
public record ScanSettings(ZoneId defaultZone, int sharedHeapMb) {}
