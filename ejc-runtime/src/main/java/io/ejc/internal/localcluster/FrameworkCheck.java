package io.ejc.internal.localcluster;

import java.util.List;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.jspecify.annotations.Nullable;

/** Whether a framework may subscribe as it describes itself, in the words of a Mesos master. */
final class FrameworkCheck {

  private FrameworkCheck() {}

  /** What is wrong, or null; a wrong one gets an ERROR event. */
  static @Nullable String problem(FrameworkInfo info, List<String> suppressed) {
    boolean multiRole = Capabilities.of(info).multiRole();
    if (multiRole && hasRole(info)) {
      return "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable";
    }
    if (!multiRole && info.getRolesCount() > 0) {
      return "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable";
    }
    List<String> roles = Capabilities.roles(info);
    if (info.getRolesCount() != 0 && roles.size() != info.getRolesCount()) {
      return "'FrameworkInfo.roles' contains duplicate items";
    }
    for (String role : roles) {
      String bad = badRole(role);
      if (bad != null) {
        return "'FrameworkInfo."
            + (multiRole ? "roles" : "role")
            + "' contains invalid role: "
            + bad;
      }
    }
    for (String role : suppressed) {
      if (!roles.contains(role)) {
        return "Suppressed role '" + role + "' is not contained in the list of roles";
      }
    }
    return info.getId().getValue().isEmpty() ? null : MesosId.problem(info.getId().getValue());
  }

  /** What an update of a known framework may not change, or null. */
  static @Nullable String changeProblem(FrameworkInfo now, FrameworkInfo wanted) {
    if (!now.getPrincipal().equals(wanted.getPrincipal())) {
      return unsupported("principal", now.getPrincipal(), wanted.getPrincipal());
    }
    if (!now.getUser().equals(wanted.getUser())) {
      return unsupported("user", now.getUser(), wanted.getUser());
    }
    if (now.getCheckpoint() != wanted.getCheckpoint()) {
      return unsupported(
          "checkpoint",
          String.valueOf(now.getCheckpoint()),
          String.valueOf(wanted.getCheckpoint()));
    }
    return null;
  }

  private static String unsupported(String field, String now, String wanted) {
    return "Updating 'FrameworkInfo."
        + field
        + "' is unsupported; attempted to update from '"
        + now
        + "' to '"
        + wanted
        + "'";
  }

  private static @Nullable String badRole(String role) {
    if (role.equals("*")) {
      return null;
    }
    String named = "Role '" + role + "'";
    if (role.isEmpty()) {
      return "Empty role name is invalid";
    }
    if (role.startsWith("/")) {
      return named + " cannot start with a slash";
    }
    if (role.endsWith("/")) {
      return named + " cannot end with a slash";
    }
    for (String part : role.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.equals("*")) {
        return named + " cannot contain '" + part + "' as a component";
      }
      if (part.startsWith("-")) {
        return named + " is invalid because a component starts with a dash";
      }
      if (part.chars().anyMatch(c -> Character.isWhitespace(c) || c == '\b' || c == 127)) {
        return named + " contains invalid characters";
      }
    }
    return null;
  }

  @SuppressWarnings("deprecation") // the older field is what is being refused
  private static boolean hasRole(FrameworkInfo info) {
    return info.hasRole();
  }
}
