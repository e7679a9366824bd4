package io.ejc.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files of the host that are no classes, as a layer like any other: each below a folder of its own,
 * and an index of them, by which the executor lays them into the sandbox before user code runs. A
 * line of the index is {@code x} for what may be executed or {@code -}, a space, and the path.
 */
final class HostFiles {

  static final String LAYER = "host-files.jar";

  /** As the executor knows it. */
  static final String FOLDER = "META-INF/ejc-files/";

  private static final String INDEX = "META-INF/ejc-files.index";
  private static final String KEY = "ejc.bundle.files";
  private static final Set<String> TAKEN = Set.of("layers", "tasks", "stdout", "stderr");

  private HostFiles() {}

  /**
   * The layer's entries; none when there are no files.
   *
   * @param paths files, found under their names, and directories, found under theirs with all that
   *     is in them
   * @throws BundleException when a path is missing, a name is not to be had, or two share one
   */
  static SortedMap<String, StoredJar.Content> entries(List<Path> paths) {
    SortedMap<String, Path> files = new TreeMap<>();
    for (Path path : paths) {
      add(path, files);
    }
    SortedMap<String, StoredJar.Content> entries = new TreeMap<>();
    List<String> index = new ArrayList<>();
    files.forEach(
        (name, file) -> {
          entries.put(FOLDER + name, content(file));
          index.add((Files.isExecutable(file) ? "x " : "- ") + name + "\n");
        });
    if (!index.isEmpty()) {
      entries.put(INDEX, StoredJar.Content.of(String.join("", index).getBytes(UTF_8)));
    }
    return entries;
  }

  private static void add(Path path, SortedMap<String, Path> files) {
    Path root = path.toAbsolutePath().normalize();
    Path name = root.getFileName();
    if (name == null || !Files.exists(root)) {
      throw new BundleException(
          KEY + ": " + path + " (expected: a file or a directory of this host)");
    }
    if (TAKEN.contains(name.toString())) {
      throw new BundleException(
          KEY
              + ": "
              + path
              + " (expected: another name than "
              + name
              + ", which is the sandbox's)");
    }
    try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        String inside = name.resolve(root.relativize(file)).normalize().toString();
        String key = inside.replace('\\', '/');
        Path other = files.putIfAbsent(key.isEmpty() ? name.toString() : key, file);
        if (other != null && !other.equals(file)) {
          throw new BundleException(
              KEY
                  + ": "
                  + file
                  + " and "
                  + other
                  + " (expected: one file of the name "
                  + key
                  + ")");
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new BundleException(
          KEY + ": " + path + " (expected: readable); the system says: " + e, e);
    }
  }

  private static StoredJar.Content content(Path file) {
    try {
      return StoredJar.Content.of(file);
    } catch (IOException e) {
      throw new BundleException(
          KEY + ": " + file + " (expected: a readable file); the system says: " + e, e);
    }
  }
}
