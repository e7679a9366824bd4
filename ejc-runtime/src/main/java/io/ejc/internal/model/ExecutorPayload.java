package io.ejc.internal.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an executor must know about itself. Travels as the data of an ExecutorInfo.
 *
 * @param application the application's name
 * @param bundle the bundle it runs
 * @param applicationLayers the application's class path, in order, to be verified before use
 * @param oneAttempt whether it ends after its first attempt (isolation PROCESS)
 * @param properties the host's keys that travel
 */
public record ExecutorPayload(
    String application,
    BundleId bundle,
    List<Layer> applicationLayers,
    boolean oneAttempt,
    SortedMap<String, String> properties) {

  /** Copies the collections. */
  public ExecutorPayload {
    applicationLayers = List.copyOf(applicationLayers);
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }
}
