package io.ejc.internal.execute;

import io.ejc.internal.execute.boot.Boot;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The layers that executors of one Unix user keep on an agent. What is taken out is verified, so a
 * damaged file costs a download and nothing else; a cache that cannot be used costs downloads too.
 * Several processes may use it at once.
 */
final class LayerCache {

  /** In place of a directory: keep nothing. */
  static final String NONE = "none";

  private static final System.Logger LOG = ExecutorLog.logger();
  private static final long ABANDONED_MS = 24L * 60 * 60 * 1000;

  private final @Nullable Path directory;
  private final long maxBytes;

  private LayerCache(@Nullable Path directory, long maxBytes) {
    this.directory = directory;
    this.maxBytes = maxBytes;
  }

  /**
   * Opens the cache, and makes its directory.
   *
   * @param place the directory; {@link #NONE} for no cache; empty for one of this Unix user in the
   *     temporary directory
   * @param maxBytes how much is kept; the layers that were not used for longest go first
   * @param sandbox a directory in which this process can write
   */
  static LayerCache at(String place, long maxBytes, Path sandbox) {
    if (place.equals(NONE)) {
      return new LayerCache(null, 0);
    }
    try {
      Object own = ownUser(sandbox);
      Path directory = place.isEmpty() ? usual(own) : Path.of(place);
      make(directory);
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          || !owner(directory).equals(own)) {
        throw new IOException("it belongs to somebody else");
      }
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      return new LayerCache(directory, maxBytes);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "layers are not kept on this agent in {0}: {1}", place, e);
      return new LayerCache(null, 0);
    }
  }

  /** The same name as the start command's, which looks there before there is a JVM. */
  private static Path usual(Object user) {
    String temporary = System.getenv("TMPDIR");
    Path parent = Path.of(temporary == null || temporary.isEmpty() ? "/tmp" : temporary);
    return parent.resolve("ejc-layers-".concat(user.toString()));
  }

  /** A file that this process makes is its own. */
  private static Object ownUser(Path sandbox) throws IOException {
    Path made = Files.createTempFile(sandbox, "ejc-user", "");
    try {
      return owner(made);
    } finally {
      Files.delete(made);
    }
  }

  private static Object owner(Path file) throws IOException {
    return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static void make(Path directory) throws IOException {
    try {
      Path parent = directory.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      return; // by another executor, or long ago
    }
  }

  /**
   * Keeps other processes from bringing the same layer until it is closed; they wait, and find it
   * here then.
   */
  Closeable hold(String sha256) throws IOException {
    Path place = directory;
    if (place == null) {
      return () -> {};
    }
    FileChannel lock =
        FileChannel.open(
            place.resolve(sha256.concat(".lock")),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      var unused = lock.lock();
      return lock;
    } catch (OverlappingFileLockException | IOException e) {
      // by this very process, or two processes wait for each other: the system counts locks by
      // process, not by thread, and lets one of them go; a layer is then got twice
      LOG.log(Level.DEBUG, "layer {0} is not held: {1}", sha256, e);
      lock.close();
      return () -> {};
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Puts a layer into a sandbox.
   *
   * @param sha256 which
   * @param file where to; verified there
   * @return false when it is not here, or was damaged
   * @throws IOException when the sandbox cannot be written
   */
  boolean take(String sha256, Path file) throws IOException {
    Path kept = kept(sha256);
    if (kept == null || !Files.isRegularFile(kept, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Files.deleteIfExists(file);
    try {
      linkOrCopy(kept, file);
    } catch (NoSuchFileException e) {
      return false; // another process made room
    }
    if (!Boot.sha256(file.toFile()).equals(sha256)) {
      LOG.log(Level.WARNING, "layer {0} is damaged in {1}; it is got anew", sha256, directory);
      Files.deleteIfExists(file);
      Files.deleteIfExists(kept);
      return false;
    }
    touch(kept);
    return true;
  }

  /** Keeps a verified layer that is not here yet. */
  void keepNew(String sha256, Path file) {
    Path kept = kept(sha256);
    if (kept != null && !Files.exists(kept)) {
      keep(sha256, file);
    }
  }

  /** Keeps a verified layer, and makes room for it; a disk that is full is nobody's failure. */
  void keep(String sha256, Path file) {
    Path kept = kept(sha256);
    Path place = directory;
    if (kept == null || place == null) {
      return;
    }
    try {
      long size = Files.size(file);
      if (size > maxBytes) {
        return;
      }
      makeRoom(place, maxBytes - size);
      // two containers may have a process of the same number
      Path part = place.resolve(UUID.randomUUID() + ".part");
      try {
        linkOrCopy(file, part);
        touch(part);
        Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "layer {0} is not kept on this agent: {1}", sha256, e);
    }
  }

  private @Nullable Path kept(String sha256) {
    return directory == null ? null : directory.resolve(sha256.concat(".jar"));
  }

  private static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(ExecutorMain.CLOCK.instant()));
  }

  private static void linkOrCopy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException anotherFileSystem) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private record Kept(Path file, long size, long used) implements Comparable<Kept> {
    @Override
    public int compareTo(Kept other) {
      return Long.compare(used, other.used);
    }
  }

  private static void makeRoom(Path directory, long left) throws IOException {
    List<Kept> all = new ArrayList<>();
    long sum = 0;
    long now = ExecutorMain.CLOCK.millis();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        // of a file that another process removes meanwhile both are 0
        long used = file.toFile().lastModified();
        long size = file.toFile().length();
        if (file.toString().endsWith(".jar")) {
          all.add(new Kept(file, size, used));
          sum += size;
        } else if (now - used > ABANDONED_MS) {
          Files.deleteIfExists(file);
        }
      }
    }
    Collections.sort(all);
    for (Kept oldest : all) {
      if (sum <= left) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      sum -= oldest.size();
    }
  }
}
