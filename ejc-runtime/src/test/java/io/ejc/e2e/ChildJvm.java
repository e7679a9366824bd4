package io.ejc.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A JVM started by a test, with what it and its children say in files. */
final class ChildJvm implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final Path out;
  private final Path err;
  private final AtomicInteger commands = new AtomicInteger();
  private final Set<ProcessHandle> children = ConcurrentHashMap.newKeySet();

  private ChildJvm(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * What to start.
   *
   * @param directory its working directory; its output lies there too
   * @param classPath its class path
   * @param options options of the JVM
   * @param environment variables besides this JVM's own
   * @param main class and arguments
   */
  record Plan(
      Path directory,
      List<Path> classPath,
      List<String> options,
      Map<String, String> environment,
      List<String> main) {}

  static ChildJvm start(Plan plan) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(plan.options());
    command.add("-cp");
    command.add(
        plan.classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.addAll(plan.main());
    try {
      Files.createDirectories(plan.directory());
      Path out = Files.createTempFile(plan.directory(), "out", ".txt");
      Path err = Files.createTempFile(plan.directory(), "err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(plan.directory().toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(plan.environment());
      return new ChildJvm(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  /** Waits for a line of the standard output in which a pattern is found. */
  MatchResult awaitLine(String regex) {
    Pattern pattern = Pattern.compile(regex);
    await(regex)
        .atMost(PATIENCE)
        .failFast(
            () ->
                assertThat(process.isAlive() || pattern.matcher(out()).find())
                    .as("ended without %s: %s %s", regex, err(), out())
                    .isTrue())
        .untilAsserted(
            () -> assertThat(out()).as("output, errors: %s", err()).containsPattern(pattern));
    return pattern.matcher(out()).results().findFirst().orElseThrow();
  }

  /** Sends a command and waits for its answer. */
  String ask(String command) {
    int number = commands.incrementAndGet();
    try {
      // not closed: the next command goes the same way
      Writer in = process.outputWriter(UTF_8);
      in.write(number + " " + command + "\n");
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return awaitLine("(?m)^#" + number + " (.*)$").group(1);
  }

  /** Its children as they are now; {@link #orphans} remembers them. */
  List<ProcessHandle> children() {
    List<ProcessHandle> now = process.descendants().toList();
    children.addAll(now);
    return now;
  }

  /** Those of the children seen so far that are still alive. */
  List<ProcessHandle> orphans() {
    return children.stream().filter(ProcessHandle::isAlive).toList();
  }

  /** A signal as a terminal or an operator sends it. */
  void signal(String name) {
    children();
    signal(name, Long.toString(pid()));
  }

  /** A signal to any process of this machine. */
  static void signal(String name, String pid) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, pid).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for its end. */
  int awaitEnd(Duration atMost) {
    try {
      assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
          .as("ended within %s; output: %s", atMost, out())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it and all its children by force. */
  @Override
  public void close() {
    children();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    children.forEach(child -> child.onExit().join());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
