package io.ejc.internal.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.runtime.local.LocalCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles, reservations, fault domains, fair share and timeouts of offers, as in 08 and 11. */
class RolesTest {

  private static final String RESERVED =
      "cpus:4;mem:4096;disk:10000;ports:[31000-32000];cpus(alpha):2;mem(alpha):1024";

  @TempDir private Path directory;

  @Test
  void a_role_is_offered_what_is_reserved_to_it_and_whole_what_nobody_reserved() throws Exception {
    try (LocalCluster cluster =
            TestClusters.fast(directory, 1)
                .agentResources(0, RESERVED)
                .domain("region-1/zone-a")
                .attribute("span", "[1-2,5-9]")
                .start();
        TestScheduler scheduler =
            TestScheduler.subscribe(
                cluster.masterUrl(), roles("alpha", "beta").addCapabilities(refinement()))) {
      Offer offer = scheduler.takeOffer();
      assertThat(offer.getAllocationInfo().getRole()).isEqualTo("alpha");
      assertThat(offer.getResourcesList())
          .extracting(r -> r.getName() + r.getReservationsList().size())
          .containsExactly("ports0", "cpus1", "mem1", "cpus0", "mem0", "disk0");
      assertThat(offer.getDomain().getFaultDomain().getZone().getName()).isEqualTo("zone-a");
      assertThat(offer.getAttributes(0).getRanges().getRangeCount()).isEqualTo(2);

      scheduler.launch(offer, onReserved("a1", offer));
      scheduler.takeUpdate("a1", TaskState.TASK_RUNNING);
      Event next = scheduler.take(e -> e.getType() == Event.Type.OFFERS);
      assertThat(next.getOffers().getOffersList())
          .extracting(o -> o.getAllocationInfo().getRole())
          .containsExactlyInAnyOrder("alpha", "beta");

      assertThat(scheduler.send(update(scheduler, "alpha", "gamma")).statusCode()).isEqualTo(200);
      scheduler.take(e -> e.getType() == Event.Type.RESCIND);
      Call.Builder other = update(scheduler, "alpha");
      other.getUpdateFrameworkBuilder().getFrameworkInfoBuilder().setUser("nobody");
      assertThat(scheduler.send(other).body())
          .isEqualTo(
              "FrameworkInfo update is not valid: Updating 'FrameworkInfo.user' is unsupported;"
                  + " attempted to update from 'root' to 'nobody'");
    }
  }

  @Test
  void the_older_form_names_the_role_in_the_resource() throws Exception {
    try (LocalCluster cluster =
            TestClusters.fast(directory, 1).agentResources(0, RESERVED).start();
        TestScheduler scheduler = TestScheduler.subscribe(cluster.masterUrl(), roles("alpha"));
        TestScheduler other = TestScheduler.subscribe(cluster.masterUrl(), roles("beta"))) {
      assertThat(scheduler.takeOffer().getResourcesList())
          .extracting(RolesTest::role)
          .containsExactly("*", "alpha", "alpha", "*", "*", "*");
      assertThat(other.all()).noneMatch(e -> e.getType() == Event.Type.OFFERS);
    }
  }

  @Test
  void frameworks_share_agents_evenly() throws Exception {
    try (LocalCluster cluster = TestClusters.fast(directory, 4).start();
        TestScheduler one = TestScheduler.subscribe(cluster.masterUrl(), roles("*"));
        TestScheduler two = TestScheduler.subscribe(cluster.masterUrl(), roles("*"))) {
      for (Offer offer :
          one.take(e -> e.getType() == Event.Type.OFFERS).getOffers().getOffersList()) {
        one.decline(offer, 0);
      }
      Event shared = two.take(e -> e.getType() == Event.Type.OFFERS);
      Event rest = one.take(e -> e.getType() == Event.Type.OFFERS);
      assertThat(shared.getOffers().getOffersCount()).isEqualTo(2);
      assertThat(rest.getOffers().getOffersCount()).isEqualTo(2);
    }
  }

  @Test
  void an_offer_without_an_answer_is_rescinded_and_made_again() throws Exception {
    try (LocalCluster cluster =
            TestClusters.fast(directory, 1).offerTimeout(Duration.ofMillis(300)).start();
        TestScheduler scheduler = TestScheduler.subscribe(cluster.masterUrl(), roles("*"))) {
      Offer offer = scheduler.takeOffer();
      Event rescind = scheduler.take(e -> e.getType() == Event.Type.RESCIND);
      assertThat(rescind.getRescind().getOfferId()).isEqualTo(offer.getId());
      assertThat(scheduler.takeOffer().getId()).isNotEqualTo(offer.getId());
    }
  }

  @Test
  void gpus_are_for_those_who_know_them_and_ten_thousand_offers_are_one_event() throws Exception {
    try (LocalCluster cluster =
            TestClusters.fast(directory, 1)
                .agentResources(0, "cpus:1;mem:128;gpus:2")
                .hollowAgents(9_999)
                .start();
        TestScheduler plain = TestScheduler.subscribe(cluster.masterUrl(), roles("*"));
        TestScheduler scheduler =
            TestScheduler.subscribe(
                cluster.masterUrl(),
                roles("*")
                    .addCapabilities(
                        TestScheduler.capability(FrameworkInfo.Capability.Type.GPU_RESOURCES)))) {
      Event event = scheduler.take(e -> e.getType() == Event.Type.OFFERS);
      assertThat(event.getOffers().getOffersCount()).isEqualTo(10_000);
      assertThat(plain.all()).noneMatch(e -> e.getType() == Event.Type.OFFERS);
    }
  }

  @Test
  void a_thousand_tasks_of_one_accept_all_get_their_answer() throws Exception {
    try (LocalCluster cluster =
            TestClusters.fast(directory, 1)
                .agentResources(0, "cpus:1000;mem:100000")
                .hollowAgents(1)
                .start();
        TestScheduler scheduler = TestScheduler.subscribe(cluster.masterUrl(), roles("*"))) {
      Offer offer =
          org.awaitility.Awaitility.await()
              .until(
                  () ->
                      scheduler.all().stream()
                          .flatMap(e -> e.getOffers().getOffersList().stream())
                          .filter(o -> o.getHostname().startsWith("hollow"))
                          .findFirst()
                          .orElse(null),
                  java.util.Objects::nonNull);
      TaskInfo[] tasks = new TaskInfo[1_000];
      for (int i = 0; i < tasks.length; i++) {
        tasks[i] = TestTasks.command("t" + i, offer, "true");
      }
      scheduler.launch(offer, tasks);
      scheduler.takeUpdate("t999", TaskState.TASK_FAILED);
      assertThat(scheduler.story()).contains("t0 TASK_FAILED", "t500 TASK_FAILED");
    }
  }

  private static Call.Builder update(TestScheduler scheduler, String... roles) {
    return Call.newBuilder()
        .setType(Call.Type.UPDATE_FRAMEWORK)
        .setUpdateFramework(
            Call.UpdateFramework.newBuilder()
                .setFrameworkInfo(
                    roles(roles).addCapabilities(refinement()).setId(scheduler.id())));
  }

  private static TaskInfo onReserved(String id, Offer offer) {
    Resource.ReservationInfo reserved =
        Resource.ReservationInfo.newBuilder()
            .setType(Resource.ReservationInfo.Type.STATIC)
            .setRole("alpha")
            .build();
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(TaskID.newBuilder().setValue(id))
        .setAgentId(offer.getAgentId())
        .addResources(TestTasks.scalar("cpus", 0.1).toBuilder().addReservations(reserved))
        .addResources(TestTasks.scalar("mem", 32).toBuilder().addReservations(reserved))
        .setCommand(CommandInfo.newBuilder().setValue("sleep 100"))
        .build();
  }

  @SuppressWarnings("deprecation") // the older form is what is asked for
  private static String role(Resource resource) {
    return resource.getRole();
  }

  private static FrameworkInfo.Capability refinement() {
    return TestScheduler.capability(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT);
  }

  private static FrameworkInfo.Builder roles(String... roles) {
    return TestScheduler.framework("roles").clearRoles().addAllRoles(List.of(roles));
  }
}
