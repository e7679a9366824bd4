package io.ejc.internal.localcluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * All processes of a container: the executor, its descendants, and on Linux also those whose parent
 * has gone, which are known by the sandbox in their environment.
 */
final class ProcessTree {

  private static final Path PROC = Path.of("/proc");
  private static final int ROUNDS = 5;

  private ProcessTree() {}

  /** Kills with SIGKILL, as a Mesos agent destroys a container; again until nothing new appears. */
  static void kill(Optional<ProcessHandle> root, Path sandbox) {
    for (int round = 0; round < ROUNDS; round++) {
      Set<ProcessHandle> found = new LinkedHashSet<>();
      root.filter(ProcessHandle::isAlive).ifPresent(found::add);
      root.ifPresent(handle -> handle.descendants().forEach(found::add));
      found.addAll(withSandbox(sandbox));
      if (found.isEmpty()) {
        return;
      }
      found.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** SIGTERM to all of them, once: as Mesos' command executor asks a command to end. */
  static void terminate(ProcessHandle root, Path sandbox) {
    Set<ProcessHandle> found = new LinkedHashSet<>();
    found.add(root);
    root.descendants().forEach(found::add);
    found.addAll(withSandbox(sandbox));
    found.forEach(ProcessHandle::destroy);
  }

  /** The living processes that were started with this sandbox; none where there is no /proc. */
  static Set<ProcessHandle> withSandbox(Path sandbox) {
    Set<ProcessHandle> found = new LinkedHashSet<>();
    byte[] mark =
        (ExecutorEnvironment.SANDBOX + "=" + sandbox + "\0").getBytes(StandardCharsets.UTF_8);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        if (contains(environment(entry), mark)) {
          ProcessHandle.of(Long.parseLong(entry.getFileName().toString()))
              .filter(ProcessHandle::isAlive)
              .ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      // No /proc on this system: descendants are all that can be found.
      return found;
    }
    return found;
  }

  private static byte[] environment(Path process) {
    try {
      return Files.readAllBytes(process.resolve("environ"));
    } catch (IOException e) {
      // It has ended meanwhile, or is somebody else's.
      return new byte[0];
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int i = 0; i + part.length <= text.length; i++) {
      int j = 0;
      while (j < part.length && text[i + j] == part[j]) {
        j++;
      }
      if (j == part.length) {
        return true;
      }
    }
    return false;
  }
}
