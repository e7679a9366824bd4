package io.ejc.internal.localcluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One cluster at a time in a directory; the system releases the lock when the process ends. */
final class DirectoryLock implements AutoCloseable {

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  static DirectoryLock take(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new ClusterException(
            "directory: "
                + directory.toAbsolutePath()
                + " (expected: used by one local cluster at a time); stop the process that uses"
                + " it, or give this cluster another directory");
      }
      return new DirectoryLock(channel);
    } catch (IOException e) {
      throw new ClusterException(
          "directory: " + directory.toAbsolutePath() + " cannot be used: " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ClusterException("the lock cannot be released: " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another cluster of this very JVM.
      return null;
    }
  }
}
