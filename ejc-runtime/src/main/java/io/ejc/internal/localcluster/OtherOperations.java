package io.ejc.internal.localcluster;

import java.util.Locale;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an ACCEPT may ask for besides LAUNCH: groups for the default executor, dynamic reservations,
 * volumes. The local cluster has none of it and refuses, by the way Mesos refuses an invalid one.
 */
final class OtherOperations {

  private static final Logger log = LoggerFactory.getLogger(OtherOperations.class);

  private OtherOperations() {}

  static void refuse(FrameworkSession framework, Offer.Operation operation, MasterUpdates updates) {
    String sentence =
        "Invalid "
            + operation.getType()
            + " Operation: "
            + operation.getType().name().toLowerCase(Locale.ROOT)
            + " is not supported by the local cluster";
    log.warn("framework {}: {}; the operation is dropped", framework.id(), sentence);
    for (TaskInfo task : operation.getLaunchGroup().getTaskGroup().getTasksList()) {
      framework.send(
          updates.refused(
              task, TaskState.TASK_ERROR, TaskStatus.Reason.REASON_TASK_GROUP_INVALID, sentence));
    }
    if (operation.hasId()) {
      OperationStatus status =
          OperationStatus.newBuilder()
              .setOperationId(operation.getId())
              .setState(OperationState.OPERATION_ERROR)
              .setMessage(sentence)
              .build();
      framework.send(
          Event.newBuilder()
              .setType(Event.Type.UPDATE_OPERATION_STATUS)
              .setUpdateOperationStatus(Event.UpdateOperationStatus.newBuilder().setStatus(status))
              .build());
    }
  }
}
