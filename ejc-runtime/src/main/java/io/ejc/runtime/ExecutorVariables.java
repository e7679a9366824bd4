package io.ejc.runtime;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The environment of executors: nothing of the host's travels that is not named. */
final class ExecutorVariables {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private ExecutorVariables() {}

  /**
   * Reads it.
   *
   * @param entries {@code NAME=value}, or {@code NAME} for the host's own value
   * @param host the host's environment
   * @param problems where what is wrong is added
   */
  static SortedMap<String, String> read(
      List<String> entries, Map<String, String> host, List<String> problems) {
    SortedMap<String, String> variables = new TreeMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      String name = equals < 0 ? entry : entry.substring(0, equals);
      String value = equals < 0 ? host.get(name) : entry.substring(equals + 1);
      if (!NAME.matcher(name).matches()) {
        problems.add(problem(entry, "NAME=value, or NAME; letters, digits and _"));
      } else if (name.startsWith("MESOS_") || name.startsWith("EJC_")) {
        problems.add(problem(name, "no name that begins with MESOS_ or EJC_; they are taken"));
      } else if (value == null) {
        problems.add(problem(name, "a variable that this host has, or NAME=value"));
      } else {
        variables.put(name, value);
      }
    }
    return variables;
  }

  private static String problem(String value, String rule) {
    return Key.EXECUTOR_ENVIRONMENT.path + ": " + value + " (expected: " + rule + ")";
  }
}
