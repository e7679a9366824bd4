package io.ejc.test;

import io.ejc.api.Ejc;
import io.ejc.runtime.local.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cluster and the application of one test class, each there once it is asked for. */
final class TestBed implements AutoCloseable {

  private final Class<?> test;
  private final LocalClusterTest wishes;

  // guarded by this
  private @Nullable Path directory;
  private @Nullable LocalCluster cluster;
  private @Nullable Ejc ejc;

  TestBed(Class<?> test, LocalClusterTest wishes) {
    this.test = test;
    this.wishes = wishes;
  }

  boolean isOf(Class<?> other) {
    return test == other;
  }

  synchronized LocalCluster cluster() {
    LocalCluster known = cluster;
    if (known == null) {
      known =
          LocalCluster.builder()
              .directory(directory().resolve("cluster"))
              .agents(wishes.agents())
              .cpus(wishes.cpus())
              .memMb(wishes.memoryMB())
              .start();
      cluster = known;
    }
    return known;
  }

  synchronized Ejc ejc() {
    Ejc known = ejc;
    if (known == null) {
      known = started(cluster());
      ejc = known;
    }
    return known;
  }

  /** Arguments win over what the machine's environment says. */
  private Ejc started(LocalCluster on) {
    if (wishes.application() == void.class) {
      throw new IllegalArgumentException(
          "@LocalClusterTest of "
              + test.getName()
              + ": no application (expected: application = the class whose package holds the"
              + " jobs, where a parameter is an Ejc)");
    }
    List<String> arguments = new ArrayList<>();
    Ejc.Builder builder = Ejc.builder(wishes.application());
    argument(arguments, "ejc.advertise.address", "127.0.0.1");
    argument(arguments, "ejc.serve.port", "0");
    argument(arguments, "ejc.zookeeper.sessionTimeout", "5s");
    argument(arguments, "ejc.doctor", "off");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    argument(arguments, "ejc.executor.java", java);
    for (String property : wishes.properties()) {
      add(property, arguments, builder);
    }
    // the last one wins
    argument(arguments, "ejc.mesos.master", on.masterUrl().toString());
    argument(arguments, "ejc.zookeeper.servers", on.zookeeperServers());
    argument(arguments, "ejc.bundle.dir", directory().resolve("bundle").toString());
    return builder.args(arguments.toArray(String[]::new)).start();
  }

  private void add(String property, List<String> arguments, Ejc.Builder builder) {
    int equals = property.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "@LocalClusterTest of "
              + test.getName()
              + " properties: "
              + property
              + " (expected: key=value)");
    }
    String key = property.substring(0, equals);
    String value = property.substring(equals + 1);
    if (key.startsWith("ejc.")) {
      argument(arguments, key, value);
    } else {
      builder.property(key, value);
    }
  }

  private static void argument(List<String> arguments, String key, String value) {
    arguments.add("--" + key + "=" + value);
  }

  private Path directory() {
    Path known = directory;
    if (known == null) {
      try {
        known = Files.createTempDirectory("ejc-test");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      directory = known;
    }
    return known;
  }

  /** The application first; each also when the one before cannot be closed. */
  @Override
  public synchronized void close() {
    Ejc application = ejc;
    LocalCluster below = cluster;
    ejc = null;
    cluster = null;
    try {
      if (application != null) {
        application.close();
      }
    } finally {
      try {
        if (below != null) {
          below.close();
        }
      } finally {
        removeDirectory();
      }
    }
  }

  private void removeDirectory() {
    Path root = directory;
    directory = null;
    if (root == null) {
      return;
    }
    try {
      Files.walkFileTree(root, new Removal());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    /** What is gone needs no removing. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
      return problem instanceof NoSuchFileException
          ? FileVisitResult.CONTINUE
          : super.visitFileFailed(file, problem);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
        throws IOException {
      FileVisitResult result = super.postVisitDirectory(visited, problem);
      Files.delete(visited);
      return result;
    }
  }
}
