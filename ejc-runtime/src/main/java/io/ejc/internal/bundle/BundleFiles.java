package io.ejc.internal.bundle;

import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.Layer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bundle and where its layers lie on this machine.
 *
 * @param bundle what agents get
 * @param files the file of each layer, by the SHA-256 of its content
 */
public record BundleFiles(Bundle bundle, Map<String, Path> files) {

  /** Copies the map. */
  public BundleFiles {
    files = Map.copyOf(files);
  }

  /**
   * How much it is, for a log line: {@code 14 layers, 23.4 MiB (executor 6 layers, 12.1 MiB; ...)}.
   */
  public String summary() {
    return amount(Stream.concat(executor().stream(), application().stream()).toList())
        + " (executor "
        + amount(executor())
        + "; application "
        + amount(application())
        + ")";
  }

  /** The layers that hold nothing of the application; whoever asks may have them. */
  public Set<String> openLayers() {
    return executor().stream().map(Layer::sha256).collect(Collectors.toUnmodifiableSet());
  }

  private List<Layer> executor() {
    return bundle.executorLayers();
  }

  private List<Layer> application() {
    return bundle.applicationLayers();
  }

  /** Counts what is sent: a layer that stands in both class paths travels once. */
  private static String amount(Collection<Layer> layers) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    layers.forEach(layer -> sizes.put(layer.sha256(), layer.size()));
    long bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
    return String.format(
        Locale.ROOT,
        "%d %s, %.1f MiB",
        sizes.size(),
        sizes.size() == 1 ? "layer" : "layers",
        bytes / (1024.0 * 1024.0));
  }
}
