package io.ejc.internal.localcluster;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** The updates that an agent makes up itself: with a uuid, so acknowledged like an executor's. */
final class AgentUpdates {

  private final InstantSource clock;
  private final AgentID agentId;

  AgentUpdates(InstantSource clock, AgentID agentId) {
    this.clock = clock;
    this.agentId = agentId;
  }

  Instant instant() {
    return clock.instant();
  }

  double now() {
    return MasterUpdates.seconds(clock.instant());
  }

  AgentID agentId() {
    return agentId;
  }

  TaskStatus update(
      TaskID task, ExecutorID executor, TaskState state, TaskStatus.Reason reason, String message) {
    return update(task, state, reason, message).setExecutorId(executor).build();
  }

  TaskStatus.Builder update(
      TaskID task, TaskState state, TaskStatus.Reason reason, String message) {
    return TaskStatus.newBuilder()
        .setTaskId(task)
        .setState(state)
        .setMessage(message)
        .setSource(TaskStatus.Source.SOURCE_AGENT)
        .setReason(reason)
        .setAgentId(agentId)
        .setTimestamp(now())
        .setUuid(uuid());
  }

  static ByteString uuid() {
    UUID uuid = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    return ByteString.copyFrom(bytes.array());
  }
}
