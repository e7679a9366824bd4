package io.ejc.runtime.local;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/**
 * A local cluster as a program. Prints the master's and ZooKeeper's address, one a line, and runs
 * until it is stopped by SIGTERM or SIGINT.
 *
 * <pre>
 * --agents=2 --master-port=0 --zookeeper-port=0 --dir=.ejc/local
 * --cpus=4 --mem=4096 --disk=10000 --attributes=rack:r1;zone:a
 * </pre>
 */
public final class LocalClusterMain {

  private LocalClusterMain() {}

  /**
   * Runs until the process is stopped; exits with 2 if a flag is wrong, with 1 if it cannot start.
   */
  public static void main(String[] args) throws InterruptedException {
    int failure = run(args, System.out, System.err);
    if (failure != 0) {
      System.exit(failure);
    }
    new CountDownLatch(1).await();
  }

  private static int run(String[] args, PrintStream out, PrintStream err) {
    LocalCluster.Builder builder;
    try {
      builder = parse(args);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    }
    try {
      LocalCluster cluster = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "local-cluster-stop"));
      out.println("master: " + cluster.masterUrl());
      out.println("zookeeper: " + cluster.zookeeperServers());
      out.flush();
      return 0;
    } catch (LocalClusterException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  /** The flags as settings; an IllegalArgumentException names a wrong one. */
  static LocalCluster.Builder parse(String... args) {
    TreeMap<String, BiConsumer<LocalCluster.Builder, String>> flags = new TreeMap<>();
    flags.put("--agents", (b, value) -> b.agents(whole("--agents", value)));
    flags.put("--master-port", (b, value) -> b.masterPort(whole("--master-port", value)));
    flags.put("--zookeeper-port", (b, value) -> b.zookeeperPort(whole("--zookeeper-port", value)));
    flags.put("--dir", (b, value) -> b.directory(Path.of(value)));
    flags.put("--cpus", (b, value) -> b.cpus(number("--cpus", value)));
    flags.put("--mem", (b, value) -> b.memMb(whole("--mem", value)));
    flags.put("--disk", (b, value) -> b.diskMb(whole("--disk", value)));
    flags.put("--attributes", LocalClusterMain::attributes);
    LocalCluster.Builder builder = LocalCluster.builder();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      BiConsumer<LocalCluster.Builder, String> flag =
          equals < 0 ? null : flags.get(arg.substring(0, equals));
      if (flag == null) {
        throw new IllegalArgumentException(
            arg + " (expected: " + String.join("=, ", flags.keySet()) + "=)");
      }
      flag.accept(builder, arg.substring(equals + 1));
    }
    return builder;
  }

  private static void attributes(LocalCluster.Builder builder, String value) {
    for (String attribute : Arrays.asList(value.split(";", -1))) {
      int colon = attribute.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException(
            "--attributes: " + value + " (expected: name:value;name:value)");
      }
      builder.attribute(attribute.substring(0, colon), attribute.substring(colon + 1));
    }
  }

  private static int whole(String flag, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(flag + ": " + value + " (expected: a whole number)", e);
    }
  }

  private static double number(String flag, String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(flag + ": " + value + " (expected: a number)", e);
    }
  }
}
