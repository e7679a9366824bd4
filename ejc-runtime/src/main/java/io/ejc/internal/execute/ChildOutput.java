package io.ejc.internal.execute;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a program of an item prints: into the item's files, through this process, because the
 * program itself would not keep them bounded; or where this process prints.
 */
final class ChildOutput {

  private static final System.Logger LOG = ExecutorLog.logger();

  /** What has left the program when it ended is in a pipe, and is read in no time. */
  private static final Duration REST = Duration.ofSeconds(5);

  private final Optional<TaskOutput> item;
  private List<Thread> readers = List.of();

  private ChildOutput(Optional<TaskOutput> item) {
    this.item = item;
  }

  /** Of a program that is about to be started by this thread's item. */
  static ChildOutput prepare(ProcessBuilder program) {
    Optional<TaskOutput> item = Optional.ofNullable(TaskOutput.current());
    if (item.isEmpty()) {
      program.redirectOutput(ProcessBuilder.Redirect.INHERIT);
      program.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    return new ChildOutput(item);
  }

  /** It has been started. */
  void follow(Process program) {
    item.ifPresent(
        output ->
            readers =
                List.of(
                    reader(output, TaskOutput.Channel.STDOUT, program.getInputStream()),
                    reader(output, TaskOutput.Channel.STDERR, program.getErrorStream())));
  }

  /** It has ended, and what it started too: waits for what they printed. */
  void complete() {
    boolean interrupted = Thread.interrupted();
    try {
      for (Thread reader : readers) {
        reader.join(REST.toMillis());
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread reader(TaskOutput output, TaskOutput.Channel channel, InputStream from) {
    String name = Thread.currentThread().getName() + "-" + channel;
    Thread reader = new Thread(() -> copy(output, channel, from), name);
    reader.setDaemon(true);
    reader.start();
    return reader;
  }

  private static void copy(TaskOutput output, TaskOutput.Channel channel, InputStream from) {
    byte[] buffer = new byte[8192];
    try (from) {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        keep(output, channel, buffer, read);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the output of a program ended: {0}", e.toString());
    }
  }

  /** A full disk must not hold the program up: what cannot be kept is dropped. */
  private static void keep(TaskOutput output, TaskOutput.Channel channel, byte[] bytes, int count) {
    try {
      boolean unused = output.write(channel, bytes, 0, count);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "output of a program is dropped: {0}", e.toString());
    }
  }
}
