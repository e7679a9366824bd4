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

  /** The key of where the agent keeps layers; the only one that others than executors read. */
  public static final String CACHE_DIRECTORY = "ejc.executor.cacheDir";

  private static final String NO_CACHE = "none";

  /** Copies the collections. */
  public ExecutorPayload {
    applicationLayers = List.copyOf(applicationLayers);
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }

  /**
   * Where the agent keeps layers: {@code none} for nowhere, empty for a directory of the executors'
   * Unix user among the temporary ones.
   */
  public String cacheDirectory() {
    return properties.getOrDefault(CACHE_DIRECTORY, NO_CACHE);
  }
}
