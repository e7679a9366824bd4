package io.ejc.internal.bundle;

import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a bundle of class paths. Jars are copied into the cache directory and class directories
 * become jars there, each named by its hash: a build that runs after the start, or the removal of
 * the application's files, takes nothing from agents that still need them. Unchanged files give the
 * same bundle id on every host and in every directory.
 *
 * <p>Several processes may share a cache directory. One bundler belongs to one thread.
 */
public final class Bundler {

  private static final Logger log = LoggerFactory.getLogger(Bundler.class);

  private static final Path GENERATED = Path.of("method-jobs.jar");

  private final Path cacheDirectory;
  private final HashMemory memory;
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Set<Path> leftBehind = new LinkedHashSet<>();

  private Bundler(Path cacheDirectory) {
    this.cacheDirectory = cacheDirectory;
    this.memory = new HashMemory(cacheDirectory.resolve("hashes"));
  }

  /**
   * Makes a bundle.
   *
   * @param applicationClassPath the host application's class path, in order
   * @param generated classes that stand before it, by name; they are one more layer
   * @param executorClassPath what the executor itself needs, in order
   * @param cacheDirectory where jars of directories and remembered hashes go; made if missing
   * @return the bundle and its files
   * @throws BundleException when a file changes, vanishes or cannot be read
   */
  public static BundleFiles bundle(
      List<Path> applicationClassPath,
      SortedMap<String, byte[]> generated,
      List<Path> executorClassPath,
      Path cacheDirectory) {
    Bundler bundler = new Bundler(cacheDirectory);
    Set<Layer> executor = bundler.layers(executorClassPath);
    Set<Layer> application = new LinkedHashSet<>();
    bundler.generatedLayer(generated).ifPresent(application::add);
    application.addAll(bundler.layers(applicationClassPath));
    Bundle bundle =
        new Bundle(id(executor, application), List.copyOf(executor), List.copyOf(application));
    bundler.leftBehind.forEach(
        file -> log.warn("class path: {} stays behind (expected: a jar or a directory)", file));
    return new BundleFiles(bundle, bundler.files, List.copyOf(bundler.leftBehind));
  }

  private static BundleId id(Set<Layer> executor, Set<Layer> application) {
    StringBuilder listing = new StringBuilder("ejc-bundle 1\n");
    executor.forEach(layer -> listing.append("executor ").append(layer.sha256()).append('\n'));
    application.forEach(
        layer -> listing.append("application ").append(layer.sha256()).append('\n'));
    return new BundleId(Sha256.of(listing.toString()));
  }

  /** Layers in order; content that came before is not listed again, it would never be reached. */
  private Set<Layer> layers(List<Path> classPath) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    for (Path entry : classPath) {
      try {
        layer(entry).ifPresent(layer -> layers.putIfAbsent(layer.sha256(), layer));
      } catch (NoSuchFileException e) {
        throw new BundleException(
            "class path: "
                + e.getFile()
                + " vanished while it was bundled (expected: a finished build); start again when"
                + " the build has ended",
            e);
      } catch (IOException e) {
        throw new BundleException(
            "class path: " + entry + " (expected: a readable file); the system says: " + e, e);
      }
    }
    return new LinkedHashSet<>(layers.values());
  }

  private Optional<Layer> generatedLayer(SortedMap<String, byte[]> classes) {
    if (classes.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path part = newPart();
      try {
        String sha256 = new GeneratedJar(classes).writeTo(part);
        return Optional.of(layer(GENERATED, sha256, keep(part, sha256)));
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new BundleException(
          "bundle directory: "
              + cacheDirectory
              + " (expected: a directory that can be written); the system says: "
              + e,
          e);
    }
  }

  private Optional<Layer> layer(Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      return directoryLayer(entry);
    }
    if (Files.notExists(entry)) {
      return Optional.empty();
    }
    if (!JarMagic.isJar(entry)) {
      leftBehind.add(entry);
      return Optional.empty();
    }
    return Optional.of(jarLayer(entry));
  }

  private Optional<Layer> directoryLayer(Path directory) throws IOException {
    DirectoryJar jar = new DirectoryJar(directory);
    if (jar.isEmpty()) {
      return Optional.empty();
    }
    Path part = newPart();
    try {
      String sha256 = jar.writeTo(part);
      return Optional.of(layer(directory, sha256, keep(part, sha256)));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Layer jarLayer(Path jar) throws IOException {
    String sha256 = memory.sha256(jar);
    Path kept = layers().resolve(sha256 + ".jar");
    if (Files.isRegularFile(kept) && Files.size(kept) == Files.size(jar)) {
      return layer(jar, sha256, kept);
    }
    Path part = newPart();
    try {
      Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
      if (!Sha256.of(part).equals(sha256)) {
        throw HashMemory.changed(jar);
      }
      return layer(jar, sha256, keep(part, sha256));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Path newPart() throws IOException {
    return Files.createTempFile(layers(), "layer", ".part");
  }

  private Path layers() throws IOException {
    return Files.createDirectories(cacheDirectory.resolve("layers"));
  }

  /** The same name means the same bytes: a file that another host serves now stays as it is. */
  private Path keep(Path part, String sha256) throws IOException {
    Path file = layers().resolve(sha256 + ".jar");
    if (!Files.exists(file) || Files.size(file) != Files.size(part)) {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private Layer layer(Path source, String sha256, Path file) throws IOException {
    files.putIfAbsent(sha256, file.toAbsolutePath());
    Path name = source.toAbsolutePath().normalize().getFileName();
    return new Layer(sha256, Files.size(file), name == null ? "root" : name.toString());
  }
}
