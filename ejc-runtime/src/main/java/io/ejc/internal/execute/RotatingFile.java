package io.ejc.internal.execute;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that never grows beyond a size: when it is full it becomes {@code NAME.1}, in place of the
 * one before, and a new one begins. Made when something is written first. Safe for use by any
 * thread.
 */
final class RotatingFile implements AutoCloseable {

  private final Path file;
  private final long maxBytes;

  // guarded by this
  private @Nullable OutputStream out;
  private long size;
  private boolean closed;

  RotatingFile(Path file, long maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
  }

  /**
   * Appends.
   *
   * @return false when it is closed, and nothing was written
   * @throws IOException as of a full disk; the next write tries again
   */
  synchronized boolean write(byte[] bytes, int from, int length) throws IOException {
    if (closed) {
      return false;
    }
    if (out != null && size + length > maxBytes) {
      out.close();
      out = null;
      Files.move(file, predecessor(), StandardCopyOption.REPLACE_EXISTING);
    }
    if (out == null) {
      out = open();
    }
    out.write(bytes, from, length);
    size += length;
    return true;
  }

  private OutputStream open() throws IOException {
    Path directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    size = 0;
    return Files.newOutputStream(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private Path predecessor() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (out != null) {
      out.close();
      out = null;
    }
  }
}
