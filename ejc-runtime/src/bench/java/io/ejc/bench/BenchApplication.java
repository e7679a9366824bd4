package io.ejc.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ejc.api.Ejc;
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
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The jobs of this package on the local cluster, in a directory that goes with it. */
final class BenchApplication implements AutoCloseable {

  /** A whole run may report at once. */
  private static final int BACKLOG = 1_000;

  private final Path directory;
  private final ServerSocket told;
  private final Ejc ejc;

  private BenchApplication(Path directory, ServerSocket told, Ejc ejc) {
    this.directory = directory;
    this.told = told;
    this.ejc = ejc;
  }

  /**
   * Starts it.
   *
   * @param main its main class
   * @param properties further configuration
   */
  static BenchApplication start(Class<?> main, Map<String, String> properties) throws IOException {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.ERROR);
    }
    Path directory = Files.createTempDirectory("ejc-bench");
    ServerSocket told = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    System.setProperty("bench.port", Integer.toString(told.getLocalPort()));
    Ejc.Builder application =
        Ejc.builder(main)
            .property("ejc.local.dir", directory.resolve("local").toString())
            .property("ejc.bundle.dir", directory.resolve("bundle").toString());
    properties.forEach(application::property);
    return new BenchApplication(directory, told, application.start());
  }

  Ejc ejc() {
    return ejc;
  }

  /** Waits for an item, and returns when its user code began, by the same machine's clock. */
  Instant nextArrival() {
    try (Socket item = told.accept();
        DataInputStream in = new DataInputStream(item.getInputStream())) {
      long seconds = in.readLong();
      return Instant.ofEpochSecond(seconds, in.readInt());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    ejc.close();
    told.close();
    delete(directory);
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
