package io.ejc.internal.localcluster;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

/** Whether a scheduler's call is complete, in the words of a Mesos master. */
final class SchedulerCallCheck {

  private static final int UUID_BYTES = 16;

  private SchedulerCallCheck() {}

  static void check(Call call) throws Refusal {
    if (!call.hasType()) {
      throw invalid("Expecting 'type' to be present");
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      checkSubscribe(call);
      return;
    }
    if (!call.hasFrameworkId()) {
      throw invalid("Expecting 'framework_id' to be present");
    }
    switch (call.getType()) {
      case ACCEPT -> present(call.hasAccept(), "accept");
      case DECLINE -> present(call.hasDecline(), "decline");
      case ACCEPT_INVERSE_OFFERS -> present(call.hasAcceptInverseOffers(), "accept_inverse_offers");
      case DECLINE_INVERSE_OFFERS ->
          present(call.hasDeclineInverseOffers(), "decline_inverse_offers");
      case KILL -> present(call.hasKill(), "kill");
      case SHUTDOWN -> present(call.hasShutdown(), "shutdown");
      case RECONCILE -> present(call.hasReconcile(), "reconcile");
      case MESSAGE -> present(call.hasMessage(), "message");
      case UPDATE_FRAMEWORK -> checkUpdateFramework(call);
      case REQUEST -> present(call.hasRequest(), "request");
      case ACKNOWLEDGE -> {
        present(call.hasAcknowledge(), "acknowledge");
        uuid(call.getAcknowledge().getUuid());
      }
      default -> {
        return;
      }
    }
  }

  /** A framework that says it is another than who was authenticated. */
  static void checkPrincipal(Call call, @Nullable String principal) throws Refusal {
    String own = call.getSubscribe().getFrameworkInfo().getPrincipal();
    if (principal != null && !own.isEmpty() && !own.equals(principal)) {
      throw invalid(mismatch(principal, own));
    }
  }

  static String mismatch(String authenticated, String own) {
    return "Authenticated principal '"
        + authenticated
        + "' does not match principal '"
        + own
        + "' set in `FrameworkInfo`";
  }

  private static void checkSubscribe(Call call) throws Refusal {
    present(call.hasSubscribe(), "subscribe");
    String inInfo = call.getSubscribe().getFrameworkInfo().getId().getValue();
    if (!inInfo.equals(call.getFrameworkId().getValue())) {
      throw invalid("'framework_id' differs from 'subscribe.framework_info.id'");
    }
  }

  private static void checkUpdateFramework(Call call) throws Refusal {
    present(call.hasUpdateFramework(), "update_framework");
    String inInfo = call.getUpdateFramework().getFrameworkInfo().getId().getValue();
    if (!inInfo.equals(call.getFrameworkId().getValue())) {
      throw invalid("'framework_id' differs from 'update_framework.framework_info.id'");
    }
  }

  private static void uuid(ByteString uuid) throws Refusal {
    if (uuid.size() != UUID_BYTES) {
      throw invalid("Not a valid UUID");
    }
  }

  private static void present(boolean is, String field) throws Refusal {
    if (!is) {
      throw invalid("Expecting '" + field + "' to be present");
    }
  }

  private static Refusal invalid(String what) {
    return Refusal.badRequest("Failed to validate scheduler::Call: " + what);
  }
}
