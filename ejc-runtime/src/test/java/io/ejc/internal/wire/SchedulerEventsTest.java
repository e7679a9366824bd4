package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FaultDomain;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.LeaseMessage;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.model.Unavailability;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.protobuf.UnknownFieldSet;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // masters still speak the fields that Mesos calls deprecated
class SchedulerEventsTest {

  private static final AttemptReport REPORT =
      new AttemptReport(
          new AttemptId(RunId.manual(new JobName("settle"), 1, "k1"), 0, 1),
          AttemptReport.Kind.FAILED,
          "java.lang.IllegalStateException",
          "no rates",
          4711);

  @Test
  void an_offer_counts_plain_and_refined_reserved_resources_and_rounds_down() throws IOException {
    Offer offer =
        offer(
            scalar("cpus", 0.1).build(),
            scalar("cpus", 0.2).build(),
            scalar("cpus", 4).addReservations(reservation()).build(),
            scalar("cpus", 4).setReservation(reservation()).setRole("alpha").build(),
            scalar("cpus", 4).setRole("alpha").build(),
            scalar("cpus", 4).setRevocable(Resource.RevocableInfo.getDefaultInstance()).build(),
            scalar("cpus", 4).setShared(Resource.SharedInfo.getDefaultInstance()).build(),
            scalar("mem", 100.6).setRole("*").build(),
            scalar("mem", 100.5).build(),
            scalar("disk", 9.999).build(),
            scalar("disk", 500).setDisk(Resource.DiskInfo.getDefaultInstance()).build(),
            scalar("gpus", 2).build());
    assertThat(offer.free()).isEqualTo(new Resources(4300, 201, 9, 2));
  }

  @Test
  void attributes_are_texts_as_an_operator_writes_them() throws IOException {
    Offer offer =
        decodeOffer(
            plainOffer()
                .addAttributes(
                    attribute("rack", Value.Type.TEXT)
                        .setText(Value.Text.newBuilder().setValue("r7")))
                .addAttributes(attribute("level", Value.Type.SCALAR).setScalar(scalarValue(10)))
                .addAttributes(attribute("version", Value.Type.SCALAR).setScalar(scalarValue(1.5)))
                .addAttributes(attribute("zero", Value.Type.SCALAR).setScalar(scalarValue(0)))
                .addAttributes(
                    attribute("span", Value.Type.RANGES)
                        .setRanges(
                            Value.Ranges.newBuilder().addRange(range(1, 2)).addRange(range(5, 9))))
                .addAttributes(
                    attribute("tags", Value.Type.SET)
                        .setSet(Value.Set.newBuilder().addItem("ssd").addItem("gpu"))));
    assertThat(offer.traits().attributes())
        .containsOnly(
            java.util.Map.entry("rack", new io.ejc.internal.model.Attribute("r7", false)),
            java.util.Map.entry("level", new io.ejc.internal.model.Attribute("10", true)),
            java.util.Map.entry("version", new io.ejc.internal.model.Attribute("1.5", true)),
            java.util.Map.entry("zero", new io.ejc.internal.model.Attribute("0", true)),
            java.util.Map.entry("span", new io.ejc.internal.model.Attribute("[1-2,5-9]", false)),
            java.util.Map.entry("tags", new io.ejc.internal.model.Attribute("{ssd,gpu}", false)));
  }

  @Test
  void role_domain_ports_and_maintenance_of_an_offer_are_read() throws IOException {
    Offer offer =
        decodeOffer(
            plainOffer()
                .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole("alpha"))
                .setDomain(
                    org.apache.mesos.v1.Protos.DomainInfo.newBuilder()
                        .setFaultDomain(
                            org.apache.mesos.v1.Protos.DomainInfo.FaultDomain.newBuilder()
                                .setRegion(
                                    org.apache.mesos.v1.Protos.DomainInfo.FaultDomain.RegionInfo
                                        .newBuilder()
                                        .setName("r1"))
                                .setZone(
                                    org.apache.mesos.v1.Protos.DomainInfo.FaultDomain.ZoneInfo
                                        .newBuilder()
                                        .setName("za"))))
                .setUnavailability(
                    org.apache.mesos.v1.Protos.Unavailability.newBuilder()
                        .setStart(
                            org.apache.mesos.v1.Protos.TimeInfo.newBuilder()
                                .setNanoseconds(5_000_000_000L)))
                .addResources(
                    Resource.newBuilder()
                        .setName("ports")
                        .setType(Value.Type.RANGES)
                        .setRanges(Value.Ranges.newBuilder().addRange(range(31000, 31002)))));
    assertThat(offer.offered().role()).isEqualTo("alpha");
    assertThat(offer.offered().ports()).containsExactly(31000, 31001, 31002);
    assertThat(offer.traits().domain()).contains(new FaultDomain("r1", "za"));
    assertThat(offer.unavailability())
        .contains(new Unavailability(java.time.Instant.ofEpochSecond(5), Optional.empty()));
  }

  @Test
  void an_update_of_the_executor_carries_its_report() throws IOException {
    TaskReport report =
        decodeUpdate(
            status()
                .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
                .setData(ByteString.copyFrom(Payloads.encode(REPORT)))
                .build());
    assertThat(report.attempt()).contains(REPORT);
    assertThat(report.fromExecutor()).isTrue();
  }

  @Test
  void data_that_is_not_of_the_executor_is_not_read() throws IOException {
    TaskReport report =
        decodeUpdate(
            status()
                .setSource(TaskStatus.Source.SOURCE_AGENT)
                .setData(ByteString.copyFrom(Payloads.encode(REPORT)))
                .build());
    assertThat(report.attempt()).isEmpty();
  }

  @Property(tries = 300)
  void data_that_cannot_be_read_does_not_lose_the_update(@ForAll byte[] data) throws IOException {
    TaskReport report =
        decodeUpdate(
            status()
                .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
                .setUuid(
                    ByteString.copyFrom(
                        new byte[] {1, (byte) 0xab, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))
                .setData(ByteString.copyFrom(data))
                .build());
    assertThat(report.state()).isEqualTo(TaskState.RUNNING);
    assertThat(report.uuid()).contains("01ab0000000000000000000000000000");
    assertThat(report.attempt()).isEmpty();
  }

  @Test
  void a_state_of_a_newer_master_means_unknown_and_keeps_the_uuid() throws IOException {
    TaskReport report =
        decodeUpdate(
            TaskStatus.newBuilder()
                .setTaskId(TaskID.newBuilder().setValue("settle.c1"))
                .setUuid(ByteString.copyFrom(new byte[16]))
                .setUnknownFields(
                    UnknownFieldSet.newBuilder()
                        .mergeFrom(varint(TaskStatus.STATE_FIELD_NUMBER, 99))
                        .mergeFrom(varint(TaskStatus.REASON_FIELD_NUMBER, 999))
                        .mergeFrom(varint(TaskStatus.SOURCE_FIELD_NUMBER, 9))
                        .mergeFrom(varint(7777, 1))
                        .build())
                .buildPartial());
    assertThat(report)
        .isEqualTo(
            new TaskReport(
                "settle.c1",
                TaskState.UNKNOWN,
                "",
                false,
                "",
                Optional.empty(),
                Optional.of("0".repeat(32)),
                Optional.empty()));
  }

  @Test
  void a_kind_of_resource_of_a_newer_master_is_passed_over() throws IOException {
    Offer offer =
        offer(
            scalar("cpus", 2).build(),
            Resource.newBuilder()
                .setName("quanta")
                .setUnknownFields(varint(Resource.TYPE_FIELD_NUMBER, 42))
                .buildPartial());
    assertThat(offer.free()).isEqualTo(new Resources(2000, 0, 0, 0));
  }

  @Test
  void an_event_of_a_newer_master_is_named_by_its_number() throws IOException {
    Event event = Event.newBuilder().setUnknownFields(varint(1, 77)).build();
    assertThat(SchedulerEvents.decode(event.toByteArray()))
        .isEqualTo(new SchedulerEvent.Unknown("event type 77"));
  }

  @Test
  void an_event_that_does_not_concern_us_is_named() throws IOException {
    Event event = Event.newBuilder().setType(Event.Type.UPDATE_OPERATION_STATUS).build();
    assertThat(SchedulerEvents.decode(event.toByteArray()))
        .isEqualTo(new SchedulerEvent.Unknown("UPDATE_OPERATION_STATUS"));
  }

  @Test
  void a_subscription_without_a_framework_id_is_refused() {
    Event event = Event.newBuilder().setType(Event.Type.SUBSCRIBED).build();
    assertThatThrownBy(() -> SchedulerEvents.decode(event.toByteArray()))
        .isInstanceOf(IOException.class)
        .hasMessage("event SUBSCRIBED without a framework id");
  }

  @Test
  void a_question_about_a_lease_is_told_with_its_executor() throws IOException {
    LeaseMessage question =
        new LeaseMessage(LeaseMessage.Kind.ASKED, CarrierId.parse("job.c1"), "n");
    byte[] record =
        Event.newBuilder()
            .setType(Event.Type.MESSAGE)
            .setMessage(
                Event.Message.newBuilder()
                    .setAgentId(AgentID.newBuilder().setValue("S0"))
                    .setExecutorId(ExecutorID.newBuilder().setValue("e-1"))
                    .setData(ByteString.copyFrom(Payloads.encode(question))))
            .build()
            .toByteArray();
    assertThat(SchedulerEvents.decode(record))
        .isEqualTo(
            new SchedulerEvent.AboutLease(new AgentId("S0"), new ExecutorId("e-1"), question));
  }

  @Property(tries = 2000)
  void bytes_changed_on_the_way_are_an_event_or_an_io_exception(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] record =
        event(Event.Type.UPDATE)
            .setUpdate(
                Event.Update.newBuilder()
                    .setStatus(status().setData(ByteString.copyFrom(Payloads.encode(REPORT)))))
            .build()
            .toByteArray();
    for (int i = 0; i < 3; i++) {
      record[random.nextInt(record.length)] = (byte) random.nextInt();
    }
    try {
      assertThat(SchedulerEvents.decode(record)).isNotNull();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("event").isNotInstanceOf(RuntimeException.class);
    }
  }

  private static TaskReport decodeUpdate(TaskStatus status) throws IOException {
    Event event =
        event(Event.Type.UPDATE)
            .setUpdate(Event.Update.newBuilder().setStatus(status).buildPartial())
            .buildPartial();
    return ((SchedulerEvent.Updated) SchedulerEvents.decode(event.toByteArray())).report();
  }

  private static Offer offer(Resource... resources) throws IOException {
    return decodeOffer(plainOffer().addAllResources(List.of(resources)));
  }

  private static Offer decodeOffer(org.apache.mesos.v1.Protos.Offer.Builder offer)
      throws IOException {
    Event event =
        event(Event.Type.OFFERS)
            .setOffers(Event.Offers.newBuilder().addOffers(offer.buildPartial()).buildPartial())
            .buildPartial();
    return ((SchedulerEvent.Offers) SchedulerEvents.decode(event.toByteArray())).offers().get(0);
  }

  private static Event.Builder event(Event.Type type) {
    return Event.newBuilder().setType(type);
  }

  private static org.apache.mesos.v1.Protos.Offer.Builder plainOffer() {
    return org.apache.mesos.v1.Protos.Offer.newBuilder()
        .setId(OfferID.newBuilder().setValue("O1"))
        .setFrameworkId(FrameworkID.newBuilder().setValue("F"))
        .setAgentId(AgentID.newBuilder().setValue("S0"))
        .setHostname("host-1");
  }

  private static TaskStatus.Builder status() {
    return TaskStatus.newBuilder()
        .setTaskId(TaskID.newBuilder().setValue("settle.c1"))
        .setState(org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING);
  }

  private static Resource.Builder scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(scalarValue(value));
  }

  private static Value.Scalar scalarValue(double value) {
    return Value.Scalar.newBuilder().setValue(value).build();
  }

  private static Value.Range range(long begin, long end) {
    return Value.Range.newBuilder().setBegin(begin).setEnd(end).build();
  }

  private static Resource.ReservationInfo reservation() {
    return Resource.ReservationInfo.newBuilder().setRole("alpha").build();
  }

  private static Attribute.Builder attribute(String name, Value.Type type) {
    return Attribute.newBuilder().setName(name).setType(type);
  }

  private static UnknownFieldSet varint(int field, long value) {
    return UnknownFieldSet.newBuilder()
        .addField(field, UnknownFieldSet.Field.newBuilder().addVarint(value).build())
        .build();
  }
}
