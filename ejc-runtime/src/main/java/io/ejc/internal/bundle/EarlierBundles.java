package io.ejc.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles that were made in a bundle directory before, one small file each that lists the
 * layers: a host that starts with new code can still serve the old one to the runs that began with
 * it. Losing the memory costs those runs their code and nothing else.
 */
public final class EarlierBundles {

  private static final Logger log = LoggerFactory.getLogger(EarlierBundles.class);

  /** How many are served besides the current one. */
  private static final int KEPT = 5;

  private final Path bundleDirectory;
  private final Path directory;

  /**
   * The memory of a bundle directory.
   *
   * @param bundleDirectory where layers are written
   */
  public EarlierBundles(Path bundleDirectory) {
    this.bundleDirectory = bundleDirectory;
    this.directory = bundleDirectory.resolve("bundles");
  }

  /**
   * Those whose layers are all there.
   *
   * @param bundles the latest first
   * @param files the files of the layers of applications, by SHA-256; executors' layers are with
   *     {@code open}
   * @param open executors' layers, which are everybody's
   */
  public record Found(List<BundleId> bundles, Map<String, Path> files, Map<String, Path> open) {
    /** Copies the collections. */
    public Found {
      bundles = List.copyOf(bundles);
      files = Map.copyOf(files);
      open = Map.copyOf(open);
    }
  }

  /** Remembers a bundle, and finds those that were made before it. */
  public Found before(BundleFiles current) {
    List<BundleId> bundles = new ArrayList<>();
    Map<String, Path> files = new HashMap<>();
    Map<String, Path> open = new HashMap<>();
    try {
      remember(current);
      for (Path memory : latestFirst()) {
        String id = String.valueOf(memory.getFileName());
        Map<String, Path> own = new HashMap<>();
        Map<String, Path> executors = new HashMap<>();
        boolean other = !id.equals(current.bundle().id().value());
        if (other && bundles.size() < KEPT && read(memory, own, executors)) {
          bundles.add(new BundleId(id));
          files.putAll(own);
          open.putAll(executors);
        }
      }
    } catch (IOException e) {
      log.warn("earlier bundles in {} are not served: {}", directory, e.toString());
    }
    return new Found(bundles, files, open);
  }

  /**
   * Removes layers that neither a bundle nor the last ones before it need; none that a host began
   * with within a day. What goes wrong is logged: room is not worth a start.
   *
   * @throws BundleException when another host removed a layer while this one began with it
   */
  public void sweep(BundleFiles current, InstantSource clock) {
    try {
      LayerSweep sweep = new LayerSweep(bundleDirectory, clock);
      sweep.begin(current.files().values());
      List<Path> needed = new ArrayList<>(current.files().values());
      int others = 0;
      for (Path memory : latestFirst()) {
        boolean other = !memory.endsWith(current.bundle().id().value());
        if (other && others++ < KEPT) {
          lines(memory).stream()
              .flatMap(Optional::stream)
              .map(Remembered::file)
              .forEach(needed::add);
        }
      }
      sweep.sweep(needed);
    } catch (IOException | InvalidPathException e) {
      log.warn("unused layers in {} are not removed: {}", bundleDirectory, e.toString());
    }
  }

  /** A layer as it is remembered: which, for whom, and where it lay. */
  private record Remembered(boolean executor, String sha256, long size, Path file) {

    static Optional<Remembered> parse(String line) {
      String[] words = line.split(" ", 4);
      return words.length < 4 || !words[2].matches("\\d{1,18}")
          ? Optional.empty()
          : Optional.of(
              new Remembered(
                  words[0].equals("executor"),
                  words[1],
                  Long.parseLong(words[2]),
                  Path.of(words[3])));
    }

    boolean isThere() throws IOException {
      return Files.isRegularFile(file) && Files.size(file) == size;
    }
  }

  private static List<Optional<Remembered>> lines(Path memory) throws IOException {
    try (Stream<String> lines = Files.lines(memory, UTF_8)) {
      return lines.map(Remembered::parse).toList();
    }
  }

  private void remember(BundleFiles current) throws IOException {
    Bundle bundle = current.bundle();
    List<String> lines = new ArrayList<>();
    bundle.executorLayers().forEach(layer -> lines.add(line("executor", layer, current)));
    bundle.applicationLayers().forEach(layer -> lines.add(line("application", layer, current)));
    Files.createDirectories(directory);
    Path part = Files.createTempFile(directory, "bundle", ".part");
    try {
      Files.write(part, lines, UTF_8);
      Files.move(
          part,
          directory.resolve(bundle.id().value()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String line(String kind, Layer layer, BundleFiles files) {
    return kind
        + " "
        + layer.sha256()
        + " "
        + layer.size()
        + " "
        + files.files().get(layer.sha256());
  }

  private List<Path> latestFirst() throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> memories =
        Files.newDirectoryStream(
            directory, file -> String.valueOf(file.getFileName()).matches("[0-9a-f]{64}"))) {
      memories.forEach(all::add);
    }
    all.sort(Comparator.comparingLong((Path file) -> file.toFile().lastModified()).reversed());
    return all;
  }

  /** False when a layer is not there any more, or the memory cannot be understood. */
  private static boolean read(Path memory, Map<String, Path> own, Map<String, Path> executors)
      throws IOException {
    for (Optional<Remembered> line : lines(memory)) {
      if (line.isEmpty() || !line.get().isThere()) {
        return false;
      }
      Remembered layer = line.get();
      (layer.executor() ? executors : own).put(layer.sha256(), layer.file());
    }
    return true;
  }
}
