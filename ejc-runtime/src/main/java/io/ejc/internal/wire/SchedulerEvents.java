package io.ejc.internal.wire;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.apache.mesos.protobuf.InvalidProtocolBufferException;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Reads the records of a scheduler's stream.
 *
 * <p>A newer master may use fields, event types and enum values that these classes do not know.
 * protobuf moves an unknown enum value out of its field, which leaves a required field empty and
 * would make strict parsing refuse the whole record; so records are parsed leniently, and what is
 * needed is looked at here.
 */
public final class SchedulerEvents {

  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);
  private static final double MAX_HEARTBEAT_SECONDS = 3_600;
  private static final int UUID_BYTES = 16;

  private SchedulerEvents() {}

  /**
   * Reads one record.
   *
   * @param record its bytes, in protobuf
   * @return what it says
   * @throws IOException when the bytes are no message at all, or a subscription lacks its framework
   */
  public static SchedulerEvent decode(byte[] record) throws IOException {
    Event event = parse(record);
    return switch (event.getType()) {
      case SUBSCRIBED -> subscribed(event.getSubscribed());
      case OFFERS ->
          new SchedulerEvent.Offers(
              event.getOffers().getOffersList().stream()
                  .filter(offer -> offer.hasId() && offer.hasAgentId())
                  .map(OfferReader::read)
                  .toList());
      case RESCIND ->
          new SchedulerEvent.Rescinded(new OfferId(event.getRescind().getOfferId().getValue()));
      case UPDATE -> updated(event.getUpdate().getStatus());
      case FAILURE -> failure(event.getFailure());
      case MESSAGE -> message(event.getMessage());
      case ERROR -> new SchedulerEvent.Failed(event.getError().getMessage());
      case HEARTBEAT -> new SchedulerEvent.Heartbeat();
      case INVERSE_OFFERS ->
          new SchedulerEvent.InverseOffers(
              event.getInverseOffers().getInverseOffersList().stream()
                  .filter(Protos.InverseOffer::hasId)
                  .map(OfferReader::read)
                  .toList());
      case RESCIND_INVERSE_OFFER ->
          new SchedulerEvent.Rescinded(
              new OfferId(event.getRescindInverseOffer().getInverseOfferId().getValue()));
      case UNKNOWN, UPDATE_OPERATION_STATUS -> new SchedulerEvent.Unknown(typeName(event));
    };
  }

  private static Event parse(byte[] record) throws IOException {
    try {
      return Event.parser().parsePartialFrom(record);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      // This parser meets some malformed bytes with an ArrayIndexOutOfBoundsException.
      throw new IOException(
          "a record of " + record.length + " bytes is no scheduler event: " + e.getMessage(), e);
    }
  }

  private static SchedulerEvent subscribed(Event.Subscribed subscribed) throws IOException {
    String framework = subscribed.getFrameworkId().getValue();
    if (framework.isEmpty()) {
      throw new IOException("event SUBSCRIBED without a framework id");
    }
    double seconds = Math.min(subscribed.getHeartbeatIntervalSeconds(), MAX_HEARTBEAT_SECONDS);
    Duration heartbeat =
        seconds > 0 ? Duration.ofMillis(Math.round(seconds * 1000)) : DEFAULT_HEARTBEAT;
    return new SchedulerEvent.Subscribed(
        new FrameworkId(framework), heartbeat, subscribed.getMasterInfo().getVersion());
  }

  private static SchedulerEvent failure(Event.Failure failure) {
    AgentId agent = new AgentId(failure.getAgentId().getValue());
    return failure.hasExecutorId()
        ? new SchedulerEvent.ExecutorFailed(
            agent, new ExecutorId(failure.getExecutorId().getValue()), failure.getStatus())
        : new SchedulerEvent.AgentFailed(agent);
  }

  private static SchedulerEvent message(Event.Message message) {
    AgentId agent = new AgentId(message.getAgentId().getValue());
    ExecutorId executor = new ExecutorId(message.getExecutorId().getValue());
    return Payloads.decodeMessage(message.getData().toByteArray())
        .<SchedulerEvent>map(said -> new SchedulerEvent.AboutLease(agent, executor, said))
        .orElseGet(() -> new SchedulerEvent.Message(agent, executor, message.getData().size()));
  }

  private static SchedulerEvent updated(TaskStatus status) {
    if (status.getTaskId().getValue().isEmpty()) {
      return new SchedulerEvent.Unknown("UPDATE without a task id");
    }
    boolean fromExecutor =
        status.hasSource() && status.getSource() == TaskStatus.Source.SOURCE_EXECUTOR;
    return new SchedulerEvent.Updated(
        new TaskReport(
            status.getTaskId().getValue(),
            state(status),
            status.hasReason() ? withoutPrefix("REASON_", status.getReason().name()) : "",
            fromExecutor,
            status.getMessage(),
            !status.getAgentId().getValue().isEmpty()
                ? Optional.of(new AgentId(status.getAgentId().getValue()))
                : Optional.empty(),
            // The master refuses to have any other uuid acknowledged, and would end the session.
            status.getUuid().size() == UUID_BYTES
                ? Optional.of(HexFormat.of().formatHex(status.getUuid().toByteArray()))
                : Optional.empty(),
            fromExecutor ? attempt(status) : Optional.empty()));
  }

  /** A state that we do not know says as little as Mesos' own TASK_UNKNOWN: it perhaps runs. */
  private static TaskState state(TaskStatus status) {
    return status.hasState()
        ? TaskState.valueOf(withoutPrefix("TASK_", status.getState().name()))
        : TaskState.UNKNOWN;
  }

  /** Data that we cannot read must not keep the state of the task from being heard. */
  private static Optional<AttemptReport> attempt(TaskStatus status) {
    if (status.getData().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Payloads.decodeReport(status.getData().toByteArray()));
    } catch (PayloadException e) {
      return Optional.empty();
    }
  }

  private static String typeName(Event event) {
    if (event.hasType()) {
      return event.getType().name();
    }
    return event.getUnknownFields().getField(Event.TYPE_FIELD_NUMBER).getVarintList().stream()
        .findFirst()
        .map(number -> String.format(Locale.ROOT, "event type %d", number))
        .orElse("an event without a type");
  }

  private static String withoutPrefix(String prefix, String name) {
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }
}
