package io.ejc.internal.wire;

import io.ejc.internal.model.AgentId;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.mesos.protobuf.InvalidProtocolBufferException;
import org.apache.mesos.protobuf.UninitializedMessageException;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.executor.Protos.Event;

/**
 * Reads the records of an executor's event stream (Mesos v1 executor API, protobuf). A newer agent
 * may use what these classes do not know; as in {@link SchedulerEvents}, records are parsed
 * leniently and what is needed is looked at here.
 */
public final class ExecutorEvents {

  private ExecutorEvents() {}

  /**
   * Reads one record.
   *
   * @throws PayloadException when the bytes are no event, or when the executor's own data cannot be
   *     read; a task whose data cannot be read is an {@link ExecutorEvent.Unusable} instead
   */
  public static ExecutorEvent decode(byte[] record) {
    Event event = parse(record);
    switch (event.getType()) {
      case SUBSCRIBED:
        return subscribed(event.getSubscribed());
      case LAUNCH:
        return event.getLaunch().getTask().getTaskId().getValue().isEmpty()
            ? new ExecutorEvent.Unknown("LAUNCH without a task id")
            : launch(event.getLaunch().getTask());
      case LAUNCH_GROUP:
        return launchGroup(event.getLaunchGroup());
      case KILL:
        return kill(event.getKill());
      case ACKNOWLEDGED:
        return new ExecutorEvent.Acknowledged(
            event.getAcknowledged().getTaskId().getValue(),
            HexFormat.of().formatHex(event.getAcknowledged().getUuid().toByteArray()));
      case MESSAGE:
        return new ExecutorEvent.Message(event.getMessage().getData().toByteArray());
      case SHUTDOWN:
        return new ExecutorEvent.Shutdown();
      case ERROR:
        return new ExecutorEvent.Failed(event.getError().getMessage());
      case HEARTBEAT:
      case UNKNOWN:
      default:
        return new ExecutorEvent.Unknown(typeName(event));
    }
  }

  private static Event parse(byte[] record) {
    try {
      return Event.parser().parsePartialFrom(record);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      // This parser meets some malformed bytes with an ArrayIndexOutOfBoundsException.
      throw new PayloadException("executor event: " + record.length + " bytes are no protobuf", e);
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

  private static ExecutorEvent subscribed(Event.Subscribed subscribed) {
    ExecutorInfo executor = subscribed.getExecutorInfo();
    return new ExecutorEvent.Subscribed(
        Payloads.decodeExecutor(executor.getData().toByteArray()),
        new AgentId(subscribed.getAgentInfo().getId().getValue()),
        subscribed.getAgentInfo().getHostname());
  }

  private static ExecutorEvent launch(TaskInfo info) {
    LaunchedTask task = launchedTask(info);
    try {
      return new ExecutorEvent.Launch(
          task.taskId(),
          new AgentId(info.getAgentId().getValue()),
          Payloads.decodeTask(info.getData().toByteArray()),
          task,
          Payloads.decodeLayers(info.getData().toByteArray()));
    } catch (PayloadException e) {
      return new ExecutorEvent.Unusable(List.of(task), String.valueOf(e.getMessage()));
    }
  }

  private static ExecutorEvent launchGroup(Event.LaunchGroup group) {
    List<LaunchedTask> tasks =
        group.getTaskGroup().getTasksList().stream()
            .map(ExecutorEvents::launchedTask)
            .filter(task -> !task.taskId().isEmpty())
            .toList();
    return new ExecutorEvent.Unusable(tasks, "this executor runs single tasks, not task groups");
  }

  private static LaunchedTask launchedTask(TaskInfo info) {
    try {
      return new LaunchedTask(info.getTaskId().getValue(), info.toByteArray());
    } catch (UninitializedMessageException e) {
      // a map's entry without its value: the one part of a message that is not written as it came
      throw new PayloadException(
          "task " + info.getTaskId().getValue() + " is not whole: " + e.getMessage(), e);
    }
  }

  private static ExecutorEvent kill(Event.Kill kill) {
    boolean says = kill.hasKillPolicy() && kill.getKillPolicy().hasGracePeriod();
    Optional<Duration> grace =
        says
            ? Optional.of(Duration.ofNanos(kill.getKillPolicy().getGracePeriod().getNanoseconds()))
            : Optional.empty();
    return new ExecutorEvent.Kill(kill.getTaskId().getValue(), grace);
  }
}
