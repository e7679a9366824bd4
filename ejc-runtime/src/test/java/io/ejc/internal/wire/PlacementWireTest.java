package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Portion;
import io.ejc.internal.model.Reservation;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.Wishes;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.AttributeConstraint;
import org.apache.mesos.v1.scheduler.Protos.AttributeConstraint.Selector.PseudoattributeType;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.OfferConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementWireTest {

  private static final FrameworkSettings SETTINGS =
      new FrameworkSettings(
          "shop",
          "ops",
          List.of("web", "batch"),
          true,
          Duration.ofDays(7),
          Optional.empty(),
          "host-1",
          Optional.empty());

  @Test
  void reserved_resources_are_said_as_they_were_offered() {
    Resource offered =
        Resource.newBuilder()
            .setName("cpus")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(2))
            .addReservations(
                Resource.ReservationInfo.newBuilder()
                    .setType(Resource.ReservationInfo.Type.STATIC)
                    .setRole("eng"))
            .addReservations(
                Resource.ReservationInfo.newBuilder()
                    .setType(Resource.ReservationInfo.Type.DYNAMIC)
                    .setRole("eng/web")
                    .setPrincipal("ops")
                    .setLabels(
                        Labels.newBuilder()
                            .addLabels(Label.newBuilder().setKey("k").setValue("v"))))
            .build();
    Reservation reservation = Reservations.of(offered);

    List<Resource> written =
        ResourceWriter.write(
            new io.ejc.internal.model.Allocation(
                "eng/web",
                List.of(
                    new Portion(
                        reservation,
                        new Resources(500, 0, 0, 0),
                        new io.ejc.internal.model.Ports(
                            List.of(new io.ejc.internal.model.Ports.Range(80, 81)))))));

    assertThat(reservation.role()).isEqualTo("eng/web");
    assertThat(written).extracting(Resource::getName).containsExactly("cpus", "ports");
    assertThat(written)
        .allSatisfy(
            resource -> {
              assertThat(resource.getReservationsList()).isEqualTo(offered.getReservationsList());
              assertThat(resource.getAllocationInfo().getRole()).isEqualTo("eng/web");
            });
    assertThat(written.get(0).getScalar().getValue()).isEqualTo(0.5);
    assertThat(written.get(1).getRanges().getRange(0).getEnd()).isEqualTo(81);
  }

  @Test
  void roles_are_revived_and_suppressed_by_name() throws IOException {
    FrameworkId framework = new FrameworkId("F");
    assertThat(Call.parseFrom(SchedulerCalls.revive(framework, Set.of("web"))).getRevive())
        .matches(revive -> revive.getRolesList().equals(List.of("web")));
    assertThat(Call.parseFrom(SchedulerCalls.suppress(framework, Set.of("web"))).getSuppress())
        .matches(suppress -> suppress.getRolesList().equals(List.of("web")));
  }

  @Test
  void wishes_are_told_when_subscribing_and_when_they_change() throws IOException {
    Wishes wishes = wishes("rack:IS:r1", "@zone:LIKE:a|b", "hostname:UNLIKE:test-.*");

    Call.Subscribe subscribe =
        Call.parseFrom(SchedulerCalls.subscribe(SETTINGS, Optional.empty(), wishes)).getSubscribe();
    Call update =
        Call.parseFrom(
            SchedulerCalls.update(SETTINGS, new FrameworkId("F"), wishes, Set.of("batch")));

    assertThat(update.getType()).isEqualTo(Call.Type.UPDATE_FRAMEWORK);
    assertThat(update.getUpdateFramework().getSuppressedRolesList()).containsExactly("batch");
    assertThat(update.getUpdateFramework().getFrameworkInfo().getId().getValue()).isEqualTo("F");
    assertThat(update.getUpdateFramework().getOfferConstraints())
        .isEqualTo(subscribe.getOfferConstraints());
    assertThat(subscribe.getFrameworkInfo().getCapabilitiesList())
        .extracting(Capability::getType)
        .contains(Capability.Type.GPU_RESOURCES);
    List<AttributeConstraint> rules = rules(subscribe.getOfferConstraints());
    assertThat(rules.get(0).getSelector().getAttributeName()).isEqualTo("rack");
    assertThat(rules.get(0).getPredicate().getTextEquals().getValue()).isEqualTo("r1");
    assertThat(rules.get(1).getSelector().getPseudoattributeType())
        .isEqualTo(PseudoattributeType.ZONE);
    assertThat(rules.get(1).getPredicate().getTextMatches().getRegex()).isEqualTo("a|b");
    assertThat(rules.get(2).getPredicate().getTextNotMatches().getRegex()).isEqualTo("test-.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?i)r1", "r1*+", "\\d+", "r{3}", "[a-z&&[^b]]"})
  void an_expression_that_the_master_may_read_otherwise_is_kept_back(String expression) {
    assertThat(
            rules(ConstraintWriter.write(wishes("rack:LIKE:" + expression)).orElseThrow())
                .get(0)
                .getPredicate()
                .hasExists())
        .isTrue();
    assertThat(ConstraintWriter.write(wishes("rack:UNLIKE:" + expression))).isEmpty();
  }

  @Test
  void a_job_that_takes_any_agent_lifts_the_rules_of_its_role() {
    Wishes wishes =
        new Wishes(
            false,
            new TreeMap<>(
                Map.of(
                    "web",
                    List.of(
                        List.of(Constraint.parse("rack:IS:r1")),
                        List.of(Constraint.parse("rack:UNLIKE:\\d"))))));

    assertThat(ConstraintWriter.write(wishes)).isEmpty();
    assertThat(ConstraintWriter.write(Wishes.NONE)).isEmpty();
  }

  private static Wishes wishes(String... rules) {
    return new Wishes(
        true,
        new TreeMap<>(
            Map.of("web", List.of(Arrays.stream(rules).map(Constraint::parse).toList()))));
  }

  private static List<AttributeConstraint> rules(OfferConstraints constraints) {
    return constraints.getRoleConstraintsOrThrow("web").getGroups(0).getAttributeConstraintsList();
  }
}
