package io.ejc.internal.bundle;

import io.ejc.internal.bundle.LayerStore.Kept;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes a bundle of the host's classes. Jars are copied into the cache directory and class
 * directories become jars there, each named by its hash: a build that runs after the start, or the
 * removal of the application's files, takes nothing from agents that still need them. Unchanged
 * files give the same bundle id on every host and in every directory.
 *
 * <p>Several processes may share a cache directory. One bundler belongs to one thread.
 */
public final class Bundler {

  private static final String GENERATED = "method-jobs.jar";
  private static final int LARGEST = 10;
  private static final double MIB = 1024.0 * 1024.0;

  private final Path cacheDirectory;
  private final LayerStore store;
  private final SourceLayers layers;
  private final ExecutorJar executor;
  private final Map<String, Path> files = new LinkedHashMap<>();

  private Bundler(List<String> ownPackages, Path cacheDirectory) {
    this.cacheDirectory = cacheDirectory;
    HashMemory memory = new HashMemory(cacheDirectory.resolve("hashes"));
    this.store = new LayerStore(cacheDirectory);
    this.layers = new SourceLayers(store, memory, new ShadedJar(ownPackages));
    this.executor = new ExecutorJar(layers, store, memory);
  }

  /**
   * Makes a bundle.
   *
   * @param plan what it is to hold
   * @param cacheDirectory where layers and remembered hashes go; made if missing
   * @return the bundle and its files
   * @throws BundleException when a file changes, vanishes or cannot be read, or when it is too
   *     large
   */
  public static BundleFiles bundle(BundlePlan plan, Path cacheDirectory) {
    Bundler bundler = new Bundler(plan.ownPackages(), cacheDirectory);
    List<Layer> executor = bundler.executorLayers();
    Map<String, Layer> application = new LinkedHashMap<>();
    bundler.generated(plan.generated(), application);
    plan.application().forEach(source -> bundler.source(source, application));
    bundler.hostFiles(plan.hostFiles(), application);
    List<Layer> layers = List.copyOf(application.values());
    checkSize(layers, plan.maxBytes());
    return new BundleFiles(new Bundle(id(executor, layers), executor, layers), bundler.files);
  }

  private static BundleId id(List<Layer> executor, List<Layer> application) {
    return new BundleId(Sha256.of(listing(executor, application)));
  }

  /** The list of layers that a bundle is named after: its SHA-256 is the bundle's id. */
  static String listing(Bundle bundle) {
    return listing(bundle.executorLayers(), bundle.applicationLayers());
  }

  private static String listing(List<Layer> executor, List<Layer> application) {
    StringBuilder listing = new StringBuilder("ejc-bundle 1\n");
    executor.forEach(layer -> listing.append("executor ").append(layer.sha256()).append('\n'));
    application.forEach(
        layer -> listing.append("application ").append(layer.sha256()).append('\n'));
    return listing.toString();
  }

  private List<Layer> executorLayers() {
    try {
      Kept kept = executor.make();
      files.put(kept.layer().sha256(), kept.file());
      return List.of(kept.layer());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Content that came before is not listed again, it would never be reached. */
  private void source(Source source, Map<String, Layer> to) {
    try {
      layers.of(source).forEach(kept -> add(kept, to));
    } catch (NoSuchFileException e) {
      throw new BundleException(
          "class path: "
              + e.getFile()
              + " vanished while it was bundled (expected: a finished build); start again when the"
              + " build has ended",
          e);
    } catch (IOException e) {
      throw new BundleException(
          "class path: " + source + " (expected: a readable file); the system says: " + e, e);
    }
  }

  private void generated(SortedMap<String, byte[]> classes, Map<String, Layer> to) {
    SortedMap<String, StoredJar.Content> entries = new TreeMap<>();
    classes.forEach(
        (name, bytes) ->
            entries.put(name.replace('.', '/') + ".class", StoredJar.Content.of(bytes)));
    write(GENERATED, entries, to);
  }

  private void hostFiles(List<Path> paths, Map<String, Layer> to) {
    write(HostFiles.LAYER, HostFiles.entries(paths), to);
  }

  private void write(
      String name, SortedMap<String, StoredJar.Content> entries, Map<String, Layer> to) {
    if (entries.isEmpty()) {
      return;
    }
    try {
      add(store.make(name, new StoredJar(entries)::writeTo), to);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void add(Kept kept, Map<String, Layer> to) {
    String sha256 = kept.layer().sha256();
    files.putIfAbsent(sha256, kept.file());
    to.putIfAbsent(sha256, kept.layer());
  }

  private BundleException unwritable(IOException e) {
    return new BundleException(
        "bundle directory: "
            + cacheDirectory
            + " (expected: a directory that can be written); the system says: "
            + e,
        e);
  }

  private static void checkSize(List<Layer> layers, long maxBytes) {
    long bytes = layers.stream().mapToLong(Layer::size).sum();
    if (bytes <= maxBytes) {
      return;
    }
    String largest =
        layers.stream()
            .sorted(Comparator.comparingLong(Layer::size).reversed())
            .limit(LARGEST)
            .map(layer -> layer.name() + " " + mib(layer.size()))
            .collect(Collectors.joining(", "));
    throw new BundleException(
        "bundle: "
            + mib(bytes)
            + " (expected: at most "
            + mib(maxBytes)
            + ", ejc.bundle.maxMB); its largest parts: "
            + largest
            + "; leave behind with ejc.bundle.exclude what jobs do not need, or raise"
            + " ejc.bundle.maxMB");
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / MIB);
  }
}
