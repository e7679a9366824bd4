package io.ejc.internal.wire;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.OfferId;
import java.time.Duration;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;

/** The small messages of which Mesos' larger ones are made. */
final class Identities {

  private Identities() {}

  static FrameworkID framework(FrameworkId id) {
    return FrameworkID.newBuilder().setValue(id.value()).build();
  }

  static AgentID agent(AgentId id) {
    return AgentID.newBuilder().setValue(id.value()).build();
  }

  static ExecutorID executor(ExecutorId id) {
    return ExecutorID.newBuilder().setValue(id.value()).build();
  }

  static OfferID offer(OfferId id) {
    return OfferID.newBuilder().setValue(id.value()).build();
  }

  static TaskID task(String id) {
    return TaskID.newBuilder().setValue(id).build();
  }

  static DurationInfo duration(Duration duration) {
    return DurationInfo.newBuilder().setNanoseconds(duration.toNanos()).build();
  }

  static Filters filters(double refuseSeconds) {
    return Filters.newBuilder().setRefuseSeconds(refuseSeconds).build();
  }
}
