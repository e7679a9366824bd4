package io.ejc.internal.localcluster;

import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;

/** Whether an executor's call is complete, in the words of a Mesos agent. */
final class ExecutorCallCheck {

  private ExecutorCallCheck() {}

  static void check(Call call) throws Refusal {
    if (!call.hasType()) {
      throw invalid("Expecting 'type' to be present");
    }
    switch (call.getType()) {
      case SUBSCRIBE -> present(call.hasSubscribe(), "subscribe");
      case MESSAGE -> present(call.hasMessage(), "message");
      case UPDATE -> checkUpdate(call);
      default -> {
        return;
      }
    }
  }

  private static void checkUpdate(Call call) throws Refusal {
    present(call.hasUpdate(), "update");
    TaskStatus status = call.getUpdate().getStatus();
    present(status.hasUuid(), "uuid");
    if (!MesosUuid.isValid(status.getUuid())) {
      throw invalid("Not a valid UUID");
    }
    String executor = call.getExecutorId().getValue();
    if (status.hasExecutorId() && !status.getExecutorId().equals(call.getExecutorId())) {
      throw invalid(
          "ExecutorID in Call: "
              + executor
              + " does not match ExecutorID in TaskStatus: "
              + status.getExecutorId().getValue());
    }
    String sender =
        "from executor " + executor + " of framework " + call.getFrameworkId().getValue();
    if (status.getSource() != TaskStatus.Source.SOURCE_EXECUTOR) {
      throw invalid(
          "Received Call " + sender + " with invalid source, expecting 'SOURCE_EXECUTOR'");
    }
    if (status.getState() == TaskState.TASK_STAGING) {
      throw invalid("Received TASK_STAGING " + sender + " which is not allowed");
    }
  }

  private static void present(boolean is, String field) throws Refusal {
    if (!is) {
      throw invalid("Expecting '" + field + "' to be present");
    }
  }

  private static Refusal invalid(String what) {
    return Refusal.badRequest("Failed to validate Executor::Call: " + what);
  }
}
