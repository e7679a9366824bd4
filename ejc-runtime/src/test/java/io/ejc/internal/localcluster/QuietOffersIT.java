package io.ejc.internal.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.api.Ejc;
import io.ejc.api.RunState;
import io.ejc.e2e.quiet.QuietJob;
import io.ejc.runtime.local.LocalCluster;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.Offer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A framework with nothing to place leaves everything to others on its master. */
@Timeout(180)
class QuietOffersIT {

  private static final double CPUS = 4;
  private static final double EXECUTOR_CPUS = 0.1;

  @Test
  void with_nothing_to_place_another_framework_gets_everything(@TempDir Path directory)
      throws Exception {
    try (LocalCluster cluster =
            TestClusters.fast(directory.resolve("cluster"), 1).cpus(CPUS).start();
        Ejc ejc = host(cluster, directory);
        TestScheduler other =
            TestScheduler.subscribe(cluster.masterUrl(), TestScheduler.framework("other"))) {
      Offer idle = other.takeOffer();
      assertThat(cpus(idle)).isEqualTo(CPUS);
      other.decline(idle, 3600);

      // there is work, and the other framework does not want what it was offered
      String run = ejc.trigger("quiet").id();
      assertThat(ejc.whenEnded(run).get(120, TimeUnit.SECONDS).state())
          .isEqualTo(RunState.SUCCEEDED);
      other.must(org.apache.mesos.v1.scheduler.Protos.Call.Type.REVIVE);

      // all but what the warm executor itself takes
      Offer after = other.takeOffer();
      assertThat(cpus(after)).isCloseTo(CPUS - EXECUTOR_CPUS, within());
      System.out.printf(
          Locale.ROOT,
          "quiet: agents=1 cpus=%.1f offered_to_another_idle=%.1f after_a_run=%.1f held_cpus=%.1f%n",
          CPUS,
          cpus(idle),
          cpus(after),
          CPUS - cpus(idle));
    }
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(0.0001);
  }

  private static double cpus(Offer offer) {
    return offer.getResourcesList().stream()
        .filter(resource -> resource.getName().equals("cpus"))
        .mapToDouble(resource -> resource.getScalar().getValue())
        .sum();
  }

  private static Ejc host(LocalCluster cluster, Path directory) {
    return Ejc.run(
        QuietJob.class,
        "--ejc.name=quiet",
        "--ejc.mesos.master=" + cluster.masterUrl(),
        "--ejc.zookeeper.servers=" + cluster.zookeeperServers(),
        "--ejc.serve.port=0",
        "--ejc.advertise.address=127.0.0.1",
        "--ejc.bundle.dir=" + directory.resolve("bundle"),
        "--ejc.executor.java=" + Path.of(System.getProperty("java.home"), "bin", "java"));
  }
}
