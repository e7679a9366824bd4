package io.ejc.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ejc.api.Ejc;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * From the call of {@code trigger} to the first line of user code in a warm executor, on the local
 * cluster, one run after another. The item takes the time itself, on the same machine's clock.
 * Indicative: the store and the master are the local cluster's.
 *
 * <p>{@code bench.n} is the number of measured runs, by default 200.
 */
public final class DispatchBench {

  private static final int WARM_UP = 50;
  private static final int N_DEFAULT = 200;

  private final InstantSource clock = InstantSource.system();
  private final Ejc ejc;
  private final ServerSocket told;

  private DispatchBench(Ejc ejc, ServerSocket told) {
    this.ejc = ejc;
    this.told = told;
  }

  /** One measured run: until the trigger was durable, and until user code ran. */
  private record Sample(Duration durable, Duration started) {}

  public static void main(String[] args) throws IOException {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.ERROR);
    }
    int n = Integer.getInteger("bench.n", N_DEFAULT);
    Path directory = Files.createTempDirectory("ejc-dispatch-bench");
    try (ServerSocket told = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      System.setProperty("bench.port", Integer.toString(told.getLocalPort()));
      Ejc.Builder application =
          Ejc.builder(DispatchBench.class)
              .args(args)
              .property("ejc.local.dir", directory.resolve("local").toString())
              .property("ejc.bundle.dir", directory.resolve("bundle").toString());
      try (Ejc ejc = application.start()) {
        new DispatchBench(ejc, told).measure(n);
      }
    } finally {
      delete(directory);
    }
  }

  private void measure(int n) {
    for (int i = 0; i < WARM_UP; i++) {
      sample();
    }
    Sample[] samples = new Sample[n];
    Arrays.setAll(samples, i -> sample());
    print("dispatch: warm", Arrays.stream(samples).map(Sample::started).toArray(Duration[]::new));
    print("durable: warm", Arrays.stream(samples).map(Sample::durable).toArray(Duration[]::new));
  }

  private Sample sample() {
    Instant asked = clock.instant();
    RunView run = ejc.trigger("dispatch");
    Instant durable = clock.instant();
    Instant started = started();
    RunView ended = ejc.whenEnded(run.id()).join();
    if (ended.state() != RunState.SUCCEEDED) {
      throw new IllegalStateException("run: " + ended + " (expected: SUCCEEDED)");
    }
    return new Sample(Duration.between(asked, durable), Duration.between(asked, started));
  }

  private Instant started() {
    try (Socket item = told.accept();
        DataInputStream in = new DataInputStream(item.getInputStream())) {
      long seconds = in.readLong();
      return Instant.ofEpochSecond(seconds, in.readInt());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void print(String what, Duration[] durations) {
    Arrays.sort(durations);
    System.out.printf(
        Locale.ROOT,
        "%s n=%d p50_ms=%.2f p99_ms=%.2f%n",
        what,
        durations.length,
        millis(durations, 50),
        millis(durations, 99));
  }

  /** The smallest sample that so many percent of all do not exceed. */
  private static double millis(Duration[] sorted, int percent) {
    int rank = (sorted.length * percent + 99) / 100;
    return sorted[Math.max(0, rank - 1)].toNanos() / 1e6;
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException fault)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
