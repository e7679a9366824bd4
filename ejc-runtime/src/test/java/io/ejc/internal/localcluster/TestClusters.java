package io.ejc.internal.localcluster;

import io.ejc.runtime.local.LocalCluster;
import io.ejc.runtime.local.LocalClusterBuilder;
import io.ejc.runtime.local.LocalClusterTimings;
import java.nio.file.Path;
import java.time.Duration;

/** Clusters with clocks that a test can wait for. */
final class TestClusters {

  static final LocalClusterTimings FAST =
      LocalClusterTimings.MESOS
          .withAllocationInterval(Duration.ofMillis(100))
          .withHeartbeat(Duration.ofMillis(200))
          .withExecutorRegistrationTimeout(Duration.ofSeconds(20))
          .withExecutorReregistrationTimeout(Duration.ofSeconds(1))
          .withExecutorShutdownGrace(Duration.ofSeconds(1))
          .withAgentPings(Duration.ofMillis(100), 3)
          .withUpdateRetry(Duration.ofMillis(300), Duration.ofSeconds(2));

  private TestClusters() {}

  static LocalClusterBuilder fast(Path directory, int agents) {
    return LocalCluster.builder().directory(directory).agents(agents).timings(FAST);
  }
}
