package io.ejc.internal.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the hashes of jars between starts, one small file a jar. A hash is believed while path,
 * size and time of change are the same, and only if it was written well after that change: file
 * times are coarse, and a jar written twice within one tick looks unchanged.
 *
 * <p>Losing the memory costs time and nothing else, so faults of writing it are logged and passed
 * over.
 */
final class HashMemory {

  private static final Logger log = LoggerFactory.getLogger(HashMemory.class);

  private static final Duration COARSEST_TICK = Duration.ofSeconds(2);

  private final Path directory;

  HashMemory(Path directory) {
    this.directory = directory;
  }

  /** The SHA-256 of a file, from memory if it did not change. */
  String sha256(Path file) throws IOException {
    Path memory = directory.resolve(Sha256.of(file.toAbsolutePath().toString()));
    String key = key(file);
    String remembered = remembered(memory, file, key);
    if (!remembered.isEmpty()) {
      return remembered;
    }
    String sha256 = Sha256.of(file);
    if (!key(file).equals(key)) {
      throw changed(file);
    }
    remember(memory, key + " " + sha256);
    return sha256;
  }

  static BundleException changed(Path file) {
    return new BundleException(
        "class path: "
            + file
            + " changed while it was bundled (expected: a finished build);"
            + " start again when the build has ended");
  }

  private static String key(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.size() + " " + attributes.lastModifiedTime().toInstant();
  }

  /** The hash, or nothing when there is none that can be believed. */
  private static String remembered(Path memory, Path file, String key) throws IOException {
    if (!Files.isRegularFile(memory)) {
      return "";
    }
    FileTime changed = Files.getLastModifiedTime(file);
    FileTime written = Files.getLastModifiedTime(memory);
    boolean settled = changed.toInstant().plus(COARSEST_TICK).isBefore(written.toInstant());
    String line = Files.readString(memory);
    String prefix = key + " ";
    boolean whole =
        line.startsWith(prefix) && line.substring(prefix.length()).matches("[0-9a-f]{64}");
    return settled && whole ? line.substring(prefix.length()) : "";
  }

  private void remember(Path memory, String line) {
    try {
      Files.createDirectories(directory);
      Path part = Files.createTempFile(directory, "hash", ".part");
      try {
        Files.writeString(part, line);
        Files.move(
            part, memory, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      log.debug("hashes are not remembered in {}: {}", directory, e.toString());
    }
  }
}
