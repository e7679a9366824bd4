package io.ejc.e2e.cluster;

import io.ejc.runtime.local.LocalCluster;
import io.ejc.runtime.local.LocalClusterTimings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The cluster, with short clocks. Answers each line of its standard input, {@code NUMBER COMMAND
 * ...}, with one line {@code #NUMBER done}; ends with its input.
 */
public final class ClusterMain {

  private ClusterMain() {}

  public static void main(String[] args) throws IOException {
    try (LocalCluster cluster =
        LocalCluster.builder()
            .directory(Path.of(args[0]))
            .timings(
                LocalClusterTimings.MESOS
                    .withAllocationInterval(Duration.ofMillis(200))
                    .withAgentPings(Duration.ofMillis(300), 3)
                    .withExecutorShutdownGrace(Duration.ofSeconds(2)))
            .start()) {
      say("master: " + cluster.masterUrl());
      say("zookeeper: " + cluster.zookeeperServers());
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", -1);
        say("#" + words[0] + " " + (obey(cluster, words) ? "done" : "unknown command"));
      }
    }
  }

  private static boolean obey(LocalCluster cluster, String[] words) {
    switch (words[1]) {
      case "disconnect" -> cluster.disconnectAgent(Integer.parseInt(words[2]));
      case "kill" -> cluster.killAgent(Integer.parseInt(words[2]));
      case "reconnect" -> cluster.reconnectAgent(Integer.parseInt(words[2]));
      case "restart-master" -> cluster.restartMaster();
      case "restart-zookeeper" -> cluster.restartZookeeper();
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
