package io.ejc.runtime.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/**
 * A local cluster as a program. Prints the master's and ZooKeeper's address, one a line, and runs
 * until it is stopped by SIGTERM or SIGINT.
 *
 * <pre>
 * --agents=2 --master-port=0 --masters=1 --agent-ports=5051,5052 --zookeeper-port=0 --dir=.ejc/local
 * --cpus=4 --mem=4096 --disk=10000 --resources=cpus:4;mem:4096;cpus(alpha):2
 * --attributes=rack:r1;zone:a --domain=region-1/zone-a --offer-timeout=30
 * --credentials=FILE (a principal and its secret on each line) --checkpoint=true
 * </pre>
 */
public final class LocalClusterMain {

  private static final int MOST_AGENTS = 30;

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
    LocalClusterBuilder builder;
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
    } catch (LocalClusterException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  /** The flags as settings; an IllegalArgumentException names a wrong one. */
  static LocalClusterBuilder parse(String... args) {
    TreeMap<String, BiConsumer<LocalClusterBuilder, String>> flags = new TreeMap<>();
    flags.put("--agents", (b, value) -> b.agents(whole("--agents", value)));
    flags.put("--master-port", (b, value) -> b.masterPort(whole("--master-port", value)));
    flags.put("--zookeeper-port", (b, value) -> b.zookeeperPort(whole("--zookeeper-port", value)));
    flags.put("--dir", (b, value) -> b.directory(Path.of(value)));
    flags.put("--cpus", (b, value) -> b.cpus(number("--cpus", value)));
    flags.put("--mem", (b, value) -> b.memMb(whole("--mem", value)));
    flags.put("--disk", (b, value) -> b.diskMb(whole("--disk", value)));
    flags.put("--attributes", LocalClusterMain::attributes);
    flags.put("--masters", (b, value) -> b.masterPorts(zeros(whole("--masters", value))));
    flags.put("--agent-ports", (b, value) -> b.agentPorts(ports(value)));
    flags.put("--resources", LocalClusterMain::resources);
    flags.put("--domain", (b, value) -> b.domain(value));
    flags.put("--credentials", LocalClusterMain::credentials);
    flags.put("--checkpoint", (b, value) -> b.checkpoint(truth("--checkpoint", value)));
    flags.put(
        "--offer-timeout",
        (b, value) -> b.offerTimeout(Duration.ofSeconds(whole("--offer-timeout", value))));
    LocalClusterBuilder builder = LocalCluster.builder();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      BiConsumer<LocalClusterBuilder, String> flag =
          equals < 0 ? null : flags.get(arg.substring(0, equals));
      if (flag == null) {
        throw new IllegalArgumentException(
            arg + " (expected: " + String.join("=, ", flags.keySet()) + "=)");
      }
      flag.accept(builder, arg.substring(equals + 1));
    }
    return builder;
  }

  private static void attributes(LocalClusterBuilder builder, String value) {
    for (String attribute : Arrays.asList(value.split(";", -1))) {
      int colon = attribute.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException(
            "--attributes: " + value + " (expected: name:value;name:value)");
      }
      builder.attribute(attribute.substring(0, colon), attribute.substring(colon + 1));
    }
  }

  private static void resources(LocalClusterBuilder builder, String value) {
    for (int i = 0; i < MOST_AGENTS; i++) {
      builder.agentResources(i, value);
    }
  }

  private static void credentials(LocalClusterBuilder builder, String file) {
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        String[] words = line.strip().split("\\s+", 2);
        if (words.length == 2) {
          builder.credential(words[0], words[1]);
        } else if (!line.isBlank()) {
          throw new IllegalArgumentException(
              "--credentials: " + file + " (expected: a principal and its secret on each line)");
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--credentials: " + file + " (expected: a file that can be read)", e);
    }
  }

  private static List<Integer> zeros(int count) {
    return Collections.nCopies(Math.max(count, 0), 0);
  }

  private static List<Integer> ports(String value) {
    return Arrays.stream(value.split(",", -1)).map(p -> whole("--agent-ports", p)).toList();
  }

  private static boolean truth(String flag, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(flag + ": " + value + " (expected: true or false)");
    }
    return Boolean.parseBoolean(value);
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
