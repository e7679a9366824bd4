package io.ejc.internal.bundle;

import io.ejc.api.spi.BundleStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * A directory that hosts and agents see under one path. Files get their names when they are whole,
 * so several hosts may put the same at once.
 */
final class DirectoryStore implements BundleStore {

  private final Path directory;

  DirectoryStore(Path directory) {
    this.directory = directory;
  }

  @Override
  public boolean has(String sha256, long size) throws IOException {
    Path file = file(sha256);
    return Files.isRegularFile(file) && Files.size(file) == size;
  }

  /** The directory itself is never made: where it is not mounted, agents would not see it. */
  @Override
  public void put(String sha256, Path content) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          directory + ": not there (expected: a directory that hosts and agents share)");
    }
    Path part = directory.resolve(sha256 + "." + UUID.randomUUID() + ".part");
    try {
      // not a private temporary file: executors of other users read it
      Files.copy(content, part);
      Files.move(
          part, file(sha256), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public String address() {
    String path = directory.toUri().getRawPath();
    return "file://" + path + (path.endsWith("/") ? "" : "/");
  }

  @Override
  public Optional<String> authorization() {
    return Optional.empty();
  }

  private Path file(String sha256) {
    return directory.resolve(sha256 + ".jar");
  }

  @Override
  public void close() {
    // nothing stays open
  }
}
