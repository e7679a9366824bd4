package io.ejc.internal.wire;

import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.protobuf.InvalidProtocolBufferException;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;

/**
 * The calls of one executor to its agent, as bytes for {@code application/x-protobuf} (Mesos v1
 * executor API). Safe for use by many threads.
 */
public final class ExecutorCalls {

  private final FrameworkID framework;
  private final ExecutorID executor;

  /** The calls of this executor of this framework. */
  public ExecutorCalls(FrameworkId framework, ExecutorId executor) {
    this.framework = FrameworkID.newBuilder().setValue(framework.value()).build();
    this.executor = ExecutorID.newBuilder().setValue(executor.value()).build();
  }

  /**
   * Asks for the event stream.
   *
   * @param tasks the tasks of which no update was acknowledged
   * @param updates the updates that were not acknowledged, in their order
   */
  public byte[] subscribe(List<LaunchedTask> tasks, List<ExecutorUpdate> updates) {
    Call.Subscribe.Builder subscribe = Call.Subscribe.newBuilder();
    for (LaunchedTask task : tasks) {
      subscribe.addUnacknowledgedTasks(taskInfo(task));
    }
    for (ExecutorUpdate update : updates) {
      subscribe.addUnacknowledgedUpdates(Call.Update.newBuilder().setStatus(status(update)));
    }
    // A task may hold what only a newer agent understands: it goes back as it came.
    return call(Call.Type.SUBSCRIBE)
        .setSubscribe(subscribe.buildPartial())
        .buildPartial()
        .toByteArray();
  }

  /** Tells the state of a task. */
  public byte[] update(ExecutorUpdate update) {
    Call.Update.Builder status = Call.Update.newBuilder().setStatus(status(update));
    return call(Call.Type.UPDATE).setUpdate(status).build().toByteArray();
  }

  /** A message to the framework's scheduler, which may be lost. */
  public byte[] message(byte[] data) {
    Call.Message.Builder message = Call.Message.newBuilder().setData(ByteString.copyFrom(data));
    return call(Call.Type.MESSAGE).setMessage(message).build().toByteArray();
  }

  private Call.Builder call(Call.Type type) {
    return Call.newBuilder().setType(type).setFrameworkId(framework).setExecutorId(executor);
  }

  private TaskStatus status(ExecutorUpdate update) {
    Instant at = update.timestamp();
    TaskStatus.Builder status =
        TaskStatus.newBuilder()
            .setTaskId(TaskID.newBuilder().setValue(update.taskId()))
            .setState(TaskState.valueOf("TASK_" + update.state().name()))
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setExecutorId(executor)
            .setTimestamp(at.getEpochSecond() + at.getNano() / 1e9)
            .setUuid(ByteString.copyFrom(HexFormat.of().parseHex(update.uuid())));
    if (!update.message().isEmpty()) {
      status.setMessage(update.message());
    }
    update.report().map(Payloads::encode).map(ByteString::copyFrom).ifPresent(status::setData);
    return status.build();
  }

  private static TaskInfo taskInfo(LaunchedTask task) {
    try {
      return TaskInfo.parser().parsePartialFrom(task.taskInfo());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(task + " was parsed when it came", e);
    }
  }
}
