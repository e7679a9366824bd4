package io.ejc.internal.localcluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running containers of an agent. Each is noted in a file until it has ended, so that the next
 * agent in this directory finds those that outlived a killed host. Any thread.
 */
final class Containers {

  private static final Logger log = LoggerFactory.getLogger(Containers.class);
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Path notes;
  private final Map<String, Container> live = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Containers(Path notes) {
    this.notes = notes;
  }

  /** A started container. */
  record Container(String id, Path sandbox, Process process) {

    /** Kills every process of it; its exit is reported as that of any other. */
    void destroy() {
      ProcessTree.kill(Optional.of(process.toHandle()), sandbox);
    }

    /** Asks every process of it to end. */
    void terminate() {
      ProcessTree.terminate(process.toHandle(), sandbox);
    }
  }

  /**
   * Starts the command; stdout and stderr go to files of the sandbox.
   *
   * @throws LaunchFailure if it cannot be started
   */
  Container start(ContainerPlan plan) throws LaunchFailure {
    CommandInfo command = plan.command();
    if (!command.hasValue()) {
      throw new LaunchFailure("'CommandInfo.value' is not set");
    }
    File sandbox = plan.sandbox().toFile();
    ProcessBuilder builder =
        new ProcessBuilder(argv(command))
            .directory(sandbox)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(sandbox, "stdout")))
            .redirectError(ProcessBuilder.Redirect.appendTo(new File(sandbox, "stderr")));
    builder.environment().clear();
    builder.environment().putAll(plan.environment());
    if (closed) {
      throw new LaunchFailure("the agent is stopping");
    }
    Container container;
    try {
      container = new Container(plan.containerId(), plan.sandbox(), builder.start());
    } catch (IOException e) {
      throw LaunchFailure.notExecuted("Failed to execute command: " + e.getMessage(), e);
    }
    live.put(container.id(), container);
    note(container);
    if (closed) {
      container.destroy();
    }
    return container;
  }

  /** The executor has exited: what it left running is killed, the note is removed. */
  void ended(Container container) {
    ProcessTree.kill(Optional.empty(), container.sandbox());
    live.remove(container.id());
    try {
      Files.deleteIfExists(notes.resolve(container.id()));
    } catch (IOException e) {
      log.warn("note of container {} cannot be removed: {}", container.id(), e.toString());
    }
  }

  /** Kills all, starts no more, and waits for their end, at most the given time each. */
  void killAll(Duration wait) throws InterruptedException {
    killOthers(Set.of(), wait);
  }

  /** As {@link #killAll}, but for those that the next agent here will take over. */
  void killOthers(Set<String> kept, Duration wait) throws InterruptedException {
    closed = true;
    List<Container> last =
        live.values().stream().filter(container -> !kept.contains(container.id())).toList();
    last.forEach(Container::destroy);
    for (Container container : last) {
      if (!container.process().waitFor(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("container {} did not end after SIGKILL", container.id());
      }
      ended(container);
    }
  }

  /** A container that the agent before this one has started. */
  void adopt(Container container) {
    live.put(container.id(), container);
  }

  /** Before the agent serves: kills what an earlier host process left running. */
  void killLeftovers() throws IOException {
    Files.createDirectories(notes);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(notes)) {
      for (Path file : files) {
        if (live.containsKey(file.getFileName().toString())) {
          continue;
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() == 3) {
          kill(lines);
        }
        Files.delete(file);
      }
    }
  }

  private static void kill(List<String> note) {
    long pid = Long.parseLong(note.get(0));
    Instant started = Instant.ofEpochMilli(Long.parseLong(note.get(1)));
    // Another process may have the number by now.
    Optional<ProcessHandle> same =
        ProcessHandle.of(pid)
            .filter(
                handle ->
                    handle
                        .info()
                        .startInstant()
                        .map(instant -> Duration.between(instant, started).abs())
                        .filter(gap -> gap.compareTo(START_TOLERANCE) < 0)
                        .isPresent());
    same.ifPresent(handle -> log.info("executor process {} of an earlier run is killed", pid));
    ProcessTree.kill(same, Path.of(note.get(2)));
  }

  private void note(Container container) {
    ProcessHandle.Info info = container.process().info();
    String text =
        container.process().pid()
            + "\n"
            + info.startInstant().map(Instant::toEpochMilli).orElse(0L)
            + "\n"
            + container.sandbox()
            + "\n";
    try {
      Files.writeString(notes.resolve(container.id()), text);
    } catch (IOException e) {
      log.warn(
          "container {} cannot be noted and may outlive a crash of the host: {}",
          container.id(),
          e.toString());
    }
  }

  /**
   * As a Mesos agent does it: a Ctrl-C in the terminal of this JVM must not reach the executors,
   * which would else look as if they had failed. The program becomes the command, so its process id
   * stays.
   */
  private static List<String> inSessionOfItsOwn(List<String> shell) {
    List<String> argv = new ArrayList<>();
    argv.add(SETSID.toString());
    argv.addAll(shell);
    return argv;
  }

  private static List<String> argv(CommandInfo command) {
    if (command.getShell()) {
      List<String> shell = List.of("sh", "-c", command.getValue());
      return Files.isExecutable(SETSID) ? inSessionOfItsOwn(shell) : shell;
    }
    List<String> argv = new ArrayList<>();
    argv.add(command.getValue());
    // The first argument is the program's own name, as execvp takes it.
    command.getArgumentsList().stream().skip(1).forEach(argv::add);
    return argv;
  }
}
