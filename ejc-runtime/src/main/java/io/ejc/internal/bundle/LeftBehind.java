package io.ejc.internal.bundle;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/** What the host's command line gives its JVM that no class loader tells of. */
final class LeftBehind {

  private LeftBehind() {}

  static List<String> options() {
    return options(ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  static List<String> options(List<String> arguments) {
    return arguments.stream().map(LeftBehind::sentence).flatMap(Optional::stream).toList();
  }

  private static Optional<String> sentence(String argument) {
    if (argument.startsWith("-javaagent:") || argument.startsWith("-agentpath:")) {
      return Optional.of(
          "java agent "
              + firstPart(argument.substring(argument.indexOf(':') + 1))
              + ": stays behind, executors run without it; install it on the agents and name it in"
              + " ejc.executor.jvmOptions if jobs need it");
    }
    if (argument.startsWith("-Xbootclasspath/a:") || argument.startsWith("--patch-module=")) {
      return Optional.of(
          "JVM option "
              + argument
              + ": what it adds stays behind (expected: classes on the class path); put them there"
              + " if jobs need them");
    }
    return Optional.empty();
  }

  /** Without the agent's own options, which may hold secrets. */
  private static String firstPart(String agent) {
    int options = agent.indexOf('=');
    return options < 0 ? agent : agent.substring(0, options);
  }
}
