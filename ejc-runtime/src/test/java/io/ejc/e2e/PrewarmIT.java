package io.ejc.e2e;

import static org.awaitility.Awaitility.await;

import io.ejc.api.AttemptView;
import io.ejc.api.Ejc;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.e2e.warm.TickJob;
import io.ejc.runtime.local.LocalCluster;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that are started ahead of fires, as a host does by default. */
class PrewarmIT {

  @TempDir private static Path directory;
  private ClusterUnderTest cluster;
  private Ejc ejc;

  @BeforeEach
  void start() {
    cluster =
        ClusterUnderTest.open(
            LocalCluster.builder().directory(directory.resolve("cluster")).agents(2));
    ejc =
        Ejc.builder(TickJob.class)
            .args(
                "--ejc.name=" + cluster.name("prewarm"),
                "--ejc.mesos.master=" + cluster.master(),
                "--ejc.zookeeper.servers=" + cluster.zookeeper(),
                "--ejc.serve.port=0",
                "--ejc.doctor=off",
                "--ejc.advertise.address=127.0.0.1",
                "--ejc.bundle.dir=" + directory.resolve("bundle"),
                "--ejc.executor.cacheDir=" + directory.resolve("cache"),
                // none lives from one fire to the next
                "--ejc.executor.keepAlive=1s",
                "--ejc.executor.java=" + ClusterUnderTest.java())
            .start();
  }

  @AfterEach
  void end() throws Exception {
    try (ClusterUnderTest last = cluster) {
      if (ejc != null) {
        ejc.close();
      }
    }
  }

  @Test
  void the_first_item_of_an_executor_finds_it_running() {
    await().atMost(ChildJvm.PATIENCE).until(this::isReadyForAFirstItem);
  }

  /** Whether an item was the first in its process, which was not started for it. */
  private boolean isReadyForAFirstItem() {
    List<RunView> ended =
        ejc.runs("tick").stream()
            .filter(run -> run.state() == RunState.FAILED)
            .sorted(Comparator.comparing(RunView::scheduledInstant))
            .toList();
    Set<String> seen = new HashSet<>();
    boolean found = false;
    for (RunView run : ended) {
      AttemptView attempt = run.items().get(0).attempts().get(0);
      boolean first =
          attempt
              .failure()
              .filter(thrown -> thrown.exceptionClass().equals(TickJob.RanIn.class.getName()))
              .filter(thrown -> seen.add(thrown.message()))
              .isPresent();
      found |= first && attempt.startUp().isEmpty();
    }
    return found;
  }
}
