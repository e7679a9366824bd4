package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.runtime.local.LocalCluster;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the local cluster describes its agents, and how it divides them. */
class SchedulerSessionTest {

  @TempDir private Path directory;

  @Test
  void agents_are_offered_whole_as_they_were_described() throws Exception {
    try (LocalCluster cluster =
            TestClusters.fast(directory, 1)
                .attribute("rack", "r7")
                .attribute("level", "10")
                .start();
        TestScheduler scheduler =
            TestScheduler.subscribe(cluster.masterUrl(), framework("first"))) {
      Offer offer = scheduler.takeOffer();

      assertThat(scheduler.all().get(0).getSubscribed().getHeartbeatIntervalSeconds())
          .isEqualTo(0.2);
      assertThat(offer.getAgentId().getValue()).isEqualTo(cluster.agentIds().get(0));
      assertThat(offer.getHostname()).isEqualTo("agent-1");
      assertThat(TestTasks.amount(offer, "cpus")).isEqualTo(4);
      assertThat(TestTasks.amount(offer, "mem")).isEqualTo(4096);
      assertThat(TestTasks.amount(offer, "disk")).isEqualTo(10000);
      assertThat(offer.getAttributesList()).extracting("name").containsExactly("level", "rack");
    }
  }

  @Test
  void two_frameworks_share_two_agents() throws Exception {
    try (LocalCluster two = TestClusters.fast(directory, 2).start();
        TestScheduler first = TestScheduler.subscribe(two.masterUrl(), framework("one"))) {
      Event.Offers all = first.take(e -> e.getType() == Event.Type.OFFERS).getOffers();
      assertThat(all.getOffersList())
          .extracting(offer -> offer.getHostname())
          .containsExactlyInAnyOrder("agent-1", "agent-2");
      try (TestScheduler second = TestScheduler.subscribe(two.masterUrl(), framework("two"))) {
        first.decline(all.getOffers(0), 0);
        first.decline(all.getOffers(1), 0);
        assertThat(second.takeOffer().getResourcesList()).isNotEmpty();
        first.takeOffer();
        nothingOffered(first);
        nothingOffered(second);
      }
    }
  }

  /** Several allocations pass without an offer for this framework. */
  private static void nothingOffered(TestScheduler scheduler) {
    long before = offers(scheduler);
    await()
        .during(350, TimeUnit.MILLISECONDS)
        .atMost(5, TimeUnit.SECONDS)
        .until(() -> offers(scheduler) == before);
  }

  private static long offers(TestScheduler scheduler) {
    return scheduler.all().stream().filter(e -> e.getType() == Event.Type.OFFERS).count();
  }
}
