package io.ejc.internal.execute;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Knows the processes that a program of a job has started: its descendants, and on Linux also those
 * whose parent has ended or that have made themselves a session of their own, by a variable that
 * they inherit. A JVM cannot make process groups, and this finds what would leave them.
 */
final class ProcessMark {

  private static final System.Logger LOG = ExecutorLog.logger();
  private static final String VARIABLE = "JOB_PROCESSES";
  private static final Path PROC = Path.of("/proc");

  /** What goes on forking faster than it is killed is left to the agent. */
  private static final int ROUNDS = 100;

  private static final String EXECUTOR = UUID.randomUUID().toString();
  private static final AtomicLong COUNT = new AtomicLong();

  private final String value;

  private ProcessMark(String value) {
    this.value = value;
  }

  /** A mark that no other program has. */
  static ProcessMark next() {
    return new ProcessMark(EXECUTOR + "." + COUNT.incrementAndGet() + ".");
  }

  /** Kills whatever this JVM has started, and what that has started. */
  static void killAll() {
    new ProcessMark(EXECUTOR + ".").kill(ProcessHandle.current());
  }

  void put(Map<String, String> environment) {
    environment.put(VARIABLE, value);
  }

  /** SIGTERM, once. */
  void terminate(ProcessHandle root) {
    all(root).forEach(ProcessHandle::destroy);
  }

  /** SIGKILL, until nothing new appears. */
  void kill(ProcessHandle root) {
    Set<ProcessHandle> seen = new LinkedHashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      Set<ProcessHandle> found = all(root);
      if (!seen.addAll(found)) {
        return;
      }
      found.forEach(ProcessHandle::destroyForcibly);
    }
    LOG.log(Level.WARNING, "processes of {0} go on starting others while they are killed", value);
  }

  private Set<ProcessHandle> all(ProcessHandle root) {
    Set<ProcessHandle> found = new LinkedHashSet<>();
    root.descendants().forEach(found::add);
    marked(found::add);
    if (!root.equals(ProcessHandle.current()) && root.isAlive()) {
      found.add(root);
    }
    return found;
  }

  private void marked(Consumer<ProcessHandle> found) {
    byte[] mark = (VARIABLE + "=" + value).getBytes(StandardCharsets.US_ASCII);
    if (!Files.isDirectory(PROC)) {
      return;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (contains(environment(process), mark)) {
          handle(process).filter(ProcessHandle::isAlive).ifPresent(found);
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "processes cannot be listed: {0}", e.toString());
    }
  }

  private static Optional<ProcessHandle> handle(Path process) {
    return Stream.of(process.getFileName())
        .map(name -> Long.parseLong(name.toString()))
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .findFirst();
  }

  private static byte[] environment(Path process) {
    try {
      return Files.readAllBytes(process.resolve("environ"));
    } catch (IOException endedOrOfOthers) {
      return new byte[0];
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int from = 0; from + part.length <= text.length; from++) {
      if (Arrays.equals(text, from, from + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}
