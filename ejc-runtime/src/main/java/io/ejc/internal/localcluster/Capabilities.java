package io.ejc.internal.localcluster;

import java.util.List;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;

/** What a framework says it can do; these change the messages that it gets. */
record Capabilities(
    boolean partitionAware,
    boolean multiRole,
    boolean reservationRefinement,
    boolean taskKilling,
    boolean gpus,
    boolean regionAware) {

  static Capabilities of(FrameworkInfo info) {
    return new Capabilities(
        has(info, Capability.Type.PARTITION_AWARE),
        has(info, Capability.Type.MULTI_ROLE),
        has(info, Capability.Type.RESERVATION_REFINEMENT),
        has(info, Capability.Type.TASK_KILLING_STATE),
        has(info, Capability.Type.GPU_RESOURCES),
        has(info, Capability.Type.REGION_AWARE));
  }

  /** The roles a framework takes offers for; {@code *} if it names none. */
  static List<String> roles(FrameworkInfo info) {
    if (has(info, Capability.Type.MULTI_ROLE)) {
      return info.getRolesCount() == 0
          ? List.of("*")
          : info.getRolesList().stream().distinct().toList();
    }
    return List.of(singleRole(info));
  }

  @SuppressWarnings("deprecation") // how a framework without MULTI_ROLE names its role
  private static String singleRole(FrameworkInfo info) {
    return info.getRole().isEmpty() ? "*" : info.getRole();
  }

  private static boolean has(FrameworkInfo info, Capability.Type type) {
    return info.getCapabilitiesList().stream().anyMatch(c -> c.getType() == type);
  }
}
