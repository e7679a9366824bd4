package io.ejc.internal.bundle;

import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The layers of the cache directory: files named by their hash. The same name means the same bytes,
 * so a file that another host serves now is never written again.
 */
final class LayerStore {

  private final Path directory;

  LayerStore(Path cacheDirectory) {
    this.directory = cacheDirectory.resolve("layers");
  }

  /**
   * A layer and its file.
   *
   * @param layer what agents get
   * @param file where it lies here
   */
  record Kept(Layer layer, Path file) {}

  /** Writes a file and tells the SHA-256 of what it wrote. */
  interface Writer {
    String writeTo(Path file) throws IOException;
  }

  /** The layer with this hash, if its file is there and as large as it must be. */
  Optional<Kept> find(String sha256, String name, long size) throws IOException {
    Path file = file(sha256);
    return Files.isRegularFile(file) && Files.size(file) == size
        ? Optional.of(kept(sha256, name, file))
        : Optional.empty();
  }

  /** The layer with this hash, if its file is there. */
  Optional<Kept> find(String sha256, String name) throws IOException {
    Path file = file(sha256);
    return Files.isRegularFile(file) ? Optional.of(kept(sha256, name, file)) : Optional.empty();
  }

  /** Has a layer written. */
  Kept make(String name, Writer writer) throws IOException {
    Files.createDirectories(directory);
    Path part = Files.createTempFile(directory, "layer", ".part");
    try {
      String sha256 = writer.writeTo(part);
      Path file = file(sha256);
      if (!Files.exists(file) || Files.size(file) != Files.size(part)) {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
      return kept(sha256, name, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Path file(String sha256) {
    return directory.resolve(sha256 + ".jar");
  }

  private static Kept kept(String sha256, String name, Path file) throws IOException {
    return new Kept(new Layer(sha256, Files.size(file), name), file.toAbsolutePath());
  }
}
