package io.ejc.internal.localcluster;

import java.util.Map;

/** How a process ended: as wait(2) gives it, and in the words of Mesos. */
final class Signals {

  private static final int BASE = 128;
  private static final int LAST = 64;

  /** As strsignal(3) names them on Linux. */
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "Hangup"),
          Map.entry(2, "Interrupt"),
          Map.entry(3, "Quit"),
          Map.entry(4, "Illegal instruction"),
          Map.entry(5, "Trace/breakpoint trap"),
          Map.entry(6, "Aborted"),
          Map.entry(7, "Bus error"),
          Map.entry(8, "Floating point exception"),
          Map.entry(9, "Killed"),
          Map.entry(10, "User defined signal 1"),
          Map.entry(11, "Segmentation fault"),
          Map.entry(12, "User defined signal 2"),
          Map.entry(13, "Broken pipe"),
          Map.entry(14, "Alarm clock"),
          Map.entry(15, "Terminated"),
          Map.entry(24, "CPU time limit exceeded"),
          Map.entry(25, "File size limit exceeded"));

  private Signals() {}

  /** As wait(2) gives it; a shell and the JVM both show a signal as 128 and its number. */
  static int rawStatus(int exitValue) {
    boolean signal = exitValue > BASE && exitValue <= BASE + LAST;
    return signal ? exitValue - BASE : exitValue << 8;
  }

  /** {@code exited with status 3}, {@code terminated with signal Killed}. */
  static String describe(int rawStatus) {
    int signal = rawStatus & 0x7f;
    return signal == 0
        ? "exited with status " + (rawStatus >> 8)
        : "terminated with signal " + NAMES.getOrDefault(signal, "Unknown signal " + signal);
  }
}
