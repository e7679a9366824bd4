package io.ejc.internal.launch;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How executors are started, as the host's configuration says.
 *
 * @param application the application's name
 * @param layerBase where agents get layers from; a layer's address is this, its SHA-256 and {@code
 *     .jar}
 * @param java the java command on the agents, a path or a name looked up there
 * @param jvmOptions options of the executor's JVM besides those for memory
 * @param user the Unix user executors run as; empty leaves it to the agent
 * @param cpuMillis thousandths of a CPU that an executor itself takes
 * @param heapMb heap of a shared executor, in MiB
 * @param nativeMb memory of an executor besides its heap, in MiB
 * @param properties the host's keys that travel to the executor
 */
public record ExecutorProfile(
    String application,
    String layerBase,
    String java,
    List<String> jvmOptions,
    String user,
    long cpuMillis,
    long heapMb,
    long nativeMb,
    SortedMap<String, String> properties) {

  /** Copies the collections. */
  public ExecutorProfile {
    jvmOptions = List.copyOf(jvmOptions);
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }
}
