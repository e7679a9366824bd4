package io.ejc.internal.execute;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keeps apart what items of one process print: each attempt has {@code tasks/ATTEMPT/stdout} and
 * {@code stderr} in the sandbox, of bounded size, and of ended ones the latest are kept. Safe for
 * use by any thread.
 */
final class TaskOutputs {

  /**
   * How much is kept.
   *
   * @param fileBytes of each file; one predecessor of the same size is kept
   * @param ended of how many ended attempts
   */
  record Limits(long fileBytes, int ended) {}

  private static final System.Logger LOG = ExecutorLog.logger();

  private final Optional<Path> directory;
  private final Limits limits;

  // guarded by this
  private final Deque<Path> ended = new ArrayDeque<>();

  private TaskOutputs(Optional<Path> directory, Limits limits) {
    this.directory = directory;
    this.limits = limits;
  }

  /** A process of one item: its own streams are the item's. */
  static TaskOutputs together() {
    return new TaskOutputs(Optional.empty(), new Limits(0, 0));
  }

  /**
   * Apart, below a directory.
   *
   * @param sandbox the directory of the executor
   * @param limits how much is kept
   */
  static TaskOutputs apart(Path sandbox, Limits limits) {
    return new TaskOutputs(Optional.of(sandbox.resolve("tasks")), limits);
  }

  /** Standard output and error of this process from now on go where the thread's item says. */
  void install() {
    if (directory.isPresent()) {
      System.setOut(routed(System.out, TaskOutput.Channel.STDOUT));
      System.setErr(routed(System.err, TaskOutput.Channel.STDERR));
    }
  }

  /** Does the work of an attempt on this thread, with what it prints in files of its own. */
  <T> T during(String attempt, Supplier<T> work) {
    if (directory.isEmpty()) {
      return work.get();
    }
    TaskOutput output = new TaskOutput(directory.get().resolve(attempt), limits.fileBytes());
    output.bind();
    try {
      return work.get();
    } finally {
      end(output);
    }
  }

  private void end(TaskOutput output) {
    try {
      output.end();
      removeOldest(output.directory());
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.WARNING, "{0}: {1}", output.directory(), e.toString());
    }
  }

  private void removeOldest(Path latest) throws IOException {
    Path oldest;
    synchronized (this) {
      ended.remove(latest);
      ended.addLast(latest);
      oldest = ended.size() > limits.ended() ? ended.removeFirst() : null;
    }
    if (oldest != null && Files.isDirectory(oldest)) {
      List<Path> files;
      try (Stream<Path> tree = Files.walk(oldest)) {
        files = tree.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static PrintStream routed(PrintStream process, TaskOutput.Channel channel) {
    return new SharedPrintStream(new Routed(process, channel));
  }

  /** Whose user code may close it: its neighbours still write. */
  private static final class SharedPrintStream extends PrintStream {
    SharedPrintStream(OutputStream out) {
      super(out, true, UTF_8);
    }

    @Override
    public void close() {
      flush();
    }
  }

  private static final class Routed extends OutputStream {
    private final PrintStream process;
    private final TaskOutput.Channel channel;

    Routed(PrintStream process, TaskOutput.Channel channel) {
      this.process = process;
      this.channel = channel;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      TaskOutput output = TaskOutput.current();
      if (output == null || !output.write(channel, bytes, from, length)) {
        process.write(bytes, from, length);
      }
    }

    @Override
    public void flush() {
      process.flush();
    }
  }
}
