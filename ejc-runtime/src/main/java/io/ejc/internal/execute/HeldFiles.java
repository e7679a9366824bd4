package io.ejc.internal.execute;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files outside the sandbox that this process keeps open for writing, such as those of a logging
 * backend that was configured for the host: nobody finds them, and nothing removes them. Linux
 * only; elsewhere nothing is said. Safe for use by any thread.
 */
final class HeldFiles {

  private static final System.Logger LOG = ExecutorLog.logger();
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path INFOS = Path.of("/proc/self/fdinfo");
  private static final int ACCESS_MODES = 3;

  private final Path sandbox;

  // guarded by this
  private final Set<Path> told = new HashSet<>();

  HeldFiles(Path sandbox) {
    this.sandbox = sandbox;
  }

  /** Says which there are, each once. */
  void tell() {
    List<Path> held;
    try {
      held = writtenOutside();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "open files cannot be listed: {0}", e.toString());
      return;
    }
    synchronized (this) {
      held.removeIf(file -> !told.add(file));
    }
    for (Path file : held) {
      LOG.log(
          Level.WARNING,
          "{0} is written outside the sandbox (expected: stdout, or a file in the working"
              + " directory); for logs put logback-ejc.xml or log4j2-ejc.xml on the class path",
          file);
    }
  }

  private List<Path> writtenOutside() throws IOException {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(DESCRIPTORS)) {
      return found;
    }
    Path inside = sandbox.toRealPath();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : open) {
        Path file = target(descriptor);
        if (Files.isRegularFile(file) && !file.startsWith(inside) && isWritten(descriptor)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /** Descriptors come and go while they are read. */
  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      return descriptor;
    }
  }

  private static boolean isWritten(Path descriptor) {
    Path info = INFOS.resolve(descriptor.getFileName());
    try {
      for (String line : Files.readAllLines(info)) {
        if (line.startsWith("flags:")) {
          return (Integer.parseInt(line.substring("flags:".length()).strip(), 8) & ACCESS_MODES)
              != 0;
        }
      }
    } catch (IOException | NumberFormatException e) {
      return false;
    }
    return false;
  }
}
