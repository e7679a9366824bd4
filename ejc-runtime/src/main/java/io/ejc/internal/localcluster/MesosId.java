package io.ejc.internal.localcluster;

import org.jspecify.annotations.Nullable;

/** The rule for ids that a framework chooses: they become names of directories on the agents. */
final class MesosId {

  private static final int LONGEST = 255;

  private MesosId() {}

  /** What is wrong with the id, in Mesos' words, or null. */
  static @Nullable String problem(String id) {
    if (id.isEmpty()) {
      return "ID must not be empty";
    }
    if (id.length() > LONGEST) {
      return "ID must not be greater than " + LONGEST + " characters";
    }
    if (id.equals(".") || id.equals("..")) {
      return "'" + id + "' is disallowed";
    }
    boolean bad = id.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    return bad ? "'" + id + "' contains invalid characters" : null;
  }
}
