package io.ejc.architecture;

import java.util.regex.Pattern;

/** The few places where a rule's exception lives, by path from the repository's root. */
final class Allowed {
  private static final Pattern CLOCK =
      Pattern.compile(
          "ejc-runtime/src/main/java/io/ejc/runtime/.*"
              + "|ejc-runtime/src/main/java/io/ejc/internal/execute/ExecutorMain\\.java"
              + "|.*/src/(test|bench)/java/.*");
  private static final Pattern EXIT =
      Pattern.compile(
          ".*Main\\.java"
              + "|ejc-runtime/src/main/java/io/ejc/runtime/Doctor\\.java"
              + "|ejc-runtime/src/main/java/io/ejc/internal/execute/JvmExit\\.java"
              + "|ejc-runtime/src/main/java/io/ejc/internal/execute/boot/Boot\\.java"
              + "|ejc-runtime/src/test/java/io/ejc/internal/localcluster/TestExecutor\\.java");

  /** Whether a file may take the system's clock: those that wire a process, and tests. */
  boolean choosesClock(String file) {
    return CLOCK.matcher(file).matches();
  }

  /** Whether a file may end the JVM: mains, a test's own, and the executor's one class for it. */
  boolean endsProcess(String file) {
    return EXIT.matcher(file).matches();
  }
}
