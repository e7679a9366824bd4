package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.InverseOffer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Unavailability;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** The values are those of a recorded session in which an operator announced a maintenance. */
class MaintenanceWireTest {

  private static final String MASTER = "d7c8f320-5990-4610-ae4e-8797d5eb9a38";
  private static final FrameworkId FRAMEWORK = new FrameworkId(MASTER + "-0000");
  private static final List<OfferId> OFFERS = List.of(new OfferId(MASTER + "-O3"));
  private static final long START = 1_795_336_167_681_563_904L;
  private static final Unavailability IN_AN_HOUR =
      new Unavailability(
          Instant.parse("2026-11-22T08:29:27.681563904Z"), Optional.of(Duration.ofHours(1)));

  private static Protos.Unavailability.Builder announced() {
    return Protos.Unavailability.newBuilder()
        .setStart(TimeInfo.newBuilder().setNanoseconds(START))
        .setDuration(DurationInfo.newBuilder().setNanoseconds(3_600_000_000_000L));
  }

  private static Protos.InverseOffer.Builder question() {
    return Protos.InverseOffer.newBuilder()
        .setId(OfferID.newBuilder().setValue(MASTER + "-O3"))
        .setFrameworkId(FrameworkID.newBuilder().setValue(MASTER + "-0000"))
        .setAgentId(AgentID.newBuilder().setValue(MASTER + "-S0"))
        .setUnavailability(announced());
  }

  private static SchedulerEvent decoded(Protos.InverseOffer question) throws IOException {
    return SchedulerEvents.decode(
        Event.newBuilder()
            .setType(Event.Type.INVERSE_OFFERS)
            .setInverseOffers(Event.InverseOffers.newBuilder().addInverseOffers(question))
            .build()
            .toByteArray());
  }

  @Test
  void a_question_names_its_agent_and_when_it_is_to_be_away() throws IOException {
    assertThat(decoded(question().build()))
        .isEqualTo(
            new SchedulerEvent.InverseOffers(
                List.of(
                    new InverseOffer(
                        OFFERS.get(0), Optional.of(new AgentId(MASTER + "-S0")), IN_AN_HOUR))));
  }

  @Test
  void a_question_without_an_agent_or_an_end_is_read_too() throws IOException {
    Protos.InverseOffer open =
        question().clearAgentId().setUnavailability(announced().clearDuration()).build();

    assertThat(decoded(open))
        .isEqualTo(
            new SchedulerEvent.InverseOffers(
                List.of(
                    new InverseOffer(
                        OFFERS.get(0),
                        Optional.empty(),
                        new Unavailability(IN_AN_HOUR.start(), Optional.empty())))));
  }

  @Test
  void a_question_may_be_withdrawn() throws IOException {
    Event event =
        Event.newBuilder()
            .setType(Event.Type.RESCIND_INVERSE_OFFER)
            .setRescindInverseOffer(
                Event.RescindInverseOffer.newBuilder()
                    .setInverseOfferId(OfferID.newBuilder().setValue(MASTER + "-O3")))
            .build();

    assertThat(SchedulerEvents.decode(event.toByteArray()))
        .isEqualTo(new SchedulerEvent.Rescinded(OFFERS.get(0)));
  }

  @Test
  void an_offer_says_when_its_agent_is_to_be_away() throws IOException {
    Protos.Offer offer =
        Protos.Offer.newBuilder()
            .setId(OfferID.newBuilder().setValue(MASTER + "-O2"))
            .setFrameworkId(FrameworkID.newBuilder().setValue(MASTER + "-0000"))
            .setAgentId(AgentID.newBuilder().setValue(MASTER + "-S0"))
            .setHostname("localhost")
            .setUnavailability(announced())
            .build();
    Event event =
        Event.newBuilder()
            .setType(Event.Type.OFFERS)
            .setOffers(Event.Offers.newBuilder().addOffers(offer))
            .build();

    SchedulerEvent read = SchedulerEvents.decode(event.toByteArray());

    assertThat(((SchedulerEvent.Offers) read).offers().get(0).unavailability())
        .contains(IN_AN_HOUR);
  }

  @Test
  void both_answers_carry_the_question_and_a_filter() throws IOException {
    Call yes =
        Call.parseFrom(SchedulerCalls.acceptInverse(FRAMEWORK, OFFERS, Duration.ofSeconds(2)));
    Call no =
        Call.parseFrom(SchedulerCalls.declineInverse(FRAMEWORK, OFFERS, Duration.ofMinutes(1)));

    assertThat(yes.getType()).isEqualTo(Call.Type.ACCEPT_INVERSE_OFFERS);
    assertThat(yes.getFrameworkId().getValue()).isEqualTo(FRAMEWORK.value());
    assertThat(yes.getAcceptInverseOffers().getInverseOfferIds(0).getValue())
        .isEqualTo(OFFERS.get(0).value());
    assertThat(yes.getAcceptInverseOffers().getFilters().getRefuseSeconds()).isEqualTo(2.0);
    assertThat(no.getType()).isEqualTo(Call.Type.DECLINE_INVERSE_OFFERS);
    assertThat(no.getDeclineInverseOffers().getInverseOfferIdsCount()).isEqualTo(1);
    assertThat(no.getDeclineInverseOffers().getFilters().getRefuseSeconds()).isEqualTo(60.0);
  }
}
