package io.ejc.internal.execute;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the words of one attempt go while it runs. What it starts inherits it: threads of a pool
 * that an item made go on writing there until the item has ended, and to the process' own streams
 * after that. Safe for use by any thread.
 */
final class TaskOutput {

  /** One of the two streams that every process has. */
  enum Channel {
    STDOUT,
    STDERR
  }

  private static final InheritableThreadLocal<@Nullable TaskOutput> CURRENT =
      new InheritableThreadLocal<>();

  private final Path directory;
  private final RotatingFile stdout;
  private final RotatingFile stderr;

  TaskOutput(Path directory, long maxBytes) {
    this.directory = directory;
    this.stdout = new RotatingFile(directory.resolve("stdout"), maxBytes);
    this.stderr = new RotatingFile(directory.resolve("stderr"), maxBytes);
  }

  /** The one of this thread; null when what it prints is nobody's. */
  static @Nullable TaskOutput current() {
    return CURRENT.get();
  }

  /** What this thread prints from now on goes here. */
  void bind() {
    CURRENT.set(this);
  }

  Path directory() {
    return directory;
  }

  /**
   * Appends to one of the files.
   *
   * @return false when the attempt has ended, and nothing was written
   */
  boolean write(Channel channel, byte[] bytes, int from, int length) throws IOException {
    return (channel == Channel.STDOUT ? stdout : stderr).write(bytes, from, length);
  }

  /** On the thread that it was bound to: the files are complete. */
  void end() throws IOException {
    CURRENT.remove();
    try (stdout;
        stderr) {
      // both are closed, also when one cannot be
    }
  }
}
