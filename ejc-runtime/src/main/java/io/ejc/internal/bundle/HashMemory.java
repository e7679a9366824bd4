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
 * Remembers hashes between starts, one small file each. The hash of a jar is believed while path,
 * size and time of change are the same, and only if it was written well after that change: file
 * times are coarse, and a jar written twice within one tick looks unchanged. What lies inside a jar
 * is known by its checksum as well, and needs no such care.
 *
 * <p>Losing the memory costs time and nothing else, so faults of writing it are logged and passed
 * over.
 */
final class HashMemory {

  private static final Logger log = LoggerFactory.getLogger(HashMemory.class);

  private static final Duration COARSEST_TICK = Duration.ofSeconds(2);
  private static final String NOTHING = "";

  private final Path directory;

  HashMemory(Path directory) {
    this.directory = directory;
  }

  /** The SHA-256 of a file, from memory if it did not change. */
  String sha256(Path file) throws IOException {
    String id = file.toAbsolutePath().toString();
    String key = key(file);
    String remembered = settled(id, file) ? recall(id, key) : NOTHING;
    if (!remembered.isEmpty()) {
      return remembered;
    }
    String sha256 = Sha256.of(file);
    if (!key(file).equals(key)) {
      throw changed(file);
    }
    remember(id, key, sha256);
    return sha256;
  }

  /**
   * What was remembered.
   *
   * @param id what it is a hash of
   * @param key the state that this was in, on one line
   * @return the hash, or nothing when there is none for this state
   */
  String recall(String id, String key) throws IOException {
    Path memory = memory(id);
    if (!Files.isRegularFile(memory)) {
      return NOTHING;
    }
    String line = Files.readString(memory);
    String prefix = key + " ";
    boolean whole =
        line.startsWith(prefix) && line.substring(prefix.length()).matches("[0-9a-f]{64}");
    return whole ? line.substring(prefix.length()) : NOTHING;
  }

  /** Keeps a hash for {@link #recall}. */
  void remember(String id, String key, String sha256) {
    try {
      Files.createDirectories(directory);
      Path part = Files.createTempFile(directory, "hash", ".part");
      try {
        Files.writeString(part, key + " " + sha256);
        Files.move(
            part, memory(id), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      log.debug("hashes are not remembered in {}: {}", directory, e.toString());
    }
  }

  static BundleException changed(Path file) {
    return new BundleException(
        "class path: "
            + file
            + " changed while it was bundled (expected: a finished build);"
            + " start again when the build has ended");
  }

  private Path memory(String id) {
    return directory.resolve(Sha256.of(id));
  }

  private static String key(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.size() + " " + attributes.lastModifiedTime().toInstant();
  }

  private boolean settled(String id, Path file) throws IOException {
    Path memory = memory(id);
    if (!Files.isRegularFile(memory)) {
      return false;
    }
    FileTime changed = Files.getLastModifiedTime(file);
    FileTime written = Files.getLastModifiedTime(memory);
    return changed.toInstant().plus(COARSEST_TICK).isBefore(written.toInstant());
  }
}
