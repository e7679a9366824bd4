package io.ejc.internal.model;

import java.util.List;

/**
 * The code that runs on agents, named by its content.
 *
 * @param id the SHA-256 over everything below
 * @param executorLayers the class path of the executor itself, in order
 * @param applicationLayers the class path of the host application, in order
 */
public record Bundle(BundleId id, List<Layer> executorLayers, List<Layer> applicationLayers) {

  /** Copies the lists. */
  public Bundle {
    executorLayers = List.copyOf(executorLayers);
    applicationLayers = List.copyOf(applicationLayers);
  }
}
