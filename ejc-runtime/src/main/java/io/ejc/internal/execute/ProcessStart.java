package io.ejc.internal.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When this process began. The JDK says it by the time of the machine's start, which Linux gives in
 * whole seconds; there the process' age is read instead.
 */
final class ProcessStart {

  private static final Path SELF = Path.of("/proc/self/stat");
  private static final Path UPTIME = Path.of("/proc/uptime");

  /** Of the fields after the name in parentheses, the one that says when, in hundredths. */
  private static final int START_FIELD = 19;

  private static final int TICK_MS = 10;

  private ProcessStart() {}

  /** By the clock that says that it is now; that instant where the system says nothing. */
  static Instant before(Instant now) {
    return age()
        .map(now::minus)
        .or(() -> ProcessHandle.current().info().startInstant())
        .orElse(now);
  }

  private static Optional<Duration> age() {
    try {
      String stat = Files.readString(SELF);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long startMs = Long.parseLong(fields[START_FIELD]) * TICK_MS;
      String uptime = Files.readString(UPTIME).split(" ", -1)[0];
      long age = Math.round(Double.parseDouble(uptime) * 1000) - startMs;
      return Optional.of(Duration.ofMillis(Math.max(0, age)));
    } catch (IOException | RuntimeException notLinux) {
      return Optional.empty();
    }
  }
}
