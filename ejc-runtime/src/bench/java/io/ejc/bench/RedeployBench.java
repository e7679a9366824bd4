package io.ejc.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ejc.api.Ejc;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.runtime.local.LocalCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.slf4j.LoggerFactory;

/**
 * What an agent fetches when one class of an application has changed: the application, of more than
 * 50 MB, starts, runs a job and ends, then again with another class. The agent's cluster outlives
 * both, as a real one does, and every byte goes through a proxy that counts.
 */
public final class RedeployBench {

  private static final int LIBRARIES = 26;
  private static final int LIBRARY_BYTES = 2 * 1024 * 1024;
  private static final String SOURCE =
      """
      package acme;
      @io.ejc.api.ElasticJob(name = "changing", memoryMB = 64)
      public final class Changing implements io.ejc.api.SimpleJob {
        public void execute(io.ejc.api.ShardingContext context) {
          if (!context.getJobParameter().isEmpty()) {
            throw new IllegalStateException("version NUMBER");
          }
        }
      }
      """;

  private final Path directory;
  private final LocalCluster cluster;
  private final int port;

  private RedeployBench(Path directory, LocalCluster cluster, int port) {
    this.directory = directory;
    this.cluster = cluster;
    this.port = port;
  }

  public static void main(String[] args) throws Exception {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.ERROR);
    }
    Path directory = Files.createTempDirectory("ejc-redeploy-bench");
    int port = freePort();
    InetSocketAddress host = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
    try (LocalCluster cluster =
            LocalCluster.builder().directory(directory.resolve("cluster")).agents(1).start();
        CountingProxy proxy = new CountingProxy(InetAddress.getByName("127.0.0.2"), host)) {
      RedeployBench bench = new RedeployBench(directory, cluster, port);
      List<Path> libraries = bench.libraries();
      long application = bench.deploy(1, libraries);
      long first = proxy.take();
      bench.deploy(2, libraries);
      System.out.printf(
          Locale.ROOT,
          "redeploy: app_bytes=%d sent_bytes=%d first_deployment_bytes=%d%n",
          application,
          proxy.take(),
          first);
    } finally {
      delete(directory);
    }
  }

  /** Random, so that no compression makes them small. */
  private List<Path> libraries() throws IOException {
    Random random = new Random(1);
    List<Path> libraries = new ArrayList<>();
    for (int number = 0; number < LIBRARIES; number++) {
      Path file = directory.resolve("library-" + number + ".jar");
      byte[] bytes = new byte[LIBRARY_BYTES];
      random.nextBytes(bytes);
      try (OutputStream out = Files.newOutputStream(file);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        zip.putNextEntry(new ZipEntry("library-" + number + ".bin"));
        zip.write(bytes);
        zip.closeEntry();
      }
      libraries.add(file);
    }
    return libraries;
  }

  /**
   * Starts the application in this version, has its job run once, and ends it.
   *
   * @return how large it is, without EJC
   */
  private long deploy(int version, List<Path> libraries) throws Exception {
    Path classes = compiled(version);
    List<URL> classPath = new ArrayList<>(List.of(classes.toUri().toURL()));
    long bytes = Files.size(classes.resolve("acme/Changing.class"));
    for (Path library : libraries) {
      classPath.add(library.toUri().toURL());
      bytes += Files.size(library);
    }
    try (URLClassLoader loader =
        new URLClassLoader(classPath.toArray(URL[]::new), RedeployBench.class.getClassLoader())) {
      Ejc.Builder application =
          Ejc.builder(loader.loadClass("acme.Changing"))
              .property("ejc.name", "redeploy")
              .property("ejc.mesos.master", cluster.masterUrl().toString())
              .property("ejc.zookeeper.servers", cluster.zookeeperServers())
              .property("ejc.mesos.user", System.getProperty("user.name"))
              .property("ejc.doctor", "off")
              .property("ejc.executor.java", System.getProperty("java.home") + "/bin/java")
              .property("ejc.advertise.address", "127.0.0.2")
              .property("ejc.serve.address", "127.0.0.1")
              .property("ejc.serve.port", Integer.toString(port))
              .property("ejc.bundle.dir", directory.resolve("bundle").toString());
      try (Ejc ejc = application.start()) {
        RunView run = ejc.whenEnded(ejc.trigger("changing").id()).join();
        if (run.state() != RunState.SUCCEEDED) {
          throw new IllegalStateException("run: " + run + " (expected: SUCCEEDED)");
        }
      }
    }
    return bytes;
  }

  private Path compiled(int version) throws IOException {
    Path source = directory.resolve("source-" + version).resolve("acme/Changing.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, SOURCE.replace("NUMBER", Integer.toString(version)));
    Path classes = Files.createDirectories(directory.resolve("classes-" + version));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path", ""),
                "-d",
                classes.toString(),
                source.toString());
    if (result != 0) {
      throw new IllegalStateException("compiler: " + result + " (expected: 0)");
    }
    return classes;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
